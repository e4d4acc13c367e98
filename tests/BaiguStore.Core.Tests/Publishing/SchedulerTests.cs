using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Publishing;
using BaiguStore.Core.Storefront;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Publishing;

/// <summary>Soft delete and schedules of products and articles.</summary>
public sealed class SchedulerTests
{
    private static readonly DateTime Now = TestStore.Now;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Product NewProduct() => new() { Sku = "A", Name = "A", Slug = "a" };

    public static TheoryData<IPublished> Both => [NewProduct(), new Article { Title = "A", Slug = "a" }];

    [Theory, MemberData(nameof(Both), DisableDiscoveryEnumeration = true)]
    public void A_plan_makes_a_draft_scheduled_and_publishing_fulfils_it(IPublished it)
    {
        Assert.Equal(PublicationState.Draft, it.State);
        it.Schedule(Now.AddHours(1), Now.AddHours(2), Now);
        Assert.Equal(PublicationState.Scheduled, it.State);

        it.Publish(Now);

        Assert.Equal((PublicationState.Published, null, Now.AddHours(2)), (it.State, it.PublishFrom, it.PublishUntil));
        it.Schedule(null, null, Now);
        Assert.Equal((PublicationState.Published, null), (it.State, it.PublishUntil));
    }

    [Theory, MemberData(nameof(Both), DisableDiscoveryEnumeration = true)]
    public void A_plan_that_cannot_be_is_refused_and_changes_nothing(IPublished it)
    {
        Refused(Now, null);
        Refused(null, Now);
        Refused(Now.AddHours(2), Now.AddHours(2));
        Refused(Now.AddHours(2), Now.AddHours(1));
        it.Publish(Now);
        Refused(Now.AddHours(1), null);
        it.ToBin(Now);
        Refused(null, Now.AddHours(1));
        Assert.Throws<PublicationRefusedException>(() => it.Publish(Now));

        void Refused(DateTime? from, DateTime? until)
        {
            Assert.Throws<PublicationRefusedException>(() => it.Schedule(from, until, Now));
            Assert.Equal((null, null), (it.PublishFrom, it.PublishUntil));
        }
    }

    [Theory, MemberData(nameof(Both), DisableDiscoveryEnumeration = true)]
    public void Out_of_the_bin_it_is_not_published_until_somebody_does_so(IPublished it)
    {
        it.Publish(Now);
        it.Schedule(null, Now.AddDays(1), Now);
        it.ToBin(Now);
        it.ToBin(Now.AddDays(1));
        Assert.Equal((PublicationState.Bin, Now, null), (it.State, it.DeletedAt, it.PublishUntil));

        it.Restore();

        Assert.Equal(it is Article ? PublicationState.Withdrawn : PublicationState.Draft, it.State);
        it.Publish(Now.AddDays(2));
        Assert.Equal(PublicationState.Published, it.State);
    }

    [Theory, EveryDatabase]
    public async Task What_is_due_is_published_and_withdrawn_and_counted_and_written_down(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var coming = await Make.ProductAsync(db, line, "COMING", published: false);
        coming.Schedule(Now.AddHours(1), Now.AddHours(3), Now);
        var going = await Make.ProductAsync(db, line, "GOING");
        going.Schedule(null, Now.AddHours(2), Now);
        var missed = await Make.ProductAsync(db, line, "MISSED", published: false);
        missed.Schedule(Now.AddMinutes(1), Now.AddMinutes(2), Now);
        var article = await Make.ArticleAsync(db, published: false);
        article.Schedule(Now.AddHours(1), null, Now);
        await db.SaveChangesAsync(Cancel);
        var snapshots = new StoreSnapshots(store.Databases);
        await snapshots.CatchUpAsync(Cancel);

        Assert.Equal(0, await db.PublishDueAsync(Now, Cancel));
        Assert.Equal(3, await db.PublishDueAsync(Now.AddHours(1), Cancel));
        Assert.Equal(["COMING", "GOING"], await PublishedAsync());
        Assert.Equal(1, await db.PublishDueAsync(Now.AddHours(2), Cancel));
        Assert.Equal(["COMING"], await PublishedAsync());
        Assert.Equal(1, await db.PublishDueAsync(Now.AddHours(9), Cancel));
        Assert.Empty(await PublishedAsync());

        Assert.Equal(Now.AddHours(1), (await db.Articles.Published().SingleAsync(Cancel)).PublishedAt);
        Assert.Equal(PublicationState.Draft, (await db.Products.SingleAsync(p => p.Sku == "MISSED", Cancel)).State);
        Assert.False((await snapshots.CatchUpAsync(Cancel)).Rebuilt);
        Assert.Equal(0, snapshots.Current.Tree.Total);
        var row = await db.Revisions.HistoryOf(RevisionKind.Product, coming.Id).NewestBelow(null, 1).SingleAsync(Cancel);
        Assert.Equal(("store", "2026-11-22T03:30:00.0000000Z"), (row.Origin, row.Was[nameof(Product.PublishedAt)]));

        Task<List<string>> PublishedAsync() => db.Products.Published().OrderBy(p => p.Sku).Select(p => p.Sku).ToListAsync(Cancel);
    }

