using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Publishing;
using BaiguStore.Core.Storefront;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Catalog;

public sealed class TreeEditingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task A_place_moves_with_all_below_it_and_the_counts_follow(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (a, b, c, d) = (await PlaceAsync(db, "a"), await PlaceAsync(db, "b"), await PlaceAsync(db, "c", "b"), await PlaceAsync(db, "d", "c"));
        await Make.ProductAsync(db, d, "S1");

        await db.MoveAsync(b.Id, a.Id, Cancel);
        Assert.Equal("a=1 a/b=1 a/b/c=1 a/b/c/d=1", await TreeAsync(store));
        await db.MoveAsync(c.Id, null, Cancel);
        Assert.Equal("a=0 a/b=0 c=1 c/d=1", await TreeAsync(store));

        await using var fresh = store.Open();
        Assert.Equal([$"{a.Id}.", $"{a.Id}.{b.Id}.", $"{c.Id}.", $"{c.Id}.{d.Id}."], await fresh.Categories.OrderBy(x => x.Slug).Select(x => x.Path).ToListAsync(Cancel));
        var row = await fresh.Revisions.HistoryOf(RevisionKind.Category, c.Id).NewestBelow(null, 1).SingleAsync(Cancel);
        Assert.Equal($"{b.Id}", row.Was[nameof(Category.ParentId)]);
    }

    [Theory, EveryDatabase]
    public async Task A_move_below_itself_or_too_deep_is_refused_and_changes_nothing(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        await PlaceAsync(db, "l1");
        for (var level = 2; level <= Category.MaxDepth; level++)
            await PlaceAsync(db, $"l{level}", $"l{level - 1}");
        var (top, under) = (await PlaceAsync(db, "x"), await PlaceAsync(db, "y", "x"));
        var before = await TreeAsync(store);

        await RefusedAsync(top.Id, top.Id);
        await RefusedAsync(top.Id, under.Id);
        await RefusedAsync(top.Id, await IdAsync(db, $"l{Category.MaxDepth - 1}"));
        await RefusedAsync(top.Id, 999_999);
        await RefusedAsync(999_999, null);
        Assert.Equal(before, await TreeAsync(store));
        await db.MoveAsync(top.Id, await IdAsync(db, $"l{Category.MaxDepth - 2}"), Cancel);

        async Task RefusedAsync(int id, int? parentId)
        {
            await using var other = store.Open();
            await Assert.ThrowsAsync<TreeRefusedException>(() => other.MoveAsync(id, parentId, Cancel));
        }
    }

    /// <summary>Each of the two moves is valid on its own; together they would create a cycle detached from the tree.</summary>
    [Theory, EveryDatabase]
    public async Task Two_moves_at_once_never_make_a_circle(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (a, b) = (await PlaceAsync(db, "a"), await PlaceAsync(db, "b"));
        for (var round = 0; round < 10; round++)
        {
            await using var first = store.Open();
            await using var second = store.Open();
            await first.Categories.LoadAsync(Cancel); // both editors have loaded the tree
            await second.Categories.LoadAsync(Cancel);
            var outcomes = await Task.WhenAll(TryAsync(first, a.Id, b.Id), TryAsync(second, b.Id, a.Id));

            Assert.Single(outcomes, moved => moved);
            Assert.Contains(await TreeAsync(store), (string[])["a=0 a/b=0", "b=0 b/a=0"]);
            await using var back = store.Open();
            await back.MoveAsync(a.Id, null, Cancel);
            await back.MoveAsync(b.Id, null, Cancel);
        }

        static Task<bool> TryAsync(StoreDb editor, int id, int parentId) => Task.Run(async () =>
        {
            try
            {
                await editor.MoveAsync(id, parentId, Cancel);
                return true;
            }
            catch (TreeRefusedException)
            {
                return false;
            }
        }, Cancel);
    }

    [Theory, EveryDatabase]
    public async Task Of_two_places_one_is_made_and_both_addresses_lead_there(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (a, b, below) = (await PlaceAsync(db, "a"), await PlaceAsync(db, "b"), await PlaceAsync(db, "below", "a"));
        a.Slug = "a2";
        await db.SaveChangesAsync(Cancel);
        var (shown, draft) = (await Make.ProductAsync(db, a, "S1"), await Make.ProductAsync(db, a, "S2", published: false));
        await Make.ProductAsync(db, b, "S3");
        await Make.ProductAsync(db, below, "S4");
        var article = await Make.ArticleAsync(db);
        article.CategoryId = a.Id;
        article.HelpsToChoose.AddRange([a, b]);
        await db.SaveChangesAsync(Cancel);
        var snapshots = new StoreSnapshots(store.Databases);
        await snapshots.CatchUpAsync(Cancel);

        Assert.Equal(2, (await db.MergeAsync(a.Id, b.Id, TestStore.Now, Cancel)).Count);

        Assert.Equal("b=3 b/below=1", await TreeAsync(store));
        await snapshots.CatchUpAsync(Cancel);
        Assert.Equal((2, 3), (snapshots.Current.Tree.Find("b")!.Count, snapshots.Current.Tree.Total));
        await using var fresh = store.Open();
        Assert.Equal([("a", b.Id), ("a2", b.Id)], (await fresh.SlugHistories.OrderBy(h => h.OldSlug).ToListAsync(Cancel)).Select(h => (h.OldSlug, h.EntityId)));
        var read = await fresh.Articles.Include(x => x.HelpsToChoose).SingleAsync(Cancel);
        Assert.Equal((b.Id, b.Id), (read.CategoryId, read.HelpsToChoose.Single().Id));
        Assert.NotNull((await fresh.Categories.SingleAsync(c => c.Id == a.Id, Cancel)).DeletedAt); // it can be restored
        foreach (var product in (Product[])[shown, draft])
            Assert.Equal($"{a.Id}", (await fresh.StateAtAsync(RevisionKind.Product, product.Id, product.Version, Cancel))!["CategoryId"]);
    }

    [Theory, EveryDatabase]
    public async Task A_merge_with_itself_or_with_what_is_below_is_refused(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (a, below) = (await PlaceAsync(db, "a"), await PlaceAsync(db, "below", "a"));

        await Assert.ThrowsAsync<TreeRefusedException>(() => db.MergeAsync(a.Id, a.Id, TestStore.Now, Cancel));
        await Assert.ThrowsAsync<TreeRefusedException>(() => db.MergeAsync(a.Id, below.Id, TestStore.Now, Cancel));
        await db.MergeAsync(below.Id, a.Id, TestStore.Now, Cancel);

        Assert.Equal("a=0", await TreeAsync(store));
    }

    [Theory, EveryDatabase]
    public async Task What_is_hidden_is_neither_in_the_tree_nor_counted_nor_found_with_all_below(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (a, b, c) = (await PlaceAsync(db, "a"), await PlaceAsync(db, "b", "a"), await PlaceAsync(db, "c"));
        await Make.ProductAsync(db, b, "HIDDEN");
        await Make.ProductAsync(db, c, "SHOWN");
        var snapshots = new StoreSnapshots(store.Databases);

        a.Hide();
        await db.SaveChangesAsync(Cancel);
        await snapshots.CatchUpAsync(Cancel);
        Assert.Equal("c=1", await TreeAsync(store));
        Assert.Equal(["SHOWN"], await db.Products.Shown(snapshots.Current.Tree).Select(p => p.Sku).ToListAsync(Cancel));

        // Changes below a hidden category are followed by differences, too, and count nothing.
        await Make.ProductAsync(db, b, "LATER");
        var moved = await Make.ProductAsync(db, c, "MOVED");
        var tree = snapshots.Current.Tree;
        Assert.False((await snapshots.CatchUpAsync(Cancel)).Rebuilt);
        Assert.Equal((1, 2), (tree.Total, snapshots.Current.Tree.Total));
        moved.CategoryId = b.Id;
        await db.SaveChangesAsync(Cancel);
        await snapshots.CatchUpAsync(Cancel);
        Assert.Equal(1, snapshots.Current.Tree.Total);
        Assert.Same(tree.Find("c")!.Slug, snapshots.Current.Tree.Find("c")!.Slug); // not reloaded
        Assert.Empty((await snapshots.RecountAsync(Cancel)).Drift);

        a.Show();
        await db.SaveChangesAsync(Cancel);
        await snapshots.CatchUpAsync(Cancel);
        Assert.Equal("a=3 a/b=3 c=1", await TreeAsync(store));
        Assert.Equal(4, snapshots.Current.Tree.Total);
    }

    [Theory, EveryDatabase]
    public async Task Only_an_empty_place_goes_into_the_bin_and_it_comes_back(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (a, b) = (await PlaceAsync(db, "a"), await PlaceAsync(db, "b", "a"));
        var product = await Make.ProductAsync(db, b, "S1");
        product.ToBin(TestStore.Now);
        await db.SaveChangesAsync(Cancel);

        await Assert.ThrowsAsync<TreeRefusedException>(() => db.BinAsync(a.Id, TestStore.Now, Cancel));
        await Assert.ThrowsAsync<TreeRefusedException>(() => db.BinAsync(b.Id, TestStore.Now, Cancel)); // soft-deleted products may be restored, so they count
        db.Products.Remove(product);
        await db.SaveChangesAsync(Cancel);
        await db.BinAsync(b.Id, TestStore.Now, Cancel);
        Assert.Equal("a=0", await TreeAsync(store));
        await Assert.ThrowsAsync<TreeRefusedException>(() => db.MoveAsync(a.Id, b.Id, Cancel));
        var c = await PlaceAsync(db, "c");
        await Assert.ThrowsAsync<TreeRefusedException>(() => db.MoveAsync(c.Id, b.Id, Cancel)); // nothing can move into a soft-deleted category
        await Assert.ThrowsAsync<TreeRefusedException>(() => db.MergeAsync(c.Id, b.Id, TestStore.Now, Cancel));
        await using (var back = store.Open())
        {
            (await back.Categories.SingleAsync(x => x.Id == b.Id, Cancel)).Restore();
            await back.SaveChangesAsync(Cancel);
            Assert.Equal("a=0 a/b=0 c=0", await TreeAsync(store));
            await back.BinAsync(b.Id, TestStore.Now, Cancel);
        }

        Assert.Equal(0, await db.EmptyBinAsync(TestStore.Now, Cancel));
        Assert.Equal(1, await db.EmptyBinAsync(TestStore.Now.AddDays(1), Cancel));
        Assert.False(await db.Categories.AnyAsync(x => x.Id == b.Id, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task A_move_among_siblings_is_one_row_of_the_history_and_changes_nothing_of_those_it_passes(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        foreach (var slug in (string[])["a", "b", "c", "d", "e"]) // all at the same position, like imported ones
            await PlaceAsync(db, slug);
        var versions = await db.Categories.AsNoTracking().ToDictionaryAsync(c => c.Slug, c => c.Version, Cancel);
        var rows = await db.Revisions.CountAsync(Cancel);
        foreach (var (moved, before, order) in ((string, string?, string)[])[("e", "a", "e a b c d"), ("a", null, "e b c d a"), ("b", "d", "e c b d a"), ("d", "e", "d e c b a")])
            await MovedAsync(moved, before, order);

        await using var fresh = store.Open();
        var told = await fresh.Revisions.OrderBy(r => r.Id).Skip(rows).ToListAsync(Cancel);
        Assert.Equal(["before a", "last", "before d", "before e"], told.Select(r => string.Join(' ', r.Note.Split(' ').Where((_, i) => i != 1)))); // without ids
        Assert.All(told, r => Assert.Equal((RevisionKind.Category, RevisionAction.Changed), (r.Kind, r.Action)));
        Assert.Equal(versions["c"], await fresh.Categories.Where(c => c.Slug == "c").Select(c => c.Version).SingleAsync(Cancel)); // others moved past it three times, but it never moved
        Assert.False(await db.MoveAsync(await IdAsync(db, "d"), null, await IdAsync(db, "e"), Cancel)); // it is there already
        Assert.Equal(rows + 4, await fresh.Revisions.CountAsync(Cancel));

        async Task MovedAsync(string slug, string? before, string order)
        {
            await using var editor = store.Open();
            Assert.True(await editor.MoveAsync(await IdAsync(editor, slug), null, before is null ? null : await IdAsync(editor, before), Cancel));
            Assert.Equal(order, string.Join(' ', (await CategoryTree.LoadAsync(editor, Cancel)).Roots.Select(n => n.Slug)));
        }
    }

    [Theory, EveryDatabase]
    public async Task A_move_elsewhere_before_a_sibling_is_one_row_too_and_a_save_that_moves_as_well(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (a, b, c, d) = (await PlaceAsync(db, "a"), await PlaceAsync(db, "b", "a"), await PlaceAsync(db, "c", "a"), await PlaceAsync(db, "d"));
        var rows = await db.Revisions.CountAsync(Cancel);

        await db.MoveAsync(d.Id, a.Id, c.Id, Cancel);
        await using var editor = store.Open();
        var typed = await editor.Categories.SingleAsync(x => x.Id == b.Id, Cancel);
        typed.Name = "新名称";
        await editor.SaveAsync(typed, typed.Version, moves: true, d.Id, Cancel);

        await using var fresh = store.Open();
        Assert.Equal("a=0 a/c=0 a/d=0 a/d/b=0", await TreeAsync(store));
        Assert.Equal(["d", "c"], (await CategoryTree.LoadAsync(fresh, Cancel)).Find("a")!.Children.Select(n => n.Slug));
        var told = await fresh.Revisions.OrderBy(r => r.Id).Skip(rows).ToListAsync(Cancel);
        Assert.Equal([$"under {a.Id} a", $"under {d.Id} d"], told.Select(r => r.Note));
        Assert.Equal((null, "b", $"{a.Id}"), (told[0].Was[nameof(Category.ParentId)], told[1].Was[nameof(Category.Name)], told[1].Was[nameof(Category.ParentId)]));
        var stale = await db.Categories.SingleAsync(x => x.Id == b.Id, Cancel);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveAsync(stale, 0, moves: true, null, Cancel));
    }

    private static async Task<Category> PlaceAsync(StoreDb db, string slug, string? parent = null)
    {
        var vendor = await db.Vendors.FirstOrDefaultAsync(Cancel) ?? db.Vendors.Add(new Vendor { Code = "huawei", Name = "华为" }).Entity;
        await db.SaveChangesAsync(Cancel);
        var place = new Category { Name = slug, Slug = slug, VendorId = vendor.Id };
        db.Categories.Add(place);
        await db.SaveChangesAsync(Cancel);
        place.PlaceUnder(parent is null ? null : await db.Categories.SingleAsync(c => c.Slug == parent, Cancel));
        await db.SaveChangesAsync(Cancel);
        return place;
    }

    private static Task<int> IdAsync(StoreDb db, string slug) => db.Categories.Where(c => c.Slug == slug).Select(c => c.Id).SingleAsync(Cancel);

    /// <summary>Every category by slug, with its path and total.</summary>
    private static async Task<string> TreeAsync(TestStore store)
    {
        await using var db = store.Open();
        var tree = await CategoryTree.LoadAsync(db, Cancel);
        return string.Join(' ', tree.All.Select(n => (Way: string.Join('/', n.Trail.Select(t => t.Slug)), n.Total))
            .OrderBy(n => n.Way, StringComparer.Ordinal).Select(n => $"{n.Way}={n.Total}"));
    }
}
