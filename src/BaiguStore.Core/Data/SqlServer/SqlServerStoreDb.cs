using System.Collections.Concurrent;
using System.Data;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Data.SqlServer;

/// <summary>SQL Server 2019 or later, the distributor's production database.</summary>
public sealed class SqlServerStoreDb(DbContextOptions<SqlServerStoreDb> options) : StoreDb(options)
{
    private const string SetupLockSql = """
        DECLARE @got int;
        EXEC @got = sp_getapplock @Resource = N'BaiguStore.Setup', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
        SELECT @got;
        """;

    /// <summary>Milliseconds for the feed's lock: less than the command timeout of 30 s, so that the lock's own error is raised first.</summary>
    private const int LockTimeout = 25_000;

    /// <summary>
    /// Optimistic reads without a snapshot, each repeated if something was saved meanwhile; after these the next read blocks writers.
    /// </summary>
    private const int FreeReadings = 3;

    /// <summary>Whether a database allows snapshot isolation, by connection string; queried once per process.</summary>
    private static readonly ConcurrentDictionary<string, bool> Snapshots = new(StringComparer.Ordinal);

    protected override string? BinaryCollation => "Latin1_General_100_BIN2";

    /// <summary>
    /// An application lock, not a table lock: that would block readers too if READ_COMMITTED_SNAPSHOT is off. A refused lock raises an error.
    /// </summary>
    protected override string? FeedLock => LockFeed("Exclusive");

    protected override IsolationLevel ReadingLevel => IsolationLevel.Snapshot;

    private static string LockFeed(string mode) => $"""
        DECLARE @got int;
        EXEC @got = sp_getapplock @Resource = N'BaiguStore.Changes', @LockMode = '{mode}', @LockOwner = 'Transaction', @LockTimeout = {LockTimeout};
        IF @got < 0 THROW 51222, N'Another writer holds the change feed.', 1;
        """;

    /// <summary>
    /// In a snapshot transaction if the database allows it. Otherwise without a lock: every save writes to the feed, so a read during which the feed
    /// did not move is consistent. If saves never pause, a shared lock on the feed makes them wait for this one read.
    /// </summary>
    public override async Task<T> ReadConsistentlyAsync<T>(Func<Task<T>> read, CancellationToken cancel)
    {
        if (await AllowsSnapshotsAsync(cancel))
            return await ReadSnapshotAsync(read, cancel);
        for (var n = 0; n < FreeReadings; n++)
        {
            var newest = await this.NewestChangeAsync(cancel);
            var found = await read();
            if (newest == await this.NewestChangeAsync(cancel))
                return found;
        }
        await using var reading = await Database.BeginTransactionAsync(cancel);
        await Database.ExecuteSqlRawAsync(LockFeed("Shared"), cancel);
        return await read();
    }

    private async Task<T> ReadSnapshotAsync<T>(Func<Task<T>> read, CancellationToken cancel)
    {
        await Database.OpenConnectionAsync(cancel);
        try
        {
            return await base.ReadConsistentlyAsync(read, cancel);
        }
        finally
        {
            // A pooled connection keeps its isolation level; under snapshot isolation the next statement on it would fail on a newer row.
            if (Database.GetDbConnection().State == ConnectionState.Open)
                await Database.ExecuteSqlRawAsync("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", CancellationToken.None);
            await Database.CloseConnectionAsync();
        }
    }

    private async Task<bool> AllowsSnapshotsAsync(CancellationToken cancel)
    {
        var database = Database.GetConnectionString()!;
        if (!Snapshots.TryGetValue(database, out var allowed))
            Snapshots[database] = allowed = (await DatabaseSettings.ReadAsync(this, cancel)).Snapshot;
        return allowed;
    }

    public override async Task<IReadOnlyList<string>> CheckSettingsAsync(CancellationToken cancel)
    {
        var settings = await DatabaseSettings.ReadAsync(this, cancel);
        if (!settings.Snapshot)
            settings = await settings.AllowSnapshotsAsync(this, cancel);
        Snapshots[Database.GetConnectionString()!] = settings.Snapshot;
        return settings.Warnings();
    }

    internal override Task CreateDatabaseAsync(CancellationToken cancel) => SetupLock.CreateOnServerAsync(
        this,
        () => new SqlServerStoreDb(new DbContextOptionsBuilder<SqlServerStoreDb>().UseSqlServer(Database.GetConnectionString()).Options),
        cancel);

    /// <summary>Owned by the session of an unpooled connection, so closing the connection releases it.</summary>
    internal override async Task<IAsyncDisposable?> TryLockSetupAsync(CancellationToken cancel)
    {
        var connection = new SqlConnection(new SqlConnectionStringBuilder(Database.GetConnectionString()) { Pooling = false }.ToString());
        try
        {
            await connection.OpenAsync(cancel);
            await using var command = new SqlCommand(SetupLockSql, connection);
            if (await command.ExecuteScalarAsync(cancel) is >= 0)
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
