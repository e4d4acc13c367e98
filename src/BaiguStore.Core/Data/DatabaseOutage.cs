using System.Net.Sockets;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace BaiguStore.Core.Data;

/// <summary>The database is away, or its disk is full: nothing was saved, and it is not the request's fault.</summary>
public static class DatabaseOutage
{
    /// <summary>PostgreSQL's classes of SQLSTATE: insufficient resources (a full disk, too many connections); a server that stops or starts.</summary>
    private const string ResourcesClass = "53", StoppingClass = "57P";

    /// <summary>SQL Server: no room in a file group, no room in the log, no such database, one that is not open yet, one that moves.</summary>
    private static readonly int[] SqlServerNumbers = [1101, 1105, 9002, 4060, 904, 921, 40613];

    /// <summary>From this class on SQL Server's errors end the connection; the driver reports a server that does not answer so, too.</summary>
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
