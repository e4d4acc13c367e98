using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Seeding;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Seeding;

/// <summary>Large sample stores, scaled down: every line is limited to twenty products first.</summary>
public sealed class SampleScaleTests
{
    private const int Cut = 20;
    private static readonly SampleScale Scale = new(Products: 4_000, Categories: 500);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task A_store_is_as_large_as_was_asked_for_and_shaped_like_a_shop(DatabaseProvider provider)
    {
        await using var store = await SmallAsync(provider);
        await using var db = store.Open();
        var lines = await db.Categories.Where(c => c.SourceCount > 0).ToDictionaryAsync(c => c.Id, c => c.SourceCount!.Value, Cancel);
        var plain = lines.Values.Sum();

        Assert.Equal(Scale.Products, await store.Get<StoreSeeder>().AddSamplesAsync(Scale, null, Cancel));

        var tree = await CategoryTree.LoadAsync(db, Cancel);
        Assert.Equal((Scale.Products, Scale.Categories), (tree.Total, tree.All.Count()));
        Assert.Equal(Scale.Products, await db.Products.Published().Select(p => p.Slug).Distinct().CountAsync(Cancel));
        Assert.All(lines, line => Assert.True(tree.Find(line.Key)!.Count >= line.Value));
        var largest = tree.All.MaxBy(c => c.Count)!;
        Assert.All(await db.Products.Select(p => p.Sku.Length).Distinct().ToListAsync(Cancel), length => Assert.InRange(length, 1, Product.MaxSkuLength));
        Assert.True(lines.ContainsKey(largest.Id));
        Assert.Equal(Scale.Products * 26 / 100, largest.Count);

        var samples = (await db.Categories.Where(c => c.IsSample).ToListAsync(Cancel)).ConvertAll(c => (Row: c, Node: tree.Find(c.Id)!));
        Assert.Equal(Scale.Products - plain - (largest.Count - Cut), samples.Sum(c => c.Node.Count));
        Assert.All(samples, c => Assert.Equal(string.Concat(c.Node.Trail.Select(n => $"{n.Id}.")), c.Row.Path));
        Assert.All(samples, c => Assert.InRange(c.Node.Trail.Count, 2, Category.MaxDepth));
        Assert.InRange(samples.Max(c => c.Node.Trail.Count), 6, Category.MaxDepth);
        Assert.All(samples, c => Assert.Equal(c.Node.IsLeaf ? c.Node.Count : 0, c.Node.Count));
        Assert.True(samples.Max(c => c.Node.Count) > 3 * samples.Where(c => c.Node.IsLeaf).Average(c => c.Node.Count));
    }

    [Fact]
    public async Task A_run_that_was_stopped_is_gone_on_with_and_ends_as_one_that_was_not()
    {
        await using var whole = await SmallAsync(DatabaseProvider.Sqlite);
        await using var stopped = await SmallAsync(DatabaseProvider.Sqlite);
        await whole.Get<StoreSeeder>().AddSamplesAsync(Scale, null, Cancel);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.Get<SampleProducts>().AddAsync(Scale, new StopAt(2_000, stop), stop.Token));
        await using var db = stopped.Open();
        var before = await db.Products.CountAsync(Cancel);
        Assert.InRange(before, 1, Scale.Products - 1);

