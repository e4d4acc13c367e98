using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BaiguStore.Core.Data.SqlServer;

/// <summary>What the distributor runs: SQL Server 2019 or later.</summary>
public sealed class SqlServerStoreDb(DbContextOptions<SqlServerStoreDb> options) : StoreDb(options)
{
    private const string SetupLockSql = """
        DECLARE @got int;
        EXEC @got = sp_getapplock @Resource = N'BaiguStore.Setup', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
        SELECT @got;
        """;

    protected override string? BinaryCollation => "Latin1_General_100_BIN2";

    /// <summary>An application lock, not one on the table: that would stop readers too where the database keeps no row versions. A refusal is raised.</summary>
    protected override string? FeedLock => """
        DECLARE @got int;
        EXEC @got = sp_getapplock @Resource = N'BaiguStore.Changes', @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 30000;
        IF @got < 0 THROW 51222, N'Another writer holds the change feed.', 1;
        """;

    /// <summary>
    /// Row versions must be switched on for a database, so they are not relied on: whoever holds the feed's lock sees no write that
    /// is half done, because each begins with that lock.
    /// </summary>
    public override async Task<IDbContextTransaction> BeginReadingAsync(CancellationToken cancel)
    {
        var reading = await Database.BeginTransactionAsync(cancel);
        await LockFeedAsync(cancel);
        return reading;
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
