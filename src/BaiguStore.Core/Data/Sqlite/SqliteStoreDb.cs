using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace BaiguStore.Core.Data.Sqlite;

/// <summary>The embedded default: one file, one node, many readers beside one writer.</summary>
public sealed class SqliteStoreDb : StoreDb
{
    /// <summary>The level of transactions that only read: under it the driver begins deferred, without the writer's lock.</summary>
    internal const IsolationLevel OnlyReads = IsolationLevel.ReadUncommitted;

    /// <summary>
    /// Seconds that a writer waits for the others, without a thread (<see cref="WriteGate"/>). More than the longest change of many takes: a million
    /// products with their history, at some 8,000 rows a second, take about two minutes.
    /// </summary>
    private const int LongestWait = 180;

    public SqliteStoreDb(DbContextOptions<SqliteStoreDb> options) : base(options) =>
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Always; // a save of one row, too, waits at the gate

    /// <summary>SQLite compares text by its bytes unless told otherwise.</summary>
    protected override string? BinaryCollation => null;

    /// <summary>In WAL a reader sees the file as it was at its first query.</summary>
    protected override IsolationLevel ReadingLevel => OnlyReads;

    /// <summary>Not before the lock is taken, which is a file: an empty database would look like a lost one to another process.</summary>
    internal override Task CreateDatabaseAsync(CancellationToken cancel) => Task.CompletedTask;

    internal override Task<IAsyncDisposable?> TryLockSetupAsync(CancellationToken cancel) =>
        Task.FromResult(SqliteFile.TryLockSetup(Database.GetConnectionString()));

    /// <summary>The file's connection string: pooled, foreign keys kept; it does not make the file.</summary>
    public static string ConnectionString(string file) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        ForeignKeys = true,
        Mode = SqliteOpenMode.ReadWrite,
        DefaultTimeout = LongestWait,
    }.ToString();

    /// <summary>What every connection is told when it opens. EF begins its transactions immediate, so no save dies of a late lock.</summary>
    internal sealed class Pragmas : DbConnectionInterceptor
    {
        // FULL: with NORMAL the last commits can be lost with the power. The cache is in KiB. No memory map: docs/performance.md says why.
        internal const string OnOpen =
            "PRAGMA synchronous=FULL; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY;";

        // Kept in the file itself. A file from elsewhere may not be in it yet, and EF first looks at one with a connection that only reads.
        private const string OnOpenToWrite = "PRAGMA journal_mode=WAL; " + OnOpen;

        /// <summary>Connections come from a pool: each is told once, not with every query that opens it.</summary>
        private readonly ConditionalWeakTable<sqlite3, object> _told = [];

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            if (!IsNew(connection))
                return;
            using var command = Command(connection);
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (!IsNew(connection))
                return;
            await using var command = Command(connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        /// <summary>Not the one that <see cref="PreparedStatementCache"/> kept from opening, which has no handle.</summary>
        private bool IsNew(DbConnection connection) => ((SqliteConnection)connection).Handle is { } handle && _told.TryAdd(handle, this);

        private static DbCommand Command(DbConnection connection)
        {
            var command = connection.CreateCommand();
            var readsOnly = new SqliteConnectionStringBuilder(connection.ConnectionString).Mode == SqliteOpenMode.ReadOnly;
            command.CommandText = readsOnly ? OnOpen : OnOpenToWrite;
            return command;
        }
    }
}
