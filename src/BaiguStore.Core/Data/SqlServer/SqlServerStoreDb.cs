using System.Collections.Concurrent;
using System.Data;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Data.SqlServer;

/// <summary>What the distributor runs: SQL Server 2019 or later.</summary>
public sealed class SqlServerStoreDb(DbContextOptions<SqlServerStoreDb> options) : StoreDb(options)
{
    private const string SetupLockSql = """
        DECLARE @got int;
        EXEC @got = sp_getapplock @Resource = N'BaiguStore.Setup', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
        SELECT @got;
        """;

    /// <summary>Milliseconds for the feed's lock: less than a command's 30 s, so that the lock's own error comes first.</summary>
    private const int LockTimeout = 25_000;

    /// <summary>Readings without a snapshot that are repeated because something was saved meanwhile; the next one makes writers wait.</summary>
    private const int FreeReadings = 3;

    /// <summary>Whether a database allows snapshots, by its connection string: asked once in the life of the process.</summary>
    private static readonly ConcurrentDictionary<string, bool> Snapshots = new(StringComparer.Ordinal);

    protected override string? BinaryCollation => "Latin1_General_100_BIN2";

    /// <summary>An application lock, not one on the table: that would stop readers too where the database keeps no row versions. A refusal is raised.</summary>
    protected override string? FeedLock => LockFeed("Exclusive");

    protected override IsolationLevel ReadingLevel => IsolationLevel.Snapshot;

    private static string LockFeed(string mode) => $"""
        DECLARE @got int;
        EXEC @got = sp_getapplock @Resource = N'BaiguStore.Changes', @LockMode = '{mode}', @LockOwner = 'Transaction', @LockTimeout = {LockTimeout};
        IF @got < 0 THROW 51222, N'Another writer holds the change feed.', 1;
        """;

    /// <summary>
    /// In a snapshot where the database allows it. Else without a lock: every save adds to the feed, so what was read while the feed did not
    /// move is of one moment. Where saves come without a pause, a shared lock of the feed makes them wait for this one reading.
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
            // A connection keeps the level when it goes back to the pool; the next statement on it would be refused where it meets a newer row.
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

    /// <summary>Held by the session of a connection that is in no pool, so closing it lets go.</summary>
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
