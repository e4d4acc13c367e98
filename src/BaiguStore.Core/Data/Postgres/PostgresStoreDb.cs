using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BaiguStore.Core.Data.Postgres;

/// <summary>PostgreSQL 14 or later.</summary>
public sealed class PostgresStoreDb(DbContextOptions<PostgresStoreDb> options) : StoreDb(options)
{
    /// <summary>ASCII of "baigu" as a number: an advisory lock key that other programs on the same database are unlikely to use.</summary>
    private const long SetupKey = 0x62_61_69_67_75;

    protected override string? BinaryCollation => "C";

    protected override string? FeedLock => "LOCK TABLE \"Changes\" IN EXCLUSIVE MODE";

    /// <summary>Snapshot isolation: a transaction sees the database as of its first query.</summary>
    protected override IsolationLevel ReadingLevel => IsolationLevel.RepeatableRead;

    internal override Task CreateDatabaseAsync(CancellationToken cancel) => SetupLock.CreateOnServerAsync(
        this, () => new PostgresStoreDb(new DbContextOptionsBuilder<PostgresStoreDb>().UseNpgsql(Database.GetConnectionString()).Options), cancel);

    /// <summary>
    /// A transaction-level advisory lock on a connection of its own, not a session-level one: a connection pooler keeps a server connection only for
    /// a transaction. The server's idle-in-transaction timeout is switched off for it.
    /// </summary>
    internal override async Task<IAsyncDisposable?> TryLockSetupAsync(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Database.GetConnectionString()) { Pooling = false }.ToString());
        try
        {
            await connection.OpenAsync(cancel);
            await connection.BeginTransactionAsync(cancel);
            await using var command = new NpgsqlCommand(
                $"SET LOCAL idle_in_transaction_session_timeout = 0; SELECT pg_try_advisory_xact_lock({SetupKey})", connection);
            if (await command.ExecuteScalarAsync(cancel) is true)
                return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }
}
