using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Catalog;

public sealed class ProductTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_price_of_nothing_or_less_is_refused(long fen)
    {
        var product = New();
        product.ListPriceFen = 100;

        Assert.Throws<ArgumentOutOfRangeException>(() => product.ListPriceFen = fen);
        Assert.Equal(100, product.ListPriceFen);
    }

    [Fact]
    public void A_product_without_a_price_is_sold_on_request()
    {
        var product = New();
        product.ListPriceFen = 1;
        product.ListPriceFen = null;

        Assert.Equal((null, long.MaxValue), (product.ListPriceFen, product.PriceOrder));
    }

    [Theory]
    [InlineData("S5560-EI", "S5560EI")]
    [InlineData(" s5560 ei ", "S5560EI")]
    [InlineData("ls-5735_l/24t.4s", "LS5735L24T4S")]
    [InlineData("\uFF33\uFF15", "")] // full-width letters are not part of a key
    [InlineData("%_'--", "")]
    public void The_key_of_a_part_number_is_its_letters_and_digits(string sku, string key) => Assert.Equal(key, Product.KeyOf(sku));

    [Fact]
    public async Task Specs_come_back_as_they_were_saved_whatever_is_in_them()
    {
        List<Spec> specs =
        [
            new("端口", "24×GE", null), new("功率", "370", "W"), new("尺寸", "17\"", "英寸"), new("路径", "C:\\x", null), new("式", "},{]\":,[", "a}]"), new("", "", ""),
            new("表情", "\U0001F600 & <b> 'x'", null), new(new string('名', 65), new string('值', 3_000), new string('u', 70)), new("换行", "a\tb", null), new("端口", "24×GE", null),
        ];
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        foreach (var count in Enumerable.Range(0, specs.Count + 1)) // lists before the first character that JSON escapes use the fast path
        {
            var product = Make.Product(line, $"X-{count}");
            product.Specs = specs[..count];
            db.Add(product);
        }
        await db.SaveChangesAsync(Cancel);

        var read = await db.Products.AsNoTracking().ById().Select(p => p.Specs).ToListAsync(Cancel);

        Assert.Equal(Enumerable.Range(0, specs.Count + 1).Select(count => specs[..count]), read);
    }

    [Fact]
    public void Publishing_twice_keeps_the_first_day()
    {
        var product = New();
        product.Publish(TestStore.Now);
        product.Publish(TestStore.Now.AddDays(1));

        Assert.Equal(TestStore.Now, product.PublishedAt);
    }

    [Fact]
    public void A_description_that_cannot_be_rendered_leaves_the_old_one()
    {
        var product = New();
        product.Describe("**Ok**");

        Assert.Throws<MarkdownRefusedException>(() => product.Describe(new string('>', 1_000)));
        Assert.Equal(("**Ok**", "<p><strong>Ok</strong></p>"), (product.Description, product.DescriptionHtml));
    }

    [Theory, EveryDatabase]
    public async Task Specs_come_back_in_their_order_and_a_changed_one_is_saved(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = Make.Product(await Make.LineAsync(db), "S1");
        product.Specs = [new("交换容量", "56", "Gbps"), new("“引号”<b>", "24 \\ '", null)];
        db.Products.Add(product);
        await db.SaveChangesAsync(Cancel);
        product.Specs.Add(new("PoE", "370", "W"));
        await db.SaveChangesAsync(Cancel);

        await using var fresh = store.Open();
        Assert.Equal([new("交换容量", "56", "Gbps"), new("“引号”<b>", "24 \\ '", null), new("PoE", "370", "W")], (await fresh.Products.SingleAsync(Cancel)).Specs);
    }

    [Theory]
    [InlineData("56", "Gbps", "56 Gbps")]
    [InlineData("24", null, "24")]
    [InlineData("24", "", "24")]
    public void A_spec_shows_its_value_with_its_unit(string value, string? unit, string shown) => Assert.Equal(shown, new Spec("x", value, unit).ToString());

    private static Product New() => new() { Sku = "A", Name = "A", Slug = "a" };
}
