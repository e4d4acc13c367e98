using System.Collections.Concurrent;
using System.Reflection;
using BaiguStore.Core.Data;
using BaiguStore.Core.Data.Sqlite;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit.Sdk;
using Xunit.v3;

namespace BaiguStore.Core.Tests;

/// <summary>Runs a theory on every available database: SQLite, PostgreSQL, and SQL Server if BAIGU_TEST_SQLSERVER is set.</summary>
public sealed class EveryDatabaseAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. TestStore.Providers.Select(p => new TheoryDataRow<DatabaseProvider>(p))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}

/// <summary>A separate store per test, on a real database with the real migrations: a copy of a template that was migrated once.</summary>
public sealed class TestStore : IAsyncDisposable
{
    public static readonly DateTime Now = new(2026, 11, 22, 2, 30, 0, DateTimeKind.Utc);

    private static readonly Lazy<Task<string>> SqliteTemplate = new(MakeSqliteTemplateAsync);
    private static readonly Lazy<Task<string>> PostgresTemplate = new(MakePostgresTemplateAsync);
    private static readonly SemaphoreSlim OneCopyAtATime = new(1, 1); // PostgreSQL can copy a template only once at a time

    /// <summary>Databases of finished tests: emptying one takes a tenth of the time of creating one, and its connections stay open.</summary>
    private static readonly ConcurrentBag<string> EmptyDatabases = [];

    /// <summary>In a migrated database only EF's history has rows. In replica mode, because the append-only triggers refuse a DELETE.</summary>
    private const string EmptyTables = """
        SET lock_timeout = '2s';
        SET session_replication_role = replica;
        DO $$ DECLARE found record; BEGIN
          FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '__EFMigrationsHistory' LOOP
            EXECUTE format('DELETE FROM %I', found.tablename);
          END LOOP;
          PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL;
        END $$;
        RESET session_replication_role;
        RESET lock_timeout;
        """;

    private readonly ServiceProvider _services;
    private readonly Func<Task> _drop;

    private TestStore(DatabaseProvider provider, string connection, string dataPath, Func<Task> drop)
    {
        (Connection, DataPath, _drop) = (connection, dataPath, drop);
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddStore(new StoreSettings(provider, connection, dataPath, SeedMode.None))
            .BuildServiceProvider();
    }

    public static IEnumerable<DatabaseProvider> Providers => SqlServer is null
        ? [DatabaseProvider.Sqlite, DatabaseProvider.Postgres]
        : [DatabaseProvider.Sqlite, DatabaseProvider.Postgres, DatabaseProvider.SqlServer];

    public FakeTimeProvider Clock { get; } = new(Now);
    public string Connection { get; }
    public string DataPath { get; }
    public IServiceProvider Services => _services;
    public IDbContextFactory<StoreDb> Databases => _services.GetRequiredService<IDbContextFactory<StoreDb>>();

    private static string? SqlServer => Environment.GetEnvironmentVariable("BAIGU_TEST_SQLSERVER") is { Length: > 0 } given ? given : null;

    private static string Postgres => Environment.GetEnvironmentVariable("BAIGU_TEST_POSTGRES")
        ?? throw new InvalidOperationException("BAIGU_TEST_POSTGRES is not set: run the tests with tests/run.sh, which starts a PostgreSQL.");

    public StoreDb Open() => Databases.CreateDbContext();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <param name="isNew">Whether its files must be new, too: query plans depend on what an earlier test has left in them.</param>
    public static Task<TestStore> CreateAsync(DatabaseProvider provider, bool isNew = false) => provider switch
    {
        DatabaseProvider.Sqlite => CreateSqliteAsync(),
        DatabaseProvider.Postgres => CreatePostgresAsync(isNew),
        _ => CreateSqlServerAsync(),
    };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _drop();
        if (Directory.Exists(DataPath))
            Directory.Delete(DataPath, recursive: true);
    }

    private static string NewFolder() => Directory.CreateTempSubdirectory("baigu-test-").FullName;

    private static string NewName() => "t" + Guid.NewGuid().ToString("N");

    private static async Task<TestStore> CreateSqliteAsync()
    {
        var folder = NewFolder();
        var file = Path.Combine(folder, "store.db");
        File.Copy(await SqliteTemplate.Value, file);
        var connection = SqliteStoreDb.ConnectionString(file);
        return new(DatabaseProvider.Sqlite, connection, folder, () =>
        {
            using var pool = new SqliteConnection(connection);
            SqliteConnection.ClearPool(pool);
            return Task.CompletedTask;
        });
    }

    private static async Task<TestStore> CreatePostgresAsync(bool isNew)
    {
        var name = !isNew && EmptyDatabases.TryTake(out var empty) ? empty : await CopyTemplateAsync();
        var connection = new NpgsqlConnectionStringBuilder(Postgres) { Database = name, MaxPoolSize = 20 }.ToString();
        return new(DatabaseProvider.Postgres, connection, NewFolder(), async () =>
        {
            if (await TryEmptyAsync(connection))
                EmptyDatabases.Add(name);
            else
                await PostgresAsync($"DROP DATABASE {name} WITH (FORCE)");
        });
    }

    private static async Task<string> CopyTemplateAsync()
    {
        var (template, name) = (await PostgresTemplate.Value, NewName());
        await OneCopyAtATime.WaitAsync();
        try
        {
            await PostgresAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        }
        finally
        {
            OneCopyAtATime.Release();
        }
        return name;
    }

    /// <summary>False if something of the test still locks a table.</summary>
    private static async Task<bool> TryEmptyAsync(string connection)
    {
        try
        {
            await using var emptying = new NpgsqlConnection(connection);
            await emptying.OpenAsync();
            await using var command = new NpgsqlCommand(EmptyTables, emptying);
            await command.ExecuteNonQueryAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task<TestStore> CreateSqlServerAsync()
    {
        var connection = new SqlConnectionStringBuilder(SqlServer) { InitialCatalog = NewName() }.ToString();
        await MigrateAsync(DatabaseProvider.SqlServer, connection);
        var store = new TestStore(DatabaseProvider.SqlServer, connection, NewFolder(), () => Task.CompletedTask);
        return new(DatabaseProvider.SqlServer, connection, store.DataPath, async () =>
        {
            await using var db = store.Open();
            await db.Database.EnsureDeletedAsync();
            await store._services.DisposeAsync();
        });
    }

    private static async Task<string> MakeSqliteTemplateAsync()
    {
        var file = Path.Combine(NewFolder(), "template.db");
        await MigrateAsync(DatabaseProvider.Sqlite, SqliteStoreDb.ConnectionString(file));
        SqliteConnection.ClearAllPools();
        return file;
    }

    private static async Task<string> MakePostgresTemplateAsync()
    {
        var name = NewName();
        await PostgresAsync($"CREATE DATABASE {name}");
        await MigrateAsync(DatabaseProvider.Postgres, new NpgsqlConnectionStringBuilder(Postgres) { Database = name, Pooling = false }.ToString());
        return name;
    }

    private static async Task MigrateAsync(DatabaseProvider provider, string connection)
    {
        await using var services = new ServiceCollection().AddStoreDb(provider, connection).BuildServiceProvider();
        await using var db = services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContext();
        await StoreDatabase.MigrateAsync(db, CancellationToken.None);
        await db.CheckSettingsAsync(CancellationToken.None); // enables snapshot isolation, as the start does
    }

    private static async Task PostgresAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
