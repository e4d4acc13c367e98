using BaiguStore.Core.Data;
using BaiguStore.Core.Data.Postgres;
using BaiguStore.Core.Data.Sqlite;
using BaiguStore.Core.Data.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BaiguStore.Core.Tests.Data;

public sealed class MigrationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Nothing_is_pending_in_a_new_store_and_a_second_call_applies_nothing(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();

        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Cancel));
        Assert.NotEmpty(await db.Database.GetAppliedMigrationsAsync(Cancel));
        Assert.Equal(0, await StoreDatabase.MigrateAsync(db, Cancel));
    }

    public static TheoryData<StoreDb> Models =>
    [
        new SqliteStoreDb(new DbContextOptionsBuilder<SqliteStoreDb>().UseSqlite("Data Source=none.db").Options),
        new PostgresStoreDb(new DbContextOptionsBuilder<PostgresStoreDb>().UseNpgsql("Host=none").Options),
        new SqlServerStoreDb(new DbContextOptionsBuilder<SqlServerStoreDb>().UseSqlServer("Server=none").Options),
    ];

    [Theory, MemberData(nameof(Models), DisableDiscoveryEnumeration = true)]
    public void Every_model_has_its_migration(StoreDb db)
    {
        using (db)
            Assert.False(db.Database.HasPendingModelChanges(), $"{db.GetType().Name} has changes without a migration: dotnet ef migrations add");
    }

    [Theory, EveryDatabase]
    public async Task A_history_that_lacks_the_newest_migration_has_it_applied(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var all = db.Database.GetMigrations().ToList();
        await db.GetService<IMigrator>().MigrateAsync(all[^2], Cancel);

        Assert.Equal(1, await StoreDatabase.MigrateAsync(db, Cancel));
        Assert.Equal(all, await db.Database.GetAppliedMigrationsAsync(Cancel));
    }

    [Fact]
    public async Task An_empty_folder_becomes_a_store()
    {
        await using var empty = new EmptyFile();
        await using var db = empty.Open();

        var applied = await StoreDatabase.MigrateAsync(db, Cancel);

        Assert.Equal(db.Database.GetMigrations().Count(), applied);
        Assert.Equal(0, await StoreDatabase.MigrateAsync(db, Cancel));
    }

    [Fact]
    public async Task A_lock_that_a_killed_process_left_long_ago_does_not_hold_the_next_one_up()
    {
        await using var empty = new EmptyFile();
        await empty.LockAsync(DateTimeOffset.UtcNow.AddHours(-1));
        await using var db = empty.Open();

        Assert.True(await StoreDatabase.MigrateAsync(db, Cancel) > 0);
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Cancel));
    }

    [Fact]
    public async Task A_lock_from_before_the_clock_was_set_back_does_not_hold_the_next_one_up()
    {
        await using var empty = new EmptyFile();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await empty.LockAsync(clock.GetUtcNow().AddDays(2));
        await using var db = empty.Open();

        Assert.True(await StoreDatabase.MigrateAsync(db, clock, Cancel).WaitAsync(TimeSpan.FromMinutes(1), Cancel) > 0);
    }

    [Fact]
    public async Task A_lock_that_a_killed_process_left_just_now_is_waited_for_until_it_is_stale_and_no_longer()
    {
        await using var empty = new EmptyFile();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await empty.LockAsync(clock.GetUtcNow());
        await using var db = empty.Open();

        var migrating = StoreDatabase.MigrateAsync(db, clock, Cancel);
        while (!migrating.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await Task.Yield();
        }

        Assert.True(await migrating > 0);
    }

    [Fact]
    public async Task A_process_that_migrates_at_this_moment_is_not_disturbed()
    {
        await using var empty = new EmptyFile();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await empty.LockAsync(clock.GetUtcNow());
        await using var db = empty.Open();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var migrating = StoreDatabase.MigrateAsync(db, clock, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migrating);
        Assert.Equal(1, await empty.LocksAsync());
    }

    [Fact]
    public async Task Two_processes_that_migrate_at_once_both_end_with_the_whole_schema()
    {
        await using var empty = new EmptyFile();
        await using var first = empty.Open();
        await using var second = empty.Open();

        await Task.WhenAll(Task.Run(() => StoreDatabase.MigrateAsync(first, Cancel), Cancel), Task.Run(() => StoreDatabase.MigrateAsync(second, Cancel), Cancel));

        Assert.Empty(await first.Database.GetPendingMigrationsAsync(Cancel));
        Assert.Equal(0, await empty.LocksAsync());
    }

    [Fact]
    public async Task Every_connection_to_the_file_is_durable_and_keeps_foreign_keys()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = store.Open();

        Assert.Equal("wal", await db.Database.SqlQuery<string>($"SELECT journal_mode AS \"Value\" FROM pragma_journal_mode").SingleAsync(Cancel));
        Assert.Equal(2, await db.Database.SqlQuery<int>($"SELECT synchronous AS \"Value\" FROM pragma_synchronous").SingleAsync(Cancel));
        Assert.Equal(1, await db.Database.SqlQuery<int>($"SELECT foreign_keys AS \"Value\" FROM pragma_foreign_keys").SingleAsync(Cancel));
    }

    /// <summary>A SQLite file before any migration.</summary>
    private sealed class EmptyFile : IAsyncDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("baigu-test-");
        private readonly ServiceProvider _services;
        private readonly string _connection;

        public EmptyFile()
        {
            _connection = SqliteStoreDb.ConnectionString(Path.Combine(_folder.FullName, "store.db"));
            _services = new ServiceCollection().AddStoreDb(DatabaseProvider.Sqlite, _connection).BuildServiceProvider();
        }

        public StoreDb Open() => _services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContext();

        /// <summary>Leaves the row that EF Core writes before it migrates and takes away afterwards.</summary>
        public Task<long> LockAsync(DateTimeOffset at) => ScalarAsync(
            "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL);"
            + $"INSERT INTO \"__EFMigrationsLock\" VALUES (1, '{at:yyyy-MM-dd HH:mm:ss.fffffff}+00:00') RETURNING 1");

        public Task<long> LocksAsync() => ScalarAsync("SELECT COUNT(*) FROM \"__EFMigrationsLock\"");

        public async ValueTask DisposeAsync()
        {
            await _services.DisposeAsync();
            SqliteConnection.ClearAllPools();
            _folder.Delete(recursive: true);
        }

        private async Task<long> ScalarAsync(string sql)
        {
            var making = new SqliteConnectionStringBuilder(_connection) { Mode = SqliteOpenMode.ReadWriteCreate };
            await using var connection = new SqliteConnection(making.ToString());
            await connection.OpenAsync(Cancel);
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            return (long)(await command.ExecuteScalarAsync(Cancel))!;
        }
    }
}
