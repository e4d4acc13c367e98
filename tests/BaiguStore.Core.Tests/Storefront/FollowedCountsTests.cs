using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Storefront;

/// <summary>After any sequence of saves, a snapshot that follows the feed equals a freshly loaded one.</summary>
public sealed class FollowedCountsTests
{
    private const int Lines = 6, Steps = 120;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<DatabaseProvider, int>> Runs =>
        from provider in TestStore.Providers
        from seed in Enumerable.Range(1, 3)
        select new TheoryDataRow<DatabaseProvider, int>(provider, seed);

    [Theory, MemberData(nameof(Runs))]
    public async Task After_every_save_the_snapshot_is_what_a_fresh_one_counts(DatabaseProvider provider, int seed)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await PlantAsync(store);
        var snapshots = new StoreSnapshots(store.Databases);
        await snapshots.CatchUpAsync(Cancel);
        await using var editor = store.Open();
        await using var other = store.Open();
        var dice = new Random(seed);
        var followed = 0;

        for (var step = 0; step < Steps; step++)
        {
            for (var saves = dice.Next(1, 4); saves > 0; saves--)
                await SaveSomethingAsync(dice.Next(2) == 0 ? editor : other, dice, $"{step}-{saves}");
            var before = snapshots.Current.Tree;
            var caughtUp = await snapshots.CatchUpAsync(Cancel);

            await AssertExactAsync(store, snapshots);
            Assert.False(caughtUp.Rebuilt);
            if (before != snapshots.Current.Tree && caughtUp.Changes.All(c => c.Kind == ChangeKind.Product))
                followed++;
        }

