using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Seeding;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Seeding;

public sealed class SampleProductsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static List<(string Line, LineIdentity Identity, int Count)> Lines
    {
        get
        {
            var names = LineNames.Load();
            return [.. SourcePage.Read(SeedFiles.Text("source-page.html")).Lines.Select((l, i) => ($"{i} {l.Name}", names.Understand(l.Name), l.Count))];
        }
    }

    [Fact]
    public void Every_line_is_dealt_exactly_as_many_products_as_the_page_counts_and_no_part_number_twice()
    {
        var dealt = ProductLines.Load().Deal(Lines);

        Assert.Equal(
            Lines.Where(l => l.Count > 0).OrderBy(l => l.Line).Select(l => (l.Line, l.Count)),
            dealt.OrderBy(d => d.Line).Select(d => (d.Line, d.Products.Count)));
        Assert.Equal(50_983, dealt.SelectMany(d => d.Products).Select(p => Product.KeyOf(p.Sku)).Where(k => k.Length > 0).Count());
        Assert.Equal(50_983, dealt.SelectMany(d => d.Products).Select(p => p.Sku).Distinct().Count());
    }

    [Fact]
    public void Dealing_twice_gives_every_line_the_same_products()
    {
        static List<string> Deal() => [.. ProductLines.Load().Deal(Lines).SelectMany(d => d.Products.Select(p => $"{d.Line}: {p.Sku}"))];

        Assert.Equal(Deal(), Deal());
    }

    [Fact]
    public void A_product_stands_in_a_line_of_its_vendor_and_kind()
    {
        var identities = Lines.ToDictionary(l => l.Line, l => l.Identity);

        foreach (var (line, products) in ProductLines.Load().Deal(Lines))
        {
            var identity = identities[line];
            Assert.All(products, p => Assert.True(
                (identity.Vendors.Count == 0 || identity.Vendors.Any(v => v.Code == p.Vendor)) && (identity.Families.Count == 0 || identity.Families.Contains(p.Kind)),
                $"{line}: {p.Vendor} {p.Kind} {p.Sku}"));
        }
    }

    [Fact]
    public void Lines_that_cannot_be_filled_are_named()
    {
        var line = Lines.First(l => l.Identity.Slug == "piuswell-products");

        var refused = Assert.Throws<InvalidDataException>(() => ProductLines.Load().Deal([line with { Count = 1_000_000 }]));

        Assert.Contains("piuswell-products", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_takes_its_facts_and_names_the_one_that_is_missing()
    {
        Dictionary<string, string> facts = new() { ["vendor"] = "华为", ["model"] = "S5735" };

        Assert.Equal("华为 S5735!", SampleProduct.Fill("{vendor} {model}!", facts));
        Assert.Equal("plain", SampleProduct.Fill("plain", facts));
        Assert.Contains("'ports'", Assert.Throws<InvalidDataException>(() => SampleProduct.Fill("{ports}", facts)).Message, StringComparison.Ordinal);
    }

    /// <summary>Only on SQLite and without the longest lines: writing all fifty thousand twice takes a minute.</summary>
    [Fact]
    public async Task Removing_the_samples_leaves_what_people_made_and_adding_brings_them_back()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        var (seeder, samples) = (store.Get<StoreSeeder>(), store.Get<SampleProducts>());
        await seeder.SeedAsync(SeedMode.Page, null, Cancel);
        await using var db = store.Open();
        await db.Categories.Where(c => c.SourceCount > 400).ExecuteUpdateAsync(c => c.SetProperty(x => x.SourceCount, 400), Cancel);
        var expected = await db.Categories.SumAsync(c => c.SourceCount ?? 0, Cancel);
        Assert.InRange(expected, 5_000, 20_000);

        Assert.Equal(expected, await seeder.AddSamplesAsync(null, null, Cancel));
        var tree = await CategoryTree.LoadAsync(db, Cancel);
        Assert.All(
            await db.Categories.Where(c => c.SourceCount != null).ToDictionaryAsync(c => c.Id, c => c.SourceCount, Cancel),
            c => Assert.Equal(c.Value, tree.Find(c.Key)!.Count));
        Assert.Equal(expected, await db.Products.Select(p => p.Slug).Distinct().CountAsync(Cancel));
        var sampleComments = await db.Comments.CountAsync(c => c.IsSample, Cancel);
        Assert.True(sampleComments > 0);

        var ours = await Make.ProductAsync(db, await db.Categories.FirstAsync(c => c.Slug == "huawei-switch", Cancel), "OUR-OWN-1");
        var article = await db.Articles.Select(a => a.Id).FirstAsync(Cancel);
        var comment = await db.PostAsync(new(CommentTarget.Article(article), "", "a reader's own", "", "192.0.2.1", TrapFilled: false), publishAtOnce: true, TestStore.Now, Cancel);
        var sample = await db.Comments.AsNoTracking().FirstAsync(c => c.IsSample && c.ParentId != null, Cancel);
        var answer = await db.PostAsync(
            new(sample.Target, "", "an answer to a sample", "", "192.0.2.1", TrapFilled: false, sample.Id), publishAtOnce: true, TestStore.Now, Cancel);
        Assert.Equal(sample.ThreadId, await db.Comments.Where(c => c.Id == answer).Select(c => c.ParentId).SingleAsync(Cancel));
        Assert.Equal(expected, await samples.RemoveAsync(null, Cancel));
        Assert.Equal([ours.Id], await db.Products.Select(p => p.Id).ToListAsync(Cancel));
        Assert.Equal([(comment, null), (answer, null)], (await db.Comments.AsNoTracking().OrderBy(c => c.Id).ToListAsync(Cancel)).Select(c => (c.Id, c.ParentId)));
        Assert.Equal(0, await samples.RemoveAsync(null, Cancel));

        Assert.Equal(expected, await seeder.AddSamplesAsync(null, null, Cancel));
        Assert.Equal(expected + 1, await db.Products.CountAsync(Cancel));
        Assert.Equal(sampleComments + 2, await db.Comments.CountAsync(Cancel));
        Assert.Equal(0, await seeder.AddSamplesAsync(null, null, Cancel));
    }
}
