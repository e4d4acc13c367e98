using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace BaiguStore.Core.Data.Sqlite;

/// <summary>The embedded default: one file, one node, many concurrent readers and one writer.</summary>
public sealed class SqliteStoreDb : StoreDb
{
    /// <summary>Isolation level of read-only transactions: with it the driver begins deferred, without the write lock.</summary>
    internal const IsolationLevel OnlyReads = IsolationLevel.ReadUncommitted;

    /// <summary>
    /// Seconds that a writer waits for others, without blocking a thread (<see cref="WriteGate"/>). Longer than the largest bulk change: a million
    /// products with history take about two minutes at some 8,000 rows a second.
    /// </summary>
    private const int LongestWait = 180;

    public SqliteStoreDb(DbContextOptions<SqliteStoreDb> options) : base(options) =>
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Always; // so a save of one row passes the write gate, too

    /// <summary>SQLite compares text by bytes by default.</summary>
    protected override string? BinaryCollation => null;

    /// <summary>In WAL mode a reader sees the file as of its first query.</summary>
    protected override IsolationLevel ReadingLevel => OnlyReads;

    /// <summary>Not before the setup lock is taken, which is a file: another process would take an empty database for a lost one.</summary>
    internal override Task CreateDatabaseAsync(CancellationToken cancel) => Task.CompletedTask;

    internal override Task<IAsyncDisposable?> TryLockSetupAsync(CancellationToken cancel) =>
        Task.FromResult(SqliteFile.TryLockSetup(Database.GetConnectionString()));

    /// <summary>The file's connection string: pooled, foreign keys on; it does not create the file.</summary>
    public static string ConnectionString(string file) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        ForeignKeys = true,
        Mode = SqliteOpenMode.ReadWrite,
        DefaultTimeout = LongestWait,
    }.ToString();

    /// <summary>Pragmas of every new connection. EF begins its transactions immediate, so no save fails while upgrading its lock.</summary>
    internal sealed class Pragmas : DbConnectionInterceptor
    {
        // FULL: with NORMAL the last commits can be lost in a power failure. The cache size is in KiB. No memory map: see docs/performance.md.
        internal const string OnOpen =
            "PRAGMA synchronous=FULL; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY;";

        // Stored in the file itself. A file from elsewhere may use another mode, and EF first opens it with a read-only connection.
        private const string OnOpenToWrite = "PRAGMA journal_mode=WAL; " + OnOpen;

        /// <summary>Connections are pooled: each is configured once, not with every query that opens it.</summary>
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

        /// <summary>Not a connection whose opening <see cref="PreparedStatementCache"/> suppressed: it has no handle.</summary>
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
