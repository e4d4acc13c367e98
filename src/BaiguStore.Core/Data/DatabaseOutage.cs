using System.Net.Sockets;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace BaiguStore.Core.Data;

/// <summary>The database is unavailable, or its disk is full: nothing was saved, and the request is not to blame.</summary>
public static class DatabaseOutage
{
    /// <summary>
    /// SQLSTATE classes of PostgreSQL: insufficient resources (full disk, too many connections); a server that is stopping or starting.
    /// </summary>
    private const string ResourcesClass = "53", StoppingClass = "57P";

    /// <summary>SQL Server: file group full, log full, no such database, database not open yet, database being moved.</summary>
    private static readonly int[] SqlServerNumbers = [1101, 1105, 9002, 4060, 904, 921, 40613];

    /// <summary>SQL Server's errors of this class and above end the connection; the driver also uses it for a server that does not answer.</summary>
    private const int SqlServerFatal = 20;

    public static bool Is(Exception? e) => e switch
    {
        null => false,
        SqliteException s => s.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY,
        PostgresException p => p.SqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.ReadOnlySqlTransaction
            || p.SqlState.StartsWith(ResourcesClass, StringComparison.Ordinal) || p.SqlState.StartsWith(StoppingClass, StringComparison.Ordinal),
        NpgsqlException n => n.InnerException is SocketException or IOException or TimeoutException,
        SqlException s => s.Class >= SqlServerFatal || SqlServerNumbers.Contains(s.Number),
        _ => Is(e.InnerException),
    };
}