    [Theory, EveryDatabase]
    public async Task Two_nodes_at_once_do_it_once(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        for (var n = 0; n < 450; n++)
        {
            var product = Make.Product(line, $"P{n}", published: false);
            product.Schedule(Now.AddHours(1), null, Now);
            db.Products.Add(product);
        }
        await db.SaveChangesAsync(Cancel);

        var done = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            await using var node = store.Open();
            return await node.PublishDueAsync(Now.AddHours(1), Cancel);
        }, Cancel)));

        Assert.Equal(450, done.Sum());
        Assert.Equal(450, await db.Products.Published().CountAsync(p => p.Version == 1, Cancel));
        Assert.Equal(450, await db.Revisions.CountAsync(r => r.Kind == RevisionKind.Product && r.Action == RevisionAction.Changed, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task The_bin_keeps_part_number_and_slug_and_is_emptied_when_asked(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var (old, young, kept) = (await Make.ProductAsync(db, line, "OLD"), await Make.ProductAsync(db, line, "YOUNG"), await Make.ProductAsync(db, line, "KEPT"));
        var article = await Make.ArticleAsync(db);
        var comment = await SayAsync(null);
        await SayAsync(comment);
        old.ToBin(Now.AddDays(-40));
        young.ToBin(Now.AddDays(-1));
        article.ToBin(Now.AddDays(-40));
        await db.SaveChangesAsync(Cancel);
        await using (var other = store.Open())
        {
            other.Products.Add(Make.Product(line, "OLD"));
            await Assert.ThrowsAsync<DbUpdateException>(() => other.SaveChangesAsync(Cancel));
        }

        Assert.Equal(2, await db.EmptyBinAsync(Now.AddDays(-30), Cancel));

        await using var fresh = store.Open();
        Assert.Equal(["KEPT", "YOUNG"], await fresh.Products.OrderBy(p => p.Sku).Select(p => p.Sku).ToListAsync(Cancel));
        Assert.Equal((0, 0), (await fresh.Articles.CountAsync(Cancel), await fresh.Comments.CountAsync(Cancel)));
        Assert.Equal("OLD", (await fresh.StateAtAsync(RevisionKind.Product, old.Id, 1, Cancel))!["Sku"]);
        Assert.Equal(["YOUNG"], await fresh.Products.InBin().Select(p => p.Sku).ToListAsync(Cancel));

        async Task<int?> SayAsync(int? parent) =>
            await db.PostAsync(new(CommentTarget.Product(old.Id), "", $"有货吗 {parent}", "", "192.0.2.1", TrapFilled: false, parent), publishAtOnce: true, Now, Cancel);
    }

    /// <summary>The poll for due entities runs every few seconds on every node: it must not scan the products.</summary>
    [Fact]
    public async Task What_is_due_is_found_in_its_indexes()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        var commands = new Commands();
        await using var db = commands.Open(store, DatabaseProvider.Sqlite);
        await db.PublishDueAsync(Now, Cancel);

        foreach (var sent in commands.Texts)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "EXPLAIN QUERY PLAN " + sent;
            foreach (var (name, value) in commands.Sent[0].Parameters)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }
            await db.Database.OpenConnectionAsync(Cancel);
            await using var reader = await command.ExecuteReaderAsync(Cancel);
            List<string> plan = [];
            while (await reader.ReadAsync(Cancel))
                plan.Add(reader.GetString(3));
            Assert.Matches("^SEARCH . USING INDEX IX_[A-Za-z]+_Publish(From|Until) ", Assert.Single(plan));
        }
    }
}
