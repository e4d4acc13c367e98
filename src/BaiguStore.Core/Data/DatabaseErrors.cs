using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BaiguStore.Core.Data;

/// <summary>What three databases say in three ways.</summary>
public static class DatabaseErrors
{
    private const int SqliteBusy = 5, SqliteLocked = 6, SqliteConstraintUnique = 2067, SqliteConstraintPrimaryKey = 1555;
    private const int SqlServerUniqueIndex = 2601, SqlServerUniqueConstraint = 2627, SqlServerLockTimeout = 1222, SqlServerTimeout = -2,
        SqlServerDeadlock = 1205, SqlServerFeedHeld = 51222, SqlServerDatabaseExists = 1801;

    /// <summary>Somebody else has taken the value of a unique index.</summary>
    public static bool IsUniqueViolation(DbUpdateException e) => e.InnerException switch
    {
        SqliteException s => s.SqliteExtendedErrorCode is SqliteConstraintUnique or SqliteConstraintPrimaryKey,
        PostgresException p => p.SqlState == PostgresErrorCodes.UniqueViolation,
        SqlException s => s.Number is SqlServerUniqueIndex or SqlServerUniqueConstraint,
        _ => false,
    };

    /// <summary>Another process has created the database at the same moment.</summary>
    public static bool IsDatabaseThere(Exception e) => e switch
    {
        PostgresException p => p.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation,
        SqlException s => s.Number == SqlServerDatabaseExists,
        _ => false,
    };

    /// <summary>Another writer holds what we need and did not let go in time: the same save may go through in a moment.</summary>
    public static bool IsBusy(Exception? e) => e switch
    {
        null => false,
        SqliteException s => s.SqliteErrorCode is SqliteBusy or SqliteLocked,
        PostgresException p => p.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected,
        SqlException s => s.Number is SqlServerLockTimeout or SqlServerTimeout or SqlServerDeadlock or SqlServerFeedHeld,
        _ => IsBusy(e.InnerException),
    };
}
