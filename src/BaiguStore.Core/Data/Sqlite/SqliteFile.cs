using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BaiguStore.Core.Data.Sqlite;

/// <summary>The file of a SQLite database: whether it is one, and whether a new store may begin in it.</summary>
public static class SqliteFile
{
    /// <summary>EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.</summary>
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Beside the database. Locked while a process makes the schema and fills it; holds a text once that was done.</summary>
    private const string SetupSuffix = "-setup";

    private const string Lasting = "A store was set up in the file beside this one. While this is here, no new store begins in place of a lost one.\n";

    private static readonly FileStreamOptions Exclusive = new()
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
    };

    /// <summary>The database's full path; null for one in memory, or one that is named by a URI.</summary>
    internal static string? PathOf(string? connection)
    {
        var parsed = new SqliteConnectionStringBuilder(connection);
        var isFile = parsed.Mode != SqliteOpenMode.Memory && parsed.DataSource is not ("" or ":memory:")
            && !parsed.DataSource.StartsWith("file:", StringComparison.Ordinal);
        return isFile ? Path.GetFullPath(parsed.DataSource) : null;
    }

    /// <summary>A connection that opened a file which is not there would make an empty one.</summary>
    internal static bool IsMissingOrEmpty(string? connection) => PathOf(connection) is { } path && !HasContent(path);

    /// <summary>There was a file when the store started, and is none now.</summary>
    public static bool IsLost(StoreSettings settings) =>
        settings.Provider == DatabaseProvider.Sqlite && PathOf(settings.ConnectionString) is { } path && !File.Exists(path);

    /// <summary>The same connection, which makes no file: one that is lost while the store runs is an error, not an empty store.</summary>
    internal static string WithoutCreating(string connection) =>
        PathOf(connection) is null || new SqliteConnectionStringBuilder(connection) is not { Mode: SqliteOpenMode.ReadWriteCreate } parsed
            ? connection
            : new SqliteConnectionStringBuilder(connection) { Mode = SqliteOpenMode.ReadWrite }.ToString();

    /// <summary>What is written to a file that was deleted, through a connection that is still open, would be lost.</summary>
    internal static void RequirePresent(SqliteConnection connection)
    {
        if (Path.IsPathFullyQualified(connection.DataSource) && !File.Exists(connection.DataSource))
            throw new SqliteException($"The file '{connection.DataSource}' is gone.", raw.SQLITE_CANTOPEN);
    }

    /// <summary>Makes the file where none is; an empty one becomes a database.</summary>
    internal static void Create(string? connection)
    {
        if (!IsMissingOrEmpty(connection))
            return;
        var own = new SqliteConnectionStringBuilder(connection) { Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false };
        using var creating = new SqliteConnection(own.ToString());
        creating.Open();
        using var command = creating.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL";
        command.ExecuteScalar();
    }

    /// <summary>Null while another process holds the lock.</summary>
    internal static IAsyncDisposable? TryLockSetup(string? connection)
    {
        if (PathOf(connection) is not { } path || !Directory.Exists(Path.GetDirectoryName(path)))
            return Nothing.ToDispose; // SQLite itself says what is wrong with a path
        try
        {
            return new FileStream(path + SetupSuffix, Exclusive);
        }
        catch (IOException e) when (InUse.Contains(e.HResult))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableDatabaseException($"cannot write beside '{path}' ({e.Message}) / 无法在数据库文件旁写入。");
        }
    }

    /// <summary>From now on the store's folder is not new, whatever becomes of its database.</summary>
    public static void RememberSetup(StoreSettings settings)
    {
        if (settings.Provider != DatabaseProvider.Sqlite || PathOf(settings.ConnectionString) is not { } path || HasContent(path + SetupSuffix))
            return;
        try
        {
            File.WriteAllText(path + SetupSuffix, Lasting);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process holds the lock; the next start writes it.
        }
    }

    /// <summary>
    /// Throws <see cref="UnusableDatabaseException"/> where the file is no database, or none of a store, and where it is missing or empty though
    /// a store was there: a new one in its place would hide the loss.
    /// </summary>
    public static void Examine(StoreSettings settings)
    {
        if (settings.Provider != DatabaseProvider.Sqlite || PathOf(settings.ConnectionString) is not { } path)
            return;
        if (Directory.Exists(path))
            throw new UnusableDatabaseException($"'{path}' is a folder, not a database / 这是一个目录，不是数据库文件。");
        if (HasContent(path) && HasTables(path))
            return;
        if (Trace(settings, path) is { } trace)
            throw new UnusableDatabaseException(
                $"'{path}' is {(File.Exists(path) ? "empty" : "missing")}, but '{trace}' shows that there was a store."
                + " Put a backup in its place; to begin anew, empty the folder / 数据库文件是空的或已丢失，但这里曾有商店的数据：请恢复备份；要重新开始，请先清空目录。");
    }

    /// <summary>What a store leaves beside its database; null in a new folder. Logs do not count: a first start that failed has written some.</summary>
    private static string? Trace(StoreSettings settings, string path) =>
        new[] { path + SetupSuffix, path + "-wal", Path.Combine(settings.DataPath, "index"), Path.Combine(settings.DataPath, "keys") }
            .FirstOrDefault(HasContent);

    private static bool HasContent(string path) =>
        new FileInfo(path) is { Exists: true, Length: > 0 } || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any());

    /// <summary>Whether there are tables of a store. EF's lock alone is what a first start leaves that was killed at once.</summary>
    private static bool HasTables(string path)
    {
        try
        {
            var own = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false };
            using var connection = new SqliteConnection(own.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT COUNT(*), COALESCE(SUM(name = '__EFMigrationsHistory'), 0) FROM sqlite_master WHERE type = 'table' AND name <> '__EFMigrationsLock'
                """;
            using var row = command.ExecuteReader();
            row.Read();
            var (tables, isStore) = (row.GetInt32(0), row.GetInt32(1) > 0);
            return isStore || tables == 0
                ? isStore
                : throw new UnusableDatabaseException($"'{path}' is a database of another program / 这是其他程序的数据库。");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            throw new UnusableDatabaseException(
                $"'{path}' is {(e.SqliteErrorCode == raw.SQLITE_NOTADB ? "not a SQLite database" : "damaged or cut short")} ({e.Message})."
                + " Put a backup in its place / 这不是可用的 SQLite 数据库（可能已损坏或不完整），请恢复备份。");
        }
    }

    private sealed class Nothing : IAsyncDisposable
    {
        public static readonly Nothing ToDispose = new();

        public ValueTask DisposeAsync() => default;
    }
}
