using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Data;

public sealed class PreparedStatementCacheTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_statement_that_was_kept_sees_what_was_saved_since()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        for (var n = 1; n <= 5; n++)
        {
            await Make.ProductAsync(db, line, $"X-{n}");
            await using var other = store.Open();
            Assert.Equal(n, await other.Products.CountAsync(Cancel));
        }
    }

    [Fact]
    public async Task Inside_a_transaction_one_sees_what_one_wrote_and_nobody_else_does()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using StoreDb db = store.Open(), other = store.Open();
        var line = await Make.LineAsync(db);
        Assert.Equal(0, await db.Products.CountAsync(Cancel)); // cached from now on

        await using (await db.Database.BeginTransactionAsync(Cancel))
        {
            await Make.ProductAsync(db, line, "X-1");
            Assert.Equal(1, await db.Products.CountAsync(Cancel));
            Assert.Equal(0, await other.Products.CountAsync(Cancel));
        }
        Assert.Equal(0, await db.Products.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_compiled_query_sees_what_its_own_transaction_wrote_and_leaves_the_context_as_it_was()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using StoreDb db = store.Open(), other = store.Open();
        var line = await Make.LineAsync(db);
        Assert.Empty(await Query.ToListAsync(db, line.Id, Cancel));

        await using (await db.Database.BeginTransactionAsync(Cancel))
        {
            await Make.ProductAsync(db, line, "X-1");
            Assert.Equal(["X-1"], await Query.ToListAsync(db, line.Id, Cancel));
            Assert.Empty(await Query.ToListAsync(other, line.Id, Cancel));
        }
        Assert.Empty(await Query.ToListAsync(db, line.Id, Cancel));
        db.ChangeTracker.Clear();
        await Make.ProductAsync(db, line, "X-2"); // the context's own connection opens as usual

        Assert.Equal(["X-2"], await Query.ToListAsync(db, line.Id, Cancel));
        Assert.Equal(1, await db.Products.CountAsync(Cancel));
    }

    private static readonly CompiledQuery<int, string> Query = new((db, line) => db.Products.AsNoTracking().In(line).OrderBy(p => p.Id).Select(p => p.Sku));

    [Fact]
    public async Task Statements_outlive_a_change_of_the_schema_and_more_of_them_than_are_kept()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await Make.ProductAsync(db, line, "X-1");
        for (var n = 0; n < 300; n++)
            Assert.Equal(1, await db.Products.TagWith($"{n}").CountAsync(Cancel)); // a distinct statement text

        await db.Database.ExecuteSqlRawAsync("ALTER TABLE Products ADD COLUMN Extra INTEGER NOT NULL DEFAULT 7", Cancel);

        Assert.Equal("X-1", (await db.Products.AsNoTracking().SingleAsync(Cancel)).Sku);
    }

    [Fact]
    public async Task Many_readers_at_once_each_get_their_own_rows_while_somebody_writes()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        Category line;
        await using (var db = store.Open())
        {
            line = await Make.LineAsync(db);
            for (var n = 0; n < 40; n++)
                db.Products.Add(Make.Product(line, $"X-{n}", 100 + n));
            await db.SaveChangesAsync(Cancel);
        }

        var writer = Task.Run(async () =>
        {
            await using var db = store.Open();
            for (var n = 0; n < 30; n++)
                await Make.ProductAsync(db, line, $"W-{n}");
        }, Cancel);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(reader => Task.Run(async () =>
        {
            for (var n = 0; n < 50; n++)
            {
                await using var db = store.Open();
                var sku = $"X-{(reader * 7 + n) % 40}";
                var found = await db.Products.AsNoTracking().Where(p => p.Sku == sku).ToListAsync(Cancel);
                Assert.Equal([(sku, (long?)100 + (reader * 7 + n) % 40)], found.Select(p => (p.Sku, p.ListPriceFen)));
            }
        }, Cancel)));
        await writer;

        await using var after = store.Open();
        Assert.Equal(70, await after.Products.CountAsync(Cancel));
    }

    [Fact]
    public async Task What_is_read_halfway_is_given_back_whole()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        for (var n = 0; n < 10; n++)
            await Make.ProductAsync(db, line, $"X-{n}");

        for (var round = 0; round < 3; round++)
        {
            await foreach (var _ in db.Products.AsNoTracking().OrderBy(p => p.Id).AsAsyncEnumerable())
                break;
            using var stop = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var _ in db.Products.AsNoTracking().OrderBy(p => p.Id).AsAsyncEnumerable().WithCancellation(stop.Token))
                    await stop.CancelAsync();
            });
            Assert.Equal(10, (await db.Products.AsNoTracking().OrderBy(p => p.Id).ToListAsync(Cancel)).Count);
        }
    }

    [Fact]
    public async Task A_store_that_is_closed_leaves_no_file_open()
    {
        var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using (var db = store.Open())
        {
            await Make.LineAsync(db);
            Assert.Equal(1, await db.Categories.CountAsync(Cancel));
        }
        var file = new SqliteConnectionStringBuilder(store.Connection).DataSource;
        Assert.True(File.Exists(file + "-wal"));
        ((IDisposable)store.Services).Dispose();
        using (var pool = new SqliteConnection(store.Connection))
            SqliteConnection.ClearPool(pool);

        Assert.False(File.Exists(file + "-wal")); // SQLite checkpoints it when the last connection closes
        await store.DisposeAsync();
    }
}
