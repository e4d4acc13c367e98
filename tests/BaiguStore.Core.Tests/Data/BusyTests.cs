using BaiguStore.Core.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Data;

public sealed class BusyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_save_beside_another_writer_of_the_file_is_refused_as_busy_and_goes_through_afterwards()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await using var holder = new SqliteConnection(store.Connection);
        await holder.OpenAsync(Cancel);
        await RunAsync(holder, "BEGIN IMMEDIATE");

        await using var writer = store.Open();
        await Impatient.AsAsync(writer, DatabaseProvider.Sqlite);
        writer.Products.Add(Make.Product(line, "WAITING"));
        var refused = await Record.ExceptionAsync(() => writer.SaveChangesAsync(Cancel));
        await RunAsync(holder, "ROLLBACK");

        Assert.True(DatabaseErrors.IsBusy(refused), $"{refused}");
        await writer.SaveChangesAsync(Cancel);
        Assert.Equal("WAITING", await db.Products.Select(p => p.Sku).SingleAsync(Cancel));
    }

    [Fact]
    public async Task Readers_go_on_while_a_writer_holds_the_file()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = store.Open();
        await Make.ProductAsync(db, await Make.LineAsync(db), "SEEN");
        await using var holder = new SqliteConnection(store.Connection);
        await holder.OpenAsync(Cancel);
        await RunAsync(holder, "BEGIN IMMEDIATE");
        await RunAsync(holder, "DELETE FROM \"Products\"");

        await using var reader = store.Open();
        Assert.Equal("SEEN", await reader.Products.Select(p => p.Sku).SingleAsync(Cancel));
    }

    [Fact]
    public void What_is_no_database_error_is_not_busy()
    {
        Assert.False(DatabaseErrors.IsBusy(null));
        Assert.False(DatabaseErrors.IsBusy(new InvalidOperationException("x", new IOException("y"))));
        Assert.True(DatabaseErrors.IsBusy(new InvalidOperationException("x", new SqliteException("locked", 6))));
    }

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
