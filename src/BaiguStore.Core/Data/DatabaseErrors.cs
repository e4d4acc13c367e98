using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BaiguStore.Core.Data;

/// <summary>What three databases say in three ways.</summary>
public static class DatabaseErrors
{
    private const int SqliteBusy = 5, SqliteLocked = 6, SqliteConstraint = 19, SqliteMismatch = 20,
        SqliteConstraintUnique = 2067, SqliteConstraintPrimaryKey = 1555;
    private const int SqlServerUniqueIndex = 2601, SqlServerUniqueConstraint = 2627, SqlServerLockTimeout = 1222, SqlServerTimeout = -2,
        SqlServerDeadlock = 1205, SqlServerFeedHeld = 51222, SqlServerDatabaseExists = 1801, SqlServerNoDatabase = 4060;

    /// <summary>Classes of states: a wrong number of rows, a wrong value, a constraint.</summary>
    private static readonly string[] PostgresRefusals = ["21", "22", "23"];

    /// <summary>A value that is missing, a reference or a check, too long (two numbers), out of range, and what is there already.</summary>
    private static readonly int[] SqlServerRefusals = [515, 547, 2628, 8152, 8115, SqlServerUniqueIndex, SqlServerUniqueConstraint];

    /// <summary>
    /// What the database said, or null where it is not the cause. EF wraps it: in DbUpdateException for a save, and in
    /// InvalidOperationException where it is taken for transient (SQL Server's 4060, 1205, 40613, -2; a refused connection).
    /// </summary>
    public static DbException? Within(Exception? e) => e as DbException ?? (e is null ? null : Within(e.InnerException));

    /// <summary>Somebody else has taken the value of a unique index.</summary>
    public static bool IsUniqueViolation(Exception? e) => Within(e) switch
    {
        SqliteException s => s.SqliteExtendedErrorCode is SqliteConstraintUnique or SqliteConstraintPrimaryKey,
        PostgresException p => p.SqlState == PostgresErrorCodes.UniqueViolation,
        SqlException s => s.Number is SqlServerUniqueIndex or SqlServerUniqueConstraint,
        _ => false,
    };

    /// <summary>Another process has created the database at the same moment.</summary>
    public static bool IsDatabaseThere(Exception? e) => Within(e) switch
    {
        PostgresException p => p.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation,
        SqlException s => s.Number == SqlServerDatabaseExists,
        _ => false,
    };

    /// <summary>The server has no such database, or lets the account see none.</summary>
    public static bool IsDatabaseMissing(Exception? e) => Within(e) switch
    {
        PostgresException p => p.SqlState == PostgresErrorCodes.InvalidCatalogName,
        SqlException s => s.Number == SqlServerNoDatabase,
        _ => false,
    };

    /// <summary>The database does not take the row, now or later: a value is too long, out of range, missing or there already.</summary>
    public static bool IsRowRefused(Exception? e) => Within(e) switch
    {
        SqliteException s => s.SqliteErrorCode is SqliteConstraint or SqliteMismatch,
        PostgresException p => PostgresRefusals.Contains(p.SqlState[..2]),
        SqlException s => SqlServerRefusals.Contains(s.Number),
        _ => false,
    };

    /// <summary>Another writer holds what we need and did not let go in time: the same save may go through in a moment.</summary>
    public static bool IsBusy(Exception? e) => Within(e) switch
    {
        SqliteException s => s.SqliteErrorCode is SqliteBusy or SqliteLocked,
        PostgresException p => p.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected,
        SqlException s => s.Number is SqlServerLockTimeout or SqlServerTimeout or SqlServerDeadlock or SqlServerFeedHeld,
        _ => false,
    };
}
