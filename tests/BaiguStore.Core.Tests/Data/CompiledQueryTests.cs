using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Data;

public sealed class CompiledQueryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly CompiledQuery<string, string> NameOf = new((db, slug) => db.Products.Where(p => p.Slug == slug).Select(p => p.Name));

    [Theory, EveryDatabase]
    public async Task One_query_serves_every_argument_and_every_store(DatabaseProvider provider)
    {
        await using TestStore store = await TestStore.CreateAsync(provider), other = await TestStore.CreateAsync(provider);
        foreach (var (s, suffix) in new[] { (store, "here"), (other, "there") })
        {
            await using var db = s.Open();
            var line = await Make.LineAsync(db);
            (await Make.ProductAsync(db, line, "A-1")).Name = $"a {suffix}";
            (await Make.ProductAsync(db, line, "B-1")).Name = $"b {suffix}";
            await db.SaveChangesAsync(Cancel);
        }

        await using (var db = store.Open())
        {
            Assert.Equal("a here", await NameOf.FirstOrDefaultAsync(db, "a-1", Cancel));
            Assert.Equal("b here", await NameOf.FirstOrDefaultAsync(db, "b-1", Cancel));
            Assert.Null(await NameOf.FirstOrDefaultAsync(db, "c-1", Cancel));
        }
        await using (var db = other.Open())
            Assert.Equal("a there", await NameOf.FirstOrDefaultAsync(db, "a-1", Cancel));
    }

    [Fact]
    public async Task A_query_that_looks_at_its_argument_is_refused()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = store.Open();
        CompiledQuery<int, string, int, string> looks = new((d, category, name, more) =>
            d.Products.Where(p => p.CategoryId == category && p.Name != name).Take(more * 2).Select(p => p.Name));

        await Assert.ThrowsAsync<InvalidOperationException>(() => looks.ToListAsync(db, 1, "a", 1, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task A_list_is_the_same_as_the_vocabulary_says(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        int id;
        await using (var db = store.Open())
        {
            var line = await Make.LineAsync(db);
            for (var n = 0; n < 30; n++)
            {
                var product = Make.Product(line, $"X-{n}", n % 3 == 0 ? null : 100 * (30 - n));
                product.Name = $"name {n % 7}";
                db.Products.Add(product);
            }
            db.Products.Add(Make.Product(line, "DRAFT", published: false));
            await db.SaveChangesAsync(Cancel);
            id = line.Id;
        }
        var snapshots = new StoreSnapshots(store.Databases);
        await snapshots.CatchUpAsync(Cancel);
        var category = snapshots.Current.Tree.Find(id)!;

        await using var reading = store.Open();
        foreach (var order in Enum.GetValues<ProductOrder>())
        {
            var all = await reading.Products.AsNoTracking().Published().In(id).By(order).Select(p => p.Id).ToListAsync(Cancel);
            Assert.Equal(30, all.Count);
            List<int> paged = [];
            for (var page = 1; page <= 4; page++)
                paged.AddRange((await reading.ListAsync(category, order, page, 8, Cancel)).Items.Select(p => p.Id));
            Assert.Equal(all, paged);
        }
        var middle = await reading.Products.SingleAsync(p => p.Sku == "X-10", Cancel);
        var related = await reading.RelatedAsync(category, middle.Id, middle.Name, Cancel);
        Assert.Equal(
            await reading.Products.Published().In(id).Following(middle.Name, middle.Id).Take(6).Select(p => p.Id).ToListAsync(Cancel), related.Select(p => p.Id));
    }
}
