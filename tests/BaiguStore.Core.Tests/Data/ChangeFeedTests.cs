using BaiguStore.Core.Catalog;
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

    /// <summary>
    /// Numbers of the feed are given out before their transaction commits. Were two writers to hold numbers at once, the later
    /// number could be seen first, and a follower that stands behind it would never look at the earlier one.
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

    private static async Task<long> NewestAsync(StoreDb db) => await db.Changes.MaxAsync(c => (long?)c.Id, Cancel) ?? 0;

    private static async Task<List<(ChangeKind, int)>> SinceAsync(StoreDb db, long start) =>
        [.. (await db.Changes.Where(c => c.Id > start).OrderBy(c => c.Id).ToListAsync(Cancel)).Select(c => (c.Kind, c.EntityId))];
}
