using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Catalog;

public sealed class StoreSnapshotsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task The_first_call_loads_and_the_next_finds_nothing_new(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var snapshots = new StoreSnapshots(store.Databases);
        Assert.False(snapshots.IsLoaded);

        Assert.True(await snapshots.CatchUpAsync(Cancel));
        Assert.True(snapshots.IsLoaded);
        Assert.False(await snapshots.CatchUpAsync(Cancel));
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
            Assert.True(await snapshots.CatchUpAsync(Cancel));
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
        Assert.True(await snapshots.CatchUpAsync(Cancel));

        Assert.True(snapshots.Current.Stamp > before.Stamp);
        Assert.Same(before.Tree, snapshots.Current.Tree);
        Assert.Equal(await db.Changes.MaxAsync(c => c.Id, Cancel), snapshots.Current.Stamp);
    }
}
