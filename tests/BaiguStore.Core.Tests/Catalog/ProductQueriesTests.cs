using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Catalog;

public sealed class ProductQueriesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Upper before lower case, Latin before Han, Han by code point: all databases must agree on this order.</summary>
    private static readonly string[] NamesInOrder =
        ["10GE 模块", "9GE 模块", "AR651 路由器", "S5735 交换机", "S5735-L 交换机", "Z", "a", "s5735 交换机", "\u00C4rger", "交换机", "华为 S5735", "路由器"];

    [Theory, EveryDatabase]
    public async Task Names_are_ordered_alike_by_every_database(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        db.Products.AddRange(NamesInOrder.Reverse().Select((name, n) => Named(line, $"N{n}", name)));
        await db.SaveChangesAsync(Cancel);

        Assert.Equal(NamesInOrder, await db.Products.By(ProductOrder.Name).Select(p => p.Name).ToListAsync(Cancel));
        Assert.Equal(NamesInOrder.Order(StringComparer.Ordinal), NamesInOrder);
    }

    [Theory, EveryDatabase]
    public async Task By_price_the_cheapest_comes_first_and_what_is_sold_on_request_last(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        foreach (var (sku, fen) in ((string, long?)[])[("ASK-1", null), ("DEAR", 99_999_999_999), ("CHEAP", 1), ("ASK-2", null), ("SAME-1", 500), ("SAME-2", 500)])
            await Make.ProductAsync(db, line, sku, fen);

        Assert.Equal(["CHEAP", "SAME-1", "SAME-2", "DEAR", "ASK-1", "ASK-2"], await db.Products.By(ProductOrder.Price).Select(p => p.Sku).ToListAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task By_age_the_newest_comes_first_and_the_later_saved_of_one_moment(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        foreach (var (sku, day) in ((string, int)[])[("OLD", 0), ("NEW", 2), ("SAME-1", 1), ("SAME-2", 1)])
        {
            var product = Make.Product(line, sku, published: false);
            product.Publish(TestStore.Now.AddDays(day));
            db.Products.Add(product);
            await db.SaveChangesAsync(Cancel);
        }

        Assert.Equal(["NEW", "SAME-2", "SAME-1", "OLD"], await db.Products.Published().By(ProductOrder.Newest).Select(p => p.Sku).ToListAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task Part_numbers_are_found_by_their_beginning_however_they_are_typed(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        foreach (var sku in (string[])["S5735-L24T4S-A1", "S5735-L24P4S-A1", "S5735S-L8", "S5720-28P", "AS5735"])
            await Make.ProductAsync(db, line, sku);

        async Task<string[]> Find(string typed) => [.. await db.Products.WithSkuStarting(typed).OrderBy(p => p.SkuKey).Select(p => p.Sku).ToListAsync(Cancel)];

        string[] both = ["S5735-L24P4S-A1", "S5735-L24T4S-A1"];
        Assert.Equal(both, await Find("S5735-L24"));
        Assert.Equal(both, await Find("s5735 l24"));
        Assert.Equal(both, await Find("  s5735l-24  "));
        Assert.Equal(["S5735-L24T4S-A1"], await Find("S5735-L24T4S-A1"));
        Assert.Equal(["S5735S-L8"], await Find("s5735s"));
        Assert.Empty(await Find("S5735-L24T4S-A12"));
        Assert.Empty(await Find("5735"));
    }

    [Theory, EveryDatabase]
    public async Task Signs_that_a_search_language_knows_are_only_left_out(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await Make.ProductAsync(db, line, "S5735");
        await Make.ProductAsync(db, line, "X-1");

        foreach (var typed in (string[])["S57%", "S_57", "S57'; DROP TABLE x;--"[..4], "[S]57", "\"S57*\""])
            Assert.Equal("S5735", await db.Products.WithSkuStarting(typed).Select(p => p.Sku).SingleAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task What_holds_no_letter_and_no_digit_is_no_part_number(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        await Make.ProductAsync(db, await Make.LineAsync(db), "S5735");

        foreach (var typed in (string[])["", " ", "%", "_", "'", "--", "交换机"])
            Assert.Equal(0, await db.Products.WithSkuStarting(typed).CountAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task Many_part_numbers_are_found_at_once_as_they_are_meant_or_as_they_stand(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        foreach (var sku in (string[])["S5735-L24", "S5735-L48", "光缆", "铜缆"])
            await Make.ProductAsync(db, line, sku);

        async Task<string[]> Find(params string[] typed) => [.. await db.Products.WithSkuAmong(typed).OrderBy(p => p.Id).Select(p => p.Sku).ToListAsync(Cancel)];

        Assert.Equal(["S5735-L24", "光缆"], await Find("s5735 l24", "光缆", "S5735", "缆", "%", "'"));
        Assert.Equal(["S5735-L24", "S5735-L48"], await Find([.. Enumerable.Range(0, 98).Select(n => $"S5735-L{n}")]));
        Assert.Empty(await Find());
    }

    [Theory, EveryDatabase]
    public async Task Following_are_those_behind_a_product_in_the_list_by_name(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        Product[] products = [Named(line, "1", "交换机 B"), Named(line, "2", "交换机 A"), Named(line, "3", "交换机 B"), Named(line, "4", "交换机 C"), Named(line, "5", "Switch")];
        db.Products.AddRange(products);
        await db.SaveChangesAsync(Cancel);
        var byName = await db.Products.By(ProductOrder.Name).Select(p => p.Sku).ToListAsync(Cancel);

        foreach (var product in products)
            Assert.Equal(
                byName[(byName.IndexOf(product.Sku) + 1)..],
                await db.Products.Following(product.Name, product.Id).Select(p => p.Sku).ToListAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task A_row_of_a_list_is_read_whole(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var product = Make.Product(line, "S5735", priceFen: null);
        product.Specs = [new("交换容量", "56", "Gbps")];
        db.Products.Add(product);
        await Make.ProductAsync(db, line, "DRAFT", published: false);

        var row = await db.Products.Published().In(line.Id).By(ProductOrder.Name).AsRows().SingleAsync(Cancel);

        Assert.Equal((product.Id, "S5735", "huawei", line.Id, (long?)null), (row.Id, row.Sku, row.Vendor, row.CategoryId, row.ListPriceFen));
        Assert.Equal(product.Specs, row.Specs);
    }

    [Theory, EveryDatabase]
    public async Task Pages_of_a_list_hold_every_product_once(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        db.Products.AddRange(Enumerable.Range(0, 25).Select(n => Named(line, $"P{n:00}", n % 2 == 0 ? "same" : "other")));
        await db.SaveChangesAsync(Cancel);

        List<string> seen = [];
        for (var number = 1; Page<Product>.Exists(number, 10, 25); number++)
        {
            var page = await db.Products.By(ProductOrder.Name).ToPageAsync(number, 10, 25, q => q.Select(p => p.Sku), Cancel);
            Assert.Equal((number, 3, 25), (page.Number, page.Count, page.Total));
            seen.AddRange(page.Items);
        }

        Assert.Equal(await db.Products.By(ProductOrder.Name).Select(p => p.Sku).ToListAsync(Cancel), seen);
        Assert.Equal(25, seen.Distinct().Count());
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(2, 0, false)]
    [InlineData(0, 100, false)]
    [InlineData(-1, 100, false)]
    [InlineData(2, 20, false)]
    [InlineData(2, 21, true)]
    [InlineData(5, 100, true)]
    [InlineData(6, 100, false)]
    [InlineData(int.MaxValue, int.MaxValue, false)]
    [InlineData(int.MinValue, int.MaxValue, false)]
    public void A_page_exists_while_it_would_hold_an_item(int number, int total, bool exists) =>
        Assert.Equal(exists, Page<Product>.Exists(number, 20, total));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    public void A_list_has_as_many_pages_as_its_items_fill(int total, int count) => Assert.Equal(count, new Page<int>([], 1, 20, total).Count);

    private static Product Named(Category line, string sku, string name)
    {
        var product = Make.Product(line, sku);
        product.Name = name;
        return product;
    }
}
