using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BaiguStore.Core.Data;

/// <summary>Classifies the errors of the three databases.</summary>
public static class DatabaseErrors
{
    private const int SqliteBusy = 5, SqliteLocked = 6, SqliteConstraint = 19, SqliteMismatch = 20,
        SqliteConstraintUnique = 2067, SqliteConstraintPrimaryKey = 1555;
    private const int SqlServerUniqueIndex = 2601, SqlServerUniqueConstraint = 2627, SqlServerLockTimeout = 1222, SqlServerTimeout = -2,
        SqlServerDeadlock = 1205, SqlServerFeedHeld = 51222, SqlServerDatabaseExists = 1801, SqlServerNoDatabase = 4060;

    /// <summary>SQLSTATE classes: cardinality violation, data exception, integrity constraint violation.</summary>
    private static readonly string[] PostgresRefusals = ["21", "22", "23"];

    /// <summary>Missing value, foreign key or check, too long (two numbers), out of range, unique index.</summary>
    private static readonly int[] SqlServerRefusals = [515, 547, 2628, 8152, 8115, SqlServerUniqueIndex, SqlServerUniqueConstraint];

    /// <summary>
    /// The database's exception, or null if it is not the cause. EF wraps it: in DbUpdateException for a save, and in InvalidOperationException if it
    /// considers it transient (SQL Server's 4060, 1205, 40613, -2; a refused connection).
    /// </summary>
    public static DbException? Within(Exception? e) => e as DbException ?? (e is null ? null : Within(e.InnerException));

    /// <summary>The value of a unique index is taken.</summary>
    public static bool IsUniqueViolation(Exception? e) => Within(e) switch
    {
        SqliteException s => s.SqliteExtendedErrorCode is SqliteConstraintUnique or SqliteConstraintPrimaryKey,
        PostgresException p => p.SqlState == PostgresErrorCodes.UniqueViolation,
        SqlException s => s.Number is SqlServerUniqueIndex or SqlServerUniqueConstraint,
        _ => false,
    };

    /// <summary>Another process created the database concurrently.</summary>
    public static bool IsDatabaseThere(Exception? e) => Within(e) switch
    {
        PostgresException p => p.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation,
        SqlException s => s.Number == SqlServerDatabaseExists,
        _ => false,
    };

    /// <summary>The server has no such database, or the account may not see any.</summary>
    public static bool IsDatabaseMissing(Exception? e) => Within(e) switch
    {
        PostgresException p => p.SqlState == PostgresErrorCodes.InvalidCatalogName,
        SqlException s => s.Number == SqlServerNoDatabase,
        _ => false,
    };

    /// <summary>The database refuses the row permanently: a value is too long, out of range, missing or a duplicate.</summary>
    public static bool IsRowRefused(Exception? e) => Within(e) switch
    {
        SqliteException s => s.SqliteErrorCode is SqliteConstraint or SqliteMismatch,
        PostgresException p => PostgresRefusals.Contains(p.SqlState[..2]),
        SqlException s => SqlServerRefusals.Contains(s.Number),
        _ => false,
    };

    /// <summary>Another writer held a lock for too long: a retry may succeed shortly.</summary>
    public static bool IsBusy(Exception? e) => Within(e) switch
    {
        SqliteException s => s.SqliteErrorCode is SqliteBusy or SqliteLocked,
        PostgresException p => p.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected,
        SqlException s => s.Number is SqlServerLockTimeout or SqlServerTimeout or SqlServerDeadlock or SqlServerFeedHeld,
        _ => false,
    };
}
