using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Storefront;

public sealed class StoreSnapshotsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task The_first_call_loads_and_the_next_finds_nothing_new(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var snapshots = new StoreSnapshots(store.Databases);
        Assert.False(snapshots.IsLoaded);

        Assert.False((await snapshots.CatchUpAsync(Cancel)).IsNothing);
        Assert.True(snapshots.IsLoaded);
        Assert.True((await snapshots.CatchUpAsync(Cancel)).IsNothing);
    }

    [Theory, EveryDatabase]
    public async Task Counts_follow_what_is_published_moved_and_withdrawn(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var switches = await Make.LineAsync(db);
        var routers = await Make.LineAsync(db, "cisco-router", "cisco");
        var snapshots = new StoreSnapshots(store.Databases);
        await snapshots.CatchUpAsync(Cancel);
        async Task<(int, int)> Counts()
        {
            Assert.False((await snapshots.CatchUpAsync(Cancel)).IsNothing);
            return (snapshots.Current.Tree.Find(switches.Id)!.Count, snapshots.Current.Tree.Find(routers.Id)!.Count);
        }

        var product = await Make.ProductAsync(db, switches, "S1");
        Assert.Equal((1, 0), await Counts());
        product.CategoryId = routers.Id;
        await db.SaveChangesAsync(Cancel);
        Assert.Equal((0, 1), await Counts());
        product.Withdraw();
        await db.SaveChangesAsync(Cancel);
        Assert.Equal((0, 0), await Counts());
        await db.InsertManyAsync([Make.Product(switches, "S2"), Make.Product(switches, "S3")], ChangeKind.Catalogue, Cancel);
        Assert.Equal((2, 0), await Counts());
    }

    [Theory, EveryDatabase]
    public async Task Names_and_company_follow_their_changes(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var snapshots = new StoreSnapshots(store.Databases);
        await snapshots.CatchUpAsync(Cancel);
        Assert.Equal(StoreSnapshot.Empty.Company.Name, snapshots.Current.Company.Name);

        line.Name = "园区交换机";
        db.Companies.Add(new Company { Name = "山东百谷信息技术有限公司" });
        await db.SaveChangesAsync(Cancel);
        await snapshots.CatchUpAsync(Cancel);

        Assert.Equal("园区交换机", snapshots.Current.Tree.Find(line.Id)!.Name);
        Assert.Equal("山东百谷信息技术有限公司", snapshots.Current.Company.Name);
    }

    [Theory, EveryDatabase]
    public async Task A_comment_moves_the_stamp_and_keeps_the_tree(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S1");
        var snapshots = new StoreSnapshots(store.Databases);
        await snapshots.CatchUpAsync(Cancel);
        var before = snapshots.Current;

        await db.PostAsync(new(CommentTarget.Product(product.Id), "", "有货吗？", "", "192.0.2.1", TrapFilled: false), publishAtOnce: false, TestStore.Now, Cancel);
        Assert.False((await snapshots.CatchUpAsync(Cancel)).IsNothing);

        Assert.True(snapshots.Current.Stamp > before.Stamp);
        Assert.Same(before.Tree, snapshots.Current.Tree);
        Assert.Equal(await db.Changes.MaxAsync(c => c.Id, Cancel), snapshots.Current.Stamp);
    }

    [Theory, EveryDatabase]
    public async Task A_move_is_counted_in_without_a_query_of_the_products(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var switches = await Make.LineAsync(db);
        var routers = await Make.LineAsync(db, "cisco-router", "cisco");
        var product = await Make.ProductAsync(db, switches, "S1");
        var commands = new Commands();
        var snapshots = new StoreSnapshots(new Watched(() => commands.Open(store, provider)));
        await snapshots.CatchUpAsync(Cancel);
        var (before, asked) = (snapshots.Current.Tree, commands.Texts.Count);

        product.CategoryId = routers.Id;
        await db.SaveChangesAsync(Cancel);
        var caughtUp = await snapshots.CatchUpAsync(Cancel);

        Assert.Equal(asked + 1, commands.Texts.Count);
        Assert.DoesNotContain("Products", commands.Texts[^1], StringComparison.Ordinal);
        Assert.Equal((switches.Id, routers.Id), (Assert.Single(caughtUp.Changes).FromCategoryId, caughtUp.Changes[0].ToCategoryId));
        Assert.Equal(1, before.Find(switches.Id)!.Count); // requests that hold the old tree see it unchanged
        Assert.Equal(1, snapshots.Current.Tree.Find(routers.Id)!.Count);
    }

    [Theory, EveryDatabase]
    public async Task Who_is_behind_what_was_trimmed_loads_afresh_and_says_so(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var snapshots = new StoreSnapshots(store.Databases);
        await snapshots.CatchUpAsync(Cancel);

        await Make.ProductAsync(db, line, "S1");
        await Make.ProductAsync(db, line, "S2");
        await db.TrimFeedAsync(DateTime.UtcNow.AddMinutes(1), Cancel);
        var caughtUp = await snapshots.CatchUpAsync(Cancel);

        Assert.True(caughtUp.Rebuilt);
        Assert.Empty(caughtUp.Changes);
        Assert.Equal(2, snapshots.Current.Tree.Find(line.Id)!.Count);
        Assert.True((await snapshots.CatchUpAsync(Cancel)).IsNothing);
    }

    [Theory, EveryDatabase]
    public async Task Who_is_up_to_date_does_not_mind_trimming(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var snapshots = new StoreSnapshots(store.Databases);
        await snapshots.CatchUpAsync(Cancel);

        await db.TrimFeedAsync(DateTime.UtcNow.AddMinutes(1), Cancel);
        Assert.True((await snapshots.CatchUpAsync(Cancel)).IsNothing);
        await Make.ProductAsync(db, line, "S1");
        var caughtUp = await snapshots.CatchUpAsync(Cancel);

        Assert.False(caughtUp.Rebuilt);
        Assert.Equal(1, snapshots.Current.Tree.Find(line.Id)!.Count);
    }

    [Theory, EveryDatabase]
    public async Task A_restarted_store_knows_what_was_saved_while_it_was_away(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await new StoreSnapshots(store.Databases).CatchUpAsync(Cancel);
        await Make.ProductAsync(db, line, "S1");

        var restarted = new StoreSnapshots(store.Databases);
        Assert.True((await restarted.CatchUpAsync(Cancel)).Rebuilt);

        Assert.Equal(1, restarted.Current.Tree.Find(line.Id)!.Count);
        Assert.Equal(await db.NewestChangeAsync(Cancel), restarted.Current.Stamp);
    }

    [Theory, EveryDatabase]
    public async Task A_recount_finds_and_mends_what_was_written_past_the_feed(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await Make.ProductAsync(db, line, "S1");
        var snapshots = new StoreSnapshots(store.Databases);
        await snapshots.CatchUpAsync(Cancel);
        Assert.Empty((await snapshots.RecountAsync(Cancel)).Drift);

        await db.Products.ExecuteDeleteAsync(Cancel); // bypasses the change feed, which is not allowed
        await Make.ProductAsync(db, line, "S2");
        await Make.ProductAsync(db, line, "S3");
        var (caughtUp, drift) = await snapshots.RecountAsync(Cancel);

        Assert.Equal([new CountDrift(line.Slug, (3, 3), (2, 2))], drift);
        Assert.Equal(2, caughtUp.Changes.Count);
        Assert.Equal(2, snapshots.Current.Tree.Total);
        Assert.Empty((await snapshots.RecountAsync(Cancel)).Drift);
    }

    private sealed class Watched(Func<StoreDb> open) : IDbContextFactory<StoreDb>
    {
        public StoreDb CreateDbContext() => open();
    }
}
