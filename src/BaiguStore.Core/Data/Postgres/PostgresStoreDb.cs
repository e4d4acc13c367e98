using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BaiguStore.Core.Data.Postgres;

/// <summary>PostgreSQL 14 or later.</summary>
public sealed class PostgresStoreDb(DbContextOptions<PostgresStoreDb> options) : StoreDb(options)
{
    /// <summary>The letters "baigu", as a number that other programs on the same database hardly lock.</summary>
    private const long SetupKey = 0x62_61_69_67_75;

    protected override string? BinaryCollation => "C";

    protected override string? FeedLock => "LOCK TABLE \"Changes\" IN EXCLUSIVE MODE";

    /// <summary>At this level PostgreSQL shows a transaction the database as it was at its first query.</summary>
    protected override IsolationLevel ReadingLevel => IsolationLevel.RepeatableRead;

    internal override Task CreateDatabaseAsync(CancellationToken cancel) => SetupLock.CreateOnServerAsync(
        this, () => new PostgresStoreDb(new DbContextOptionsBuilder<PostgresStoreDb>().UseNpgsql(Database.GetConnectionString()).Options), cancel);

    /// <summary>
    /// Held by a transaction on a connection of its own, not by a session: a pooler between keeps a connection to its transaction only. The server
    /// may not end the transaction for being idle, which it is.
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
