using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Storefront;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Catalog;

/// <summary>Merging categories, and the undo.</summary>
public sealed class CategoryMergingTests
{
    private static readonly DateTime Now = TestStore.Now.AddDays(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Undone_all_is_where_it_was_with_its_addresses_and_the_undoing_can_be_undone(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (a, b) = await FillAsync(db);
        var snapshots = new StoreSnapshots(store.Databases);
        await snapshots.CatchUpAsync(Cancel);
        var before = await AllAsync(store);

        var merge = await db.MergeAsync(a, b, Now, Cancel);
        var merged = await AllAsync(store);
        Assert.Equal((3, "b: P1 P2 P3 P4"), (merge.Count, merged.Split('\n')[0]));
        await ChangeAsync(store, "P1", p => p.ListPriceFen = 7);
        var undo = await db.UndoAsync(merge.Id, Now, Cancel);

        Assert.Equal(before, await AllAsync(store));
        Assert.Equal((3, 0, 2, 0, 1), (undo.Change.Count, undo.Left.Count, undo.Merge!.Categories, undo.Merge.CategoriesLeft, undo.Merge.Articles));
        await using (var fresh = store.Open())
            Assert.Equal(7, (await fresh.Products.SingleAsync(p => p.Sku == "P1", Cancel)).ListPriceFen); // back in its category, with later changes kept
        await snapshots.CatchUpAsync(Cancel);
        Assert.Empty((await snapshots.RecountAsync(Cancel)).Drift);
        await Assert.ThrowsAsync<BulkRefusedException>(() => db.UndoAsync(merge.Id, Now, Cancel));

        var again = await db.UndoAsync(undo.Change.Id, Now, Cancel);
        Assert.Equal(merged, await AllAsync(store));
        await db.UndoAsync(again.Change.Id, Now, Cancel);
        Assert.Equal(before, await AllAsync(store));
    }

    [Theory, EveryDatabase]
    public async Task What_was_moved_on_since_stays_and_where_that_is_all_nothing_is_undone(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (a, b) = await FillAsync(db);
        var elsewhere = await Make.LineAsync(db, "elsewhere", "elsewhere");
        var merge = await db.MergeAsync(a, b, Now, Cancel);
        await db.ApplyAsync(BulkSelection.Of(new ProductFilter { CategoryId = b }), new BulkEdit.MoveTo(elsewhere.Id), null, Now, Cancel);
        foreach (var below in await db.Categories.Where(c => c.ParentId == b).Select(c => c.Id).ToListAsync(Cancel))
            await db.MoveAsync(below, elsewhere.Id, Cancel);
        await using (var editor = store.Open())
        {
            (await editor.Articles.SingleAsync(Cancel)).CategoryId = null;
            (await editor.Articles.Include(x => x.HelpsToChoose).SingleAsync(Cancel)).HelpsToChoose.Clear();
            await editor.SaveChangesAsync(Cancel);
        }
        var before = await AllAsync(store);

        await ChangeAsync(store, "P3", p => p.Restore()); // filters exclude soft-deleted products: P3 is still in b
        await ChangeAsync(store, "P3", p => p.CategoryId = elsewhere.Id);
        await Assert.ThrowsAsync<BulkRefusedException>(() => db.UndoAsync(merge.Id, Now, Cancel));
        Assert.DoesNotContain(merge.Id, await db.BulkChanges.Select(c => c.UndoneId ?? 0).ToListAsync(Cancel));
        Assert.NotNull((await db.Categories.AsNoTracking().SingleAsync(c => c.Id == a, Cancel)).DeletedAt);

        await ChangeAsync(store, "P3", p => p.CategoryId = b);
        var undo = await db.UndoAsync(merge.Id, Now, Cancel);
        Assert.Equal((1, 2, 0, 2), (undo.Change.Count, undo.Left.Count, undo.Merge!.Categories, undo.Merge.CategoriesLeft));
        Assert.NotEqual(before, await AllAsync(store));
    }

    [Theory, EveryDatabase]
    public async Task A_merge_whose_category_was_thrown_away_for_good_stays(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (a, b) = await FillAsync(db);
        var merge = await db.MergeAsync(a, b, Now, Cancel);
        Assert.Equal(1, await db.Categories.Where(c => c.Id == a).ExecuteDeleteAsync(Cancel));

        await Assert.ThrowsAsync<TreeRefusedException>(() => db.UndoAsync(merge.Id, Now, Cancel));

        Assert.Equal([null], await db.BulkChanges.AsNoTracking().Select(c => c.UndoneId).ToListAsync(Cancel));
    }

    /// <summary>Two sibling categories; the first has former slugs, products in every state, child categories and an article.</summary>
    private static async Task<(int A, int B)> FillAsync(StoreDb db)
    {
        var (a, b) = (await Make.LineAsync(db, "a", "a"), await Make.LineAsync(db, "b", "b"));
        a.Slug = "a2";
        foreach (var below in (string[])["x", "y"])
        {
            var place = new Category { Name = below, Slug = below };
            db.Categories.Add(place);
            await db.SaveChangesAsync(Cancel);
            place.PlaceUnder(a);
            place.Position = place.Id;
        }
        await Make.ProductAsync(db, a, "P1");
        await Make.ProductAsync(db, a, "P2", published: false);
        (await Make.ProductAsync(db, a, "P3")).ToBin(TestStore.Now);
        await Make.ProductAsync(db, b, "P4");
        var article = await Make.ArticleAsync(db);
        article.CategoryId = a.Id;
        article.HelpsToChoose.Add(a);
        await db.SaveChangesAsync(Cancel);
        return (a.Id, b.Id);
    }

    private static async Task ChangeAsync(TestStore store, string sku, Action<Product> change)
    {
        await using var db = store.Open();
        change(await db.Products.SingleAsync(p => p.Sku == sku, Cancel));
        await db.SaveChangesAsync(Cancel);
    }

    /// <summary>Every category with products, path, articles, and redirects.</summary>
    private static async Task<string> AllAsync(TestStore store)
    {
        await using var db = store.Open();
        var categories = await db.Categories.Where(c => c.DeletedAt == null).OrderBy(c => c.Path).ToListAsync(Cancel);
        var products = await db.Products.OrderBy(p => p.Sku).ToListAsync(Cancel);
        var article = await db.Articles.Include(x => x.HelpsToChoose).SingleAsync(Cancel);
        string Slug(int? id) => categories.Find(c => c.Id == id)?.Slug ?? "-";
        return string.Join('\n',
        [
            .. categories.Select(c => $"{c.Slug}: {string.Join(' ', products.Where(p => p.CategoryId == c.Id).Select(p => p.Sku))}"),
            .. categories.Select(c => $"{c.Slug} below {Slug(c.ParentId)} {c.Path}"),
            $"article in {Slug(article.CategoryId)} for {string.Join(' ', article.HelpsToChoose.Select(c => c.Slug))}",
            .. (await db.SlugHistories.OrderBy(h => h.OldSlug).ToListAsync(Cancel)).Select(h => $"{h.OldSlug} -> {Slug(h.EntityId)}"),
        ]);
    }
}
