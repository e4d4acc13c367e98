using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace BaiguStore.Core.Data;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
    Postgres,
}

public enum SeedMode
{
    /// <summary>Categories, articles, and as many sample products as the source page counts.</summary>
    Samples,

    /// <summary>Categories and articles, no sample products.</summary>
    Page,
    None,
}

/// <summary>An invalid configuration value; the message names the key and the allowed values.</summary>
public sealed class BadSettingException(string key, string message) : Exception($"{key}: {message}")
{
    public string Key { get; } = key;
}

/// <summary>Where the store keeps its data; read from configuration once at start.</summary>
/// <param name="ConnectionString">For the provider; for SQLite a file below the data path unless another is given.</param>
/// <param name="DataPath">Absolute path of the folder for the database file, keys, logs, uploads and index.</param>
public sealed record StoreSettings(DatabaseProvider Provider, string ConnectionString, string DataPath, SeedMode Seed)
{
    public const string ProviderKey = "Database:Provider", ConnectionKey = "ConnectionStrings:Store", DataPathKey = "Store:DataPath", SeedKey = "Store:Seed";

    /// <summary>Throws <see cref="BadSettingException"/> for a value that is not allowed.</summary>
    public static StoreSettings Read(IConfiguration configuration, string contentRoot)
    {
        var provider = OneOf(configuration, ProviderKey, DatabaseProvider.Sqlite);
        var dataPath = Path.GetFullPath(NonEmpty(configuration[DataPathKey]) ?? "App_Data", contentRoot);
        var connection = NonEmpty(configuration[ConnectionKey]) ?? (provider == DatabaseProvider.Sqlite
            ? Sqlite.SqliteStoreDb.ConnectionString(Path.Combine(dataPath, "store.db"))
            : throw new BadSettingException(ConnectionKey, $"required with {ProviderKey}={provider} / 使用 {provider} 时必须填写连接字符串。"));
        CheckSyntax(provider, connection);
        return new(provider, connection, dataPath, OneOf(configuration, SeedKey, SeedMode.Samples));
    }

    /// <summary>Creates the data folder. Throws <see cref="BadSettingException"/> if that is not possible.</summary>
    public void MakeDataPath()
    {
        try
        {
            Directory.CreateDirectory(DataPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadSettingException(DataPathKey, $"cannot make the folder '{DataPath}' ({e.Message}) / 无法创建数据目录。");
        }
    }

    private static void CheckSyntax(DatabaseProvider provider, string connection)
    {
        try
        {
            (provider switch { DatabaseProvider.SqlServer => OfSqlServer, DatabaseProvider.Postgres => OfPostgres, _ => (Action<string>)OfSqlite })(connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new BadSettingException(ConnectionKey, $"not a connection string of {provider} ({e.Message}) / 连接字符串无法识别。");
        }
    }

    // Separate methods called through delegates, so that a store loads only the driver that it uses.

    private static void OfSqlite(string connection) => _ = new SqliteConnectionStringBuilder(connection);

    private static void OfSqlServer(string connection) => _ = new SqlConnectionStringBuilder(connection);

    private static void OfPostgres(string connection) => _ = new NpgsqlConnectionStringBuilder(connection);

    private static T OneOf<T>(IConfiguration configuration, string key, T otherwise) where T : struct, Enum
    {
        var value = NonEmpty(configuration[key]);
        return value is null ? otherwise
            : Enum.GetNames<T>().FirstOrDefault(n => n.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse<T>(name)
            : throw new BadSettingException(key, $"'{value}' is not allowed; use one of {string.Join(", ", Enum.GetNames<T>())} / 取值不在允许范围内。");
    }

    private static string? NonEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
