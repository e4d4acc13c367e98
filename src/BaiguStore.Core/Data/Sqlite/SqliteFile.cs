using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BaiguStore.Core.Data.Sqlite;

/// <summary>The file of a SQLite database: whether it is valid, and whether a new store may be created in it.</summary>
public static class SqliteFile
{
    /// <summary>EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.</summary>
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Suffix of the file beside the database that is locked during setup; it contains a text once setup has completed.</summary>
    private const string SetupSuffix = "-setup";

    private const string Lasting = "A store was set up in the file beside this one. While this is here, no new store begins in place of a lost one.\n";

    private static readonly FileStreamOptions Exclusive = new()
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
    };

    /// <summary>The database's full path; null for an in-memory database or a URI.</summary>
    internal static string? PathOf(string? connection)
    {
        var parsed = new SqliteConnectionStringBuilder(connection);
        var isFile = parsed.Mode != SqliteOpenMode.Memory && parsed.DataSource is not ("" or ":memory:")
            && !parsed.DataSource.StartsWith("file:", StringComparison.Ordinal);
        return isFile ? Path.GetFullPath(parsed.DataSource) : null;
    }

    /// <summary>Opening a missing file would create an empty one.</summary>
    internal static bool IsMissingOrEmpty(string? connection) => PathOf(connection) is { } path && !HasContent(path);

    /// <summary>The file existed when the store started and is missing now.</summary>
    public static bool IsLost(StoreSettings settings) =>
        settings.Provider == DatabaseProvider.Sqlite && PathOf(settings.ConnectionString) is { } path && !File.Exists(path);

    /// <summary>
    /// The connection string in a mode that creates no file: if the file is lost while the store runs, that is an error, not an empty store.
    /// </summary>
    internal static string WithoutCreating(string connection) =>
        PathOf(connection) is null || new SqliteConnectionStringBuilder(connection) is not { Mode: SqliteOpenMode.ReadWriteCreate } parsed
            ? connection
            : new SqliteConnectionStringBuilder(connection) { Mode = SqliteOpenMode.ReadWrite }.ToString();

    /// <summary>Writes to a deleted file through an open connection would be lost.</summary>
    internal static void RequirePresent(SqliteConnection connection)
    {
        if (Path.IsPathFullyQualified(connection.DataSource) && !File.Exists(connection.DataSource))
            throw new SqliteException($"The file '{connection.DataSource}' is gone.", raw.SQLITE_CANTOPEN);
    }

    /// <summary>Creates the file if it is missing; an empty file becomes a database.</summary>
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
            return Nothing.ToDispose; // opening the database reports what is wrong with the path
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

    /// <summary>Marks the data folder as set up, whatever happens to its database later.</summary>
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
            // Another process holds the lock; the next start writes the mark.
        }
    }

    /// <summary>
    /// Throws <see cref="UnusableDatabaseException"/> if the file is not a database or not a store's, and if it is missing or empty although a store
    /// existed: creating a new one would hide the loss.
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

    /// <summary>
    /// A file that a store leaves beside its database; null in a new folder. Logs do not count: a failed first start has written some.
    /// </summary>
    private static string? Trace(StoreSettings settings, string path) =>
        new[] { path + SetupSuffix, path + "-wal", Path.Combine(settings.DataPath, "index"), Path.Combine(settings.DataPath, "keys") }
            .FirstOrDefault(HasContent);

    private static bool HasContent(string path) =>
        new FileInfo(path) is { Exists: true, Length: > 0 } || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any());

    /// <summary>Whether the store's tables exist. A first start that was killed at once leaves only EF's lock table.</summary>
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