        Assert.Equal(Scale.Products - before, await stopped.Get<StoreSeeder>().AddSamplesAsync(Scale, null, Cancel));
        Assert.Equal(0, await stopped.Get<StoreSeeder>().AddSamplesAsync(Scale, null, Cancel));
        Assert.Equal(await ContentAsync(whole), await ContentAsync(stopped));
    }

    [Theory, EveryDatabase]
    public async Task Removing_takes_the_sample_places_too_and_leaves_those_that_people_use(DatabaseProvider provider)
    {
        await using var store = await SmallAsync(provider);
        await using var db = store.Open();
        var leaves = await db.Categories.CountAsync(Cancel);
        await store.Get<StoreSeeder>().AddSamplesAsync(Scale, null, Cancel);
        var deep = await db.Categories.Where(c => c.IsSample).OrderByDescending(c => c.Path.Length).ThenBy(c => c.Id).FirstAsync(Cancel);
        var ours = await Make.ProductAsync(db, deep, "OUR-OWN-1");

        Assert.Equal(Scale.Products, await store.Get<SampleProducts>().RemoveAsync(null, Cancel));

        Assert.Equal([ours.Id], await db.Products.Select(p => p.Id).ToListAsync(Cancel));
        var tree = await CategoryTree.LoadAsync(db, Cancel);
        Assert.Equal(
            tree.Find(deep.Id)!.Trail.Skip(1).Select(c => c.Id).Order(),
            await db.Categories.Where(c => c.IsSample).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(Cancel));

        db.Products.Remove(ours);
        await db.SaveChangesAsync(Cancel);
        Assert.Equal(0, await store.Get<SampleProducts>().RemoveAsync(null, Cancel));
        Assert.Equal((leaves, 0), (await db.Categories.CountAsync(Cancel), await db.Categories.CountAsync(c => c.IsSample, Cancel)));
    }

    [Theory]
    [InlineData(10, 500, "--products")]
    [InlineData(4_000, 10, "--categories")]
    [InlineData(2_000_000_000, 500, "--products")]
    public async Task A_size_that_cannot_be_is_refused_naming_the_option(int products, int categories, string option)
    {
        await using var store = await SmallAsync(DatabaseProvider.Sqlite);

        var refused = await Assert.ThrowsAsync<SampleScaleException>(() => store.Get<SampleProducts>().AddAsync(new(products, categories), null, Cancel));

        Assert.Equal(option, refused.Option);
        await using var db = store.Open();
        Assert.Equal(0, await db.Products.CountAsync(Cancel));
    }

    [Fact]
    public void No_product_with_a_variant_has_the_part_number_of_another()
    {
        var variants = ScaleSeed.Load().Combined();
        var codes = variants.Select(v => v.Code).ToHashSet(StringComparer.Ordinal);
        var skus = SeedFiles.Names("product-lines/").Select(SeedFiles.Read<FamilySeed>)
            .SelectMany(f => f.Series.SelectMany(s =>
                from combination in Enumerable.Range(0, s.Combinations)
                from model in Enumerable.Range(0, s.Models.Count)
                select new SampleProduct(s.Vendor ?? f.Vendor, f.Kind, s, model, combination).Sku))
            .ToList();
        var known = skus.ToHashSet(StringComparer.Ordinal);

        Assert.Equal(variants.Count, codes.Count);
        Assert.Equal(skus.Count, known.Count);
        Assert.Equal(VariantSeed.MaxCodeLength, codes.Max(c => c.Length));
        Assert.DoesNotContain(skus, sku => Enumerable.Range(1, sku.Length - 1).Any(at => codes.Contains(sku[at..]) && known.Contains(sku[..at])));
    }

    private static async Task<TestStore> SmallAsync(DatabaseProvider provider)
    {
        var store = await TestStore.CreateAsync(provider);
        await store.Get<StoreSeeder>().SeedAsync(SeedMode.Page, null, Cancel);
        await using var db = store.Open();
        await db.Categories.Where(c => c.SourceCount > Cut).ExecuteUpdateAsync(c => c.SetProperty(x => x.SourceCount, Cut), Cancel);
        return store;
    }

    private static async Task<List<string>> ContentAsync(TestStore store)
    {
        await using var db = store.Open();
        return await db.Products.OrderBy(p => p.Sku)
            .Select(p => p.Sku + "|" + p.Slug + "|" + p.Name + "|" + p.Category!.Slug + "|" + p.ListPriceFen + "|" + p.PublishedAt).ToListAsync(Cancel);
    }

    private sealed class StopAt(int done, CancellationTokenSource stop) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            if (value.Total == Scale.Products && value.Done >= done)
                stop.Cancel();
        }
    }
}
