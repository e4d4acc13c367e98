using BaiguStore.Core.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Data;

/// <summary>However a SQLite writer ends, the next one is admitted; readers never wait.</summary>
public sealed class WriteGateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Ends => ["commit", "rollback", "disposed", "refused", "statement", "failed statement", "save of one row"];

    [Theory, MemberData(nameof(Ends))]
    public async Task The_next_writer_goes_on_however_the_one_before_ended(string end)
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using (var first = store.Open())
            await EndAsync(first, end);

        await using var next = store.Open();
        await Impatient.AsAsync(next, DatabaseProvider.Sqlite); // its timeout is one second
        await Make.LineAsync(next, "next-line", "next");

        Assert.True(await next.Categories.AnyAsync(c => c.Slug == "next-line", Cancel));
    }

    [Fact]
    public async Task A_writer_that_gives_up_waiting_does_not_stand_in_the_others_way()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var holder = store.Open();
        await using var cancelled = store.Open();
        await using var third = store.Open();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using (await holder.Database.BeginTransactionAsync(Cancel))
        {
            var waiting = cancelled.Database.BeginTransactionAsync(stop.Token);
            Assert.False(waiting.IsCompleted); // it waits asynchronously: the thread returns here
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        await Impatient.AsAsync(third, DatabaseProvider.Sqlite);
        await using var own = await third.Database.BeginTransactionAsync(Cancel);
    }

    [Fact]
    public async Task Who_only_reads_does_not_wait_for_a_writer()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var writer = store.Open();
        await using var reader = store.Open();
        await using var writing = await writer.Database.BeginTransactionAsync(Cancel);

        Assert.Equal(0, await reader.ReadConsistentlyAsync(() => reader.Products.CountAsync(Cancel), Cancel));
    }

    [Fact]
    public async Task A_statement_outside_of_any_transaction_waits_without_its_thread_too()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var holder = new SqliteConnection(store.Connection);
        await holder.OpenAsync(Cancel);
        await using var command = holder.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(Cancel);
        await using var db = store.Open();

        var waiting = db.Products.ExecuteDeleteAsync(Cancel);

        Assert.False(waiting.IsCompleted);
        command.CommandText = "ROLLBACK";
        await command.ExecuteNonQueryAsync(Cancel);
        Assert.Equal(0, await waiting);
    }

    private static async Task EndAsync(StoreDb db, string end)
    {
        if (end == "statement")
            await db.Products.ExecuteDeleteAsync(Cancel);
        else if (end == "failed statement")
            await Assert.ThrowsAsync<SqliteException>(() => db.Database.ExecuteSqlRawAsync("DELETE FROM \"Nowhere\"", Cancel));
        else if (end == "save of one row")
            await Make.LineAsync(db);
        else
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            if (end == "commit")
                await transaction.CommitAsync(Cancel);
            else if (end == "rollback")
                await transaction.RollbackAsync(Cancel);
            else if (end == "refused")
                await Assert.ThrowsAsync<InvalidOperationException>(() => db.Database.BeginTransactionAsync(Cancel)); // a transaction is already open
        }
    }
}
