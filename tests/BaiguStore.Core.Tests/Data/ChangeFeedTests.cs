using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Data;

public sealed class ChangeFeedTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Every_save_of_something_visible_adds_a_row_with_its_id(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var start = await NewestAsync(db);

        var product = await Make.ProductAsync(db, line, "S5735-L24T4S-A1");
        var article = await Make.ArticleAsync(db);
        product.Withdraw();
        await db.SaveChangesAsync(Cancel);
        db.Articles.Remove(article);
        await db.SaveChangesAsync(Cancel);

        Assert.Equal(
            [(ChangeKind.Product, product.Id), (ChangeKind.Article, article.Id), (ChangeKind.Product, product.Id), (ChangeKind.Article, article.Id)],
            await SinceAsync(db, start));
    }

    [Theory, EveryDatabase]
    public async Task Several_new_rows_of_one_save_each_have_their_own_id_in_the_feed(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var start = await NewestAsync(db);

        Product[] products = [Make.Product(line, "A1"), Make.Product(line, "A2"), Make.Product(line, "A3")];
        db.Products.AddRange(products);
        await db.SaveChangesAsync(Cancel);

        Assert.Equal(
            products.Select(p => (ChangeKind.Product, p.Id)).Order(),
            (await SinceAsync(db, start)).Order());
    }

    [Theory, EveryDatabase]
    public async Task A_save_that_fails_leaves_neither_row_nor_change(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await Make.ProductAsync(db, line, "S5735-L24T4S-A1");
        var start = await NewestAsync(db);

        db.Products.AddRange(Make.Product(line, "NEW-1"), Make.Product(line, "S5735-L24T4S-A1"));
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Cancel));

        await using var fresh = store.Open();
        Assert.Equal(1, await fresh.Products.CountAsync(Cancel));
        Assert.Empty(await SinceAsync(fresh, start));
    }

    [Theory, EveryDatabase]
    public async Task Changes_are_taken_back_with_the_transaction_around_them(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var start = await NewestAsync(db);

        await using (await db.Database.BeginTransactionAsync(Cancel))
            await Make.ProductAsync(db, line, "S5735-L24T4S-A1"); // never committed

        await using var fresh = store.Open();
        Assert.Empty(await fresh.Products.ToListAsync(Cancel));
        Assert.Empty(await SinceAsync(fresh, start));
    }

    [Theory, EveryDatabase]
    public async Task Many_rows_inserted_at_once_are_one_change(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var start = await NewestAsync(db);

        await db.InsertManyAsync(Enumerable.Range(0, 250).Select(n => Make.Product(line, $"BULK-{n}")), ChangeKind.Catalogue, Cancel);

        Assert.Equal(250, await db.Products.CountAsync(Cancel));
        Assert.Equal([(ChangeKind.Catalogue, 0)], await SinceAsync(db, start));
    }

    [Theory, EveryDatabase]
    public async Task Many_rows_are_inserted_all_or_none(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var start = await NewestAsync(db);

        await Assert.ThrowsAsync<DbUpdateException>(() =>
            db.InsertManyAsync([Make.Product(line, "SAME"), Make.Product(line, "OTHER"), Make.Product(line, "SAME")], ChangeKind.Catalogue, Cancel));

        await using var fresh = store.Open();
        Assert.Empty(await fresh.Products.ToListAsync(Cancel));
        Assert.Empty(await SinceAsync(fresh, start));
    }

    [Theory, EveryDatabase]
    public async Task A_products_row_says_where_it_was_counted_before_and_after(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var switches = await Make.LineAsync(db);
        var routers = await Make.LineAsync(db, "cisco-router", "cisco");
        var start = await NewestAsync(db);

        var product = await Make.ProductAsync(db, switches, "S1", published: false);
        product.Name = "\u8349\u7A3F";
        await db.SaveChangesAsync(Cancel);
        product.Publish(TestStore.Now);
        await db.SaveChangesAsync(Cancel);
        product.Name = "\u65B0\u540D\u79F0";
        await db.SaveChangesAsync(Cancel);
        product.Category = routers;
        await db.SaveChangesAsync(Cancel);
        product.Withdraw();
        product.CategoryId = switches.Id;
        await db.SaveChangesAsync(Cancel);
        var second = await Make.ProductAsync(db, routers, "R1");
        db.Products.Remove(second);
        await db.SaveChangesAsync(Cancel);

        int? s = switches.Id, r = routers.Id;
        Assert.Equal(
            [(null, null), (null, null), (null, s), (s, s), (s, r), (r, null), (null, r), (r, null)],
            (await RowsAsync(db, start)).Select(c => (c.FromCategoryId, c.ToCategoryId)));
    }

    [Theory, EveryDatabase]
    public async Task A_comments_row_names_the_page_that_shows_it(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S1");
        var article = await Make.ArticleAsync(db);
        var start = await NewestAsync(db);

        async Task<int> SayAsync(CommentTarget target) =>
            await db.PostAsync(new(target, "", "\u6709\u8D27\u5417", "", "192.0.2.1", TrapFilled: false), publishAtOnce: true, TestStore.Now, Cancel);
        await SayAsync(CommentTarget.Product(product.Id));
        await SayAsync(CommentTarget.Article(article.Id));
        var both = await db.Comments.ToListAsync(Cancel);
        both.ForEach(c => c.Reject(TestStore.Now));
        await db.SaveChangesAsync(Cancel);

        (ChangeKind, int) onProduct = (ChangeKind.ProductComment, product.Id), onArticle = (ChangeKind.ArticleComment, article.Id);
        Assert.Equal([onProduct, onArticle, onProduct, onArticle], await SinceAsync(db, start));
    }

    [Theory, EveryDatabase]
    public async Task Bulk_statements_go_into_the_feed_or_are_taken_back(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await Make.ProductAsync(db, line, "S1");
        await Make.ProductAsync(db, line, "S2");
        var start = await NewestAsync(db);

        var deleted = await db.BulkAsync([ChangeKind.Catalogue, ChangeKind.ArticleComment], () => db.Products.Where(p => p.Sku == "S1").ExecuteDeleteAsync(Cancel), Cancel);
        await Assert.ThrowsAsync<InvalidDataException>(() => db.BulkAsync([ChangeKind.Catalogue], async () =>
        {
            await db.Products.ExecuteDeleteAsync(Cancel);
            throw new InvalidDataException();
        }, Cancel));

        Assert.Equal(1, deleted);
        Assert.Equal(["S2"], await db.Products.Select(p => p.Sku).ToListAsync(Cancel));
        Assert.Equal([(ChangeKind.Catalogue, 0), (ChangeKind.ArticleComment, 0)], await SinceAsync(db, start));
    }

    [Theory, EveryDatabase]
    public async Task Trimming_deletes_what_is_old_and_keeps_the_newest_row_always(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        Assert.Equal(0, await db.TrimFeedAsync(TestStore.Now, Cancel));
        await db.WriteFeedAsync(ChangeFeed.Portion * 2 + 10, at: TestStore.Now.AddDays(-2));
        await db.WriteFeedAsync(3, at: TestStore.Now);
        await db.WriteFeedAsync(1, at: TestStore.Now.AddDays(-2)); // from a node with a slow clock, and not the oldest row
        await db.WriteFeedAsync(1, at: TestStore.Now);

        Assert.Equal(ChangeFeed.Portion * 2 + 10, await db.TrimFeedAsync(TestStore.Now - ChangeFeed.Kept, Cancel));
        Assert.Equal(0, await db.TrimFeedAsync(TestStore.Now - ChangeFeed.Kept, Cancel));
        Assert.Equal(5, await db.Changes.CountAsync(Cancel));
        var newest = await NewestAsync(db);
        Assert.Equal(4, await db.TrimFeedAsync(DateTime.MaxValue, Cancel));
        Assert.Equal([newest], await db.Changes.Select(c => c.Id).ToListAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task The_feed_says_when_it_cannot_tell_what_came_after(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        Assert.Empty((await db.ChangesAfterAsync(0, Cancel))!);
        await db.WriteFeedAsync(10, at: TestStore.Now.AddDays(-2));
        await db.WriteFeedAsync(1, at: TestStore.Now);
        var newest = await NewestAsync(db);

        Assert.Equal(3, (await db.ChangesAfterAsync(newest - 3, Cancel))!.Count);
        await db.TrimFeedAsync(TestStore.Now - ChangeFeed.Kept, Cancel);
        Assert.Null(await db.ChangesAfterAsync(newest - 3, Cancel));
        Assert.Empty((await db.ChangesAfterAsync(newest, Cancel))!);
        Assert.Null(await db.ChangesAfterAsync(newest + 1, Cancel)); // a feed restored from an older backup

        await db.WriteFeedAsync(ChangeFeed.Portion, at: TestStore.Now);
        Assert.Equal(ChangeFeed.Portion, (await db.ChangesAfterAsync(newest, Cancel))!.Count);
        await db.WriteFeedAsync(1, at: TestStore.Now);
        Assert.Null(await db.ChangesAfterAsync(newest, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task A_commit_is_heard_in_its_own_process_and_a_rollback_is_not(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var signal = store.Get<ChangeSignal>();
        var line = await Make.LineAsync(db);
        Assert.True(await signal.WaitAsync(TimeSpan.Zero, Cancel));
        Assert.False(await signal.WaitAsync(TimeSpan.Zero, Cancel));

        await using (var other = store.Open())
        await using (await other.Database.BeginTransactionAsync(Cancel))
            await Make.ProductAsync(other, line, "S1"); // never committed
        Assert.False(await signal.WaitAsync(TimeSpan.Zero, Cancel));
        await Make.ProductAsync(db, line, "S2");

        Assert.True(await signal.WaitAsync(TimeSpan.Zero, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task What_is_read_in_one_moment_does_not_see_a_save_made_meanwhile(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await using var reader = store.Open();
        var (before, after, products) = await reader.ReadConsistentlyAsync(async () =>
        {
            var first = await NewestAsync(reader);
            await Make.ProductAsync(db, line, "S1");
            return (first, await NewestAsync(reader), await reader.Products.CountAsync(Cancel));
        }, Cancel);

        Assert.Equal(before, after);
        Assert.Equal(0, products);
        Assert.Equal(1, await reader.Products.CountAsync(Cancel));
    }

    /// <summary>
    /// Ids of the feed are assigned before their transaction commits. If two writers could hold ids at once, the higher id might become visible
    /// first, and a follower past it would never read the lower one.
    /// </summary>
    [Theory, EveryDatabase]
    public async Task Two_writers_never_hold_numbers_of_the_feed_at_once(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var first = store.Open();
        var line = await Make.LineAsync(first);
        await using var transaction = await first.Database.BeginTransactionAsync(Cancel);
        await Make.ProductAsync(first, line, "FIRST");

        await using var second = store.Open();
        await Impatient.AsAsync(second, provider);
        second.Products.Add(Make.Product(line, "SECOND"));
        var refused = await Xunit.Record.ExceptionAsync(() => second.SaveChangesAsync(Cancel));
        await transaction.CommitAsync(Cancel);

        Assert.True(DatabaseErrors.IsBusy(refused), $"{refused}");
        await second.SaveChangesAsync(Cancel);
        Assert.Equal(2, await second.Products.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_synchronous_save_is_refused()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = store.Open();

        Assert.Throws<NotSupportedException>(() => db.SaveChanges());
    }

    private static Task<long> NewestAsync(StoreDb db) => db.NewestChangeAsync(Cancel);

    private static Task<List<Change>> RowsAsync(StoreDb db, long start) => db.Changes.Where(c => c.Id > start).OrderBy(c => c.Id).ToListAsync(Cancel);

    private static async Task<List<(ChangeKind, int)>> SinceAsync(StoreDb db, long start) =>
        [.. (await RowsAsync(db, start)).Select(c => (c.Kind, c.EntityId))];
}