        Assert.InRange(followed, Steps / 5, Steps); // otherwise this would only test reloading
    }

    [Theory, EveryDatabase]
    public async Task Saves_amid_catching_up_are_counted_once_each(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await PlantAsync(store);
        var snapshots = new StoreSnapshots(store.Databases);
        await snapshots.CatchUpAsync(Cancel);

        var writing = Task.WhenAll(Enumerable.Range(1, 3).Select(writer => Task.Run(async () =>
        {
            var dice = new Random(writer);
            await using var db = store.Open();
            for (var step = 0; step < 60; step++)
                await SaveSomethingAsync(db, dice, $"{writer}-{step}");
        }, Cancel)));
        while (!writing.IsCompleted)
        {
            await snapshots.CatchUpAsync(Cancel);
            var tree = snapshots.Current.Tree;
            Assert.Equal(tree.Total, tree.All.Sum(n => n.Count));
        }
        await writing;
        await snapshots.CatchUpAsync(Cancel);

        await AssertExactAsync(store, snapshots);
        Assert.Empty((await snapshots.RecountAsync(Cancel)).Drift);
    }

    private static async Task PlantAsync(TestStore store)
    {
        await using var db = store.Open();
        var top = await Make.LineAsync(db, "top");
        for (var n = 0; n < Lines; n++)
            (await Make.LineAsync(db, $"line-{n}", $"vendor-{n}")).PlaceUnder(n % 2 == 0 ? top : null);
        await db.SaveChangesAsync(Cancel);
    }

    /// <summary>A random action of staff, imports or bulk statements, mostly small ones.</summary>
    private static async Task SaveSomethingAsync(StoreDb db, Random dice, string name)
    {
        var lines = await db.Categories.OrderBy(c => c.Id).ToListAsync(Cancel);
        var line = lines[dice.Next(lines.Count)];
        // Read the current state, as a save does: another context may have written since.
        db.ChangeTracker.Clear();
        var ids = await db.Products.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(Cancel);
        var product = ids.Count == 0 ? null : await db.Products.FindAsync([ids[dice.Next(ids.Count)]], Cancel);
        switch (dice.Next(24))
        {
            case 0:
                await db.InsertManyAsync(Enumerable.Range(0, dice.Next(1, 5)).Select(n => NewProduct(line, $"{name}-{n}")), ChangeKind.Catalogue, Cancel);
                return;
            case 1:
                var (from, to) = (line.Id, lines[dice.Next(lines.Count)].Id);
                await db.BulkAsync([ChangeKind.Catalogue], () => db.Products.Where(p => p.CategoryId == from)
                    .ExecuteUpdateAsync(p => p.SetProperty(x => x.CategoryId, to).SetProperty(x => x.Version, x => x.Version + 1), Cancel), Cancel);
                return;
            case 2:
                var added = new Category { Name = name, Slug = $"c-{name}", VendorId = line.VendorId };
                db.Categories.Add(added);
                await db.SaveChangesAsync(Cancel);
                added.PlaceUnder(null);
                db.Products.Add(NewProduct(added, name));
                break;
            case 3:
                var moved = await db.Categories.SingleAsync(c => c.Id == line.Id, Cancel);
                if (!await db.Categories.AnyAsync(c => c.ParentId == moved.Id, Cancel))
                    moved.PlaceUnder(moved.ParentId is null ? await db.Categories.SingleAsync(c => c.Slug == "top" && c.Id != moved.Id, Cancel) : null);
                break;
            case < 7 when product is not null:
                product.CategoryId = line.Id;
                break;
            case < 10 when product is not null:
                product.Withdraw();
                break;
            case < 12 when product is not null:
                product.CategoryId = line.Id;
                product.Restore();
                product.Publish(TestStore.Now);
                break;
            case 12 when product is not null:
                db.Products.Remove(product);
                break;
            case 13 when product is not null:
                product.Name = name;
                break;
            case 14:
                BulkEdit edit = dice.Next(3) switch { 0 => new BulkEdit.Withdraw(), 1 => new BulkEdit.Publish(), _ => new BulkEdit.MoveTo(line.Id) };
                var change = await db.ApplyAsync(BulkSelection.Of([.. ids.Where(_ => dice.Next(3) == 0)]), edit, null, TestStore.Now, Cancel);
                try
                {
                    if (change is not null && dice.Next(2) == 0)
                        await db.UndoAsync(change.Id, TestStore.Now, Cancel);
                }
                catch (BulkRefusedException)
                {
                    // Other writers have changed all of its products since: nothing is undone, so nothing may be counted.
                }
                return;
            case 15:
                var place = await db.Categories.SingleAsync(c => c.Id == line.Id, Cancel);
                if (place.IsHidden || dice.Next(2) == 0)
                    place.Show();
                else
                    place.Hide();
                break;
            case 16 when product is not null:
                product.ToBin(TestStore.Now);
                break;
            default:
                db.Products.AddRange(NewProduct(line, name), NewProduct(line, name + "-draft", published: false));
                break;
        }
        try
        {
            await db.SaveChangesAsync(Cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear(); // another writer was first; nothing is saved, so nothing may be counted
        }
    }

    private static Product NewProduct(Category line, string sku, bool published = true) => Make.Product(line, "P-" + sku, published: published);

    private static async Task AssertExactAsync(TestStore store, StoreSnapshots snapshots)
    {
        await using var db = store.Open();
        var fresh = await CategoryTree.LoadAsync(db, Cancel);
        var shown = snapshots.Current.Tree;
        Assert.Equal(fresh.All.Select(Seen), shown.All.Select(Seen));
        Assert.Equal((fresh.Total, fresh.LineCount), (shown.Total, shown.LineCount));
        Assert.Equal(fresh.Roots.Select(Seen), shown.Roots.Select(Seen));
        Assert.All(shown.All, n => Assert.True(n == shown.Find(n.Id) && n == shown.Find(n.Slug) && n.Children.All(c => c.Parent == n)));
        Assert.Equal(await db.NewestChangeAsync(Cancel), snapshots.Current.Stamp);

        static (string, string, int, int, string) Seen(CategoryNode n) =>
            (n.Slug, n.Name, n.Count, n.Total, string.Join('/', n.Trail.Select(t => t.Slug)) + ":" + string.Join(',', n.Children.Select(c => c.Slug)));
    }
}
