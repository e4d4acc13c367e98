using BaiguStore.Core.Data.Postgres;
using BaiguStore.Core.Data.Sqlite;
using BaiguStore.Core.Data.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace BaiguStore.Core.Data;

/// <summary>Registers the configured provider for <see cref="StoreDb"/> and migrates its schema.</summary>
public static class StoreDatabase
{
    /// <summary>A migration lock older than this was left by a killed process.</summary>
    private static readonly TimeSpan StaleLock = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>Registers pooled contexts and their factory for the provider.</summary>
    public static IServiceCollection AddStoreDb(this IServiceCollection services, DatabaseProvider provider, string connection) => provider switch
    {
        DatabaseProvider.Sqlite => services.AddSingleton<PreparedStatementCache>().AddSingleton<WriteGate>().AddContexts<SqliteStoreDb>((s, o) =>
            o.UseSqlite(SqliteFile.WithoutCreating(connection)).ReplaceService<IRelationalTransactionFactory, GatedTransaction.Factory>()
                .AddInterceptors(new SqliteStoreDb.Pragmas(), s.GetRequiredService<PreparedStatementCache>(), s.GetRequiredService<WriteGate>())),
        DatabaseProvider.SqlServer => services.AddContexts<SqlServerStoreDb>((_, o) => o.UseSqlServer(connection)),
        DatabaseProvider.Postgres => services.AddContexts<PostgresStoreDb>((_, o) => o.UseNpgsql(connection)),
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, null),
    };

    /// <summary>
    /// Builds EF's model on another core during start-up; EF caches it for every later context of the provider. SQLite's model is compiled, the other
    /// two are built at run time. No database is contacted.
    /// </summary>
    public static Task BuildModelAheadAsync(StoreSettings settings) => Task.Run(() =>
    {
        using var services = new ServiceCollection().AddStoreDb(settings.Provider, settings.ConnectionString).BuildServiceProvider();
        using var db = services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContext();
        _ = db.Model;
    });

    /// <summary>
    /// Applies pending migrations; returns how many. Takes the lock only if some are pending, and on SQLite waits for another's lock only until it is
    /// stale: EF waits forever for a row that a killed process left.
    /// </summary>
    public static Task<int> MigrateAsync(StoreDb db, CancellationToken cancel) => MigrateAsync(db, TimeProvider.System, cancel);

    public static async Task<int> MigrateAsync(StoreDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (await HasEveryMigrationAsync(db, cancel))
            return 0;
        if (db is SqliteStoreDb)
        {
            SqliteFile.Create(db.Database.GetConnectionString());
            await WaitForLockAsync(db, clock, cancel);
        }
        if (db is PostgresStoreDb)
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancel); // otherwise EF detects it by an error, which it logs
        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).Count();
        if (pending > 0)
            await db.Database.MigrateAsync(cancel);
        return pending;
    }

    /// <summary>
    /// Fast path of nearly every start, by one plain query: EF would first build a model of its history, which takes a tenth of the start-up time.
    /// False also if there is no history or no database; EF then reports what is wrong.
    /// </summary>
    public static async Task<bool> HasEveryMigrationAsync(StoreDb db, CancellationToken cancel)
    {
        if (db is SqliteStoreDb && SqliteFile.IsMissingOrEmpty(db.Database.GetConnectionString()))
            return false;
        try
        {
            // An error is expected: no failure is logged, and SQL Server's client does not wait ten seconds before a retry.
            await db.GetService<IRelationalConnection>().OpenAsync(cancel, errorsExpected: true);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"";
            HashSet<string> applied = [];
            await using (var rows = await command.ExecuteReaderAsync(cancel))
                while (await rows.ReadAsync(cancel))
                    applied.Add(rows.GetString(0));
            return db.Database.GetMigrations().All(applied.Contains);
        }
        catch (Exception e) when (DatabaseErrors.Within(e) is not null)
        {
            return false;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task WaitForLockAsync(StoreDb db, TimeProvider clock, CancellationToken cancel)
    {
        while ((await db.Database.GetPendingMigrationsAsync(cancel)).Any() && await IsLockedAsync(db, clock, cancel))
            await Task.Delay(LookAgainAfter, clock, cancel);
    }

    private static async Task<bool> IsLockedAsync(StoreDb db, TimeProvider clock, CancellationToken cancel)
    {
        var hasLockTable = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(cancel);
        if (hasLockTable == 0)
            return false;
        // A lock in the future was written before the clock was set back.
        var (limit, future) = (Text(clock.GetUtcNow() - StaleLock), Text(clock.GetUtcNow() + Age.ClockSkew));
        await db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsLock\" WHERE \"Timestamp\" < {limit} OR \"Timestamp\" > {future}", cancel);
        return await db.Database.SqlQuery<int>($"SELECT COUNT(*) AS \"Value\" FROM \"__EFMigrationsLock\"").SingleAsync(cancel) > 0;

        static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static IServiceCollection AddContexts<TDb>(this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configure) where TDb : StoreDb =>
        services
            .AddSingleton<ChangeSignal>()
            .AddSingleton<WriteWatch>()
            .AddActor()
            .AddPooledDbContextFactory<TDb>((s, options) =>
                configure(s, options.AddInterceptors(s.GetRequiredService<ChangeSignal>(), s.GetRequiredService<WriteWatch>())
                    .ConfigureWarnings(w => w.Log((RelationalEventId.CommandError, LogLevel.Debug))))) // whoever receives the error handles or logs it
            .AddSingleton<IDbContextFactory<StoreDb>, Factory<TDb>>()
            .AddScoped<OwnWrites>()
            .AddScoped<StoreDb>(s => s.GetRequiredService<IDbContextFactory<TDb>>().CreateDbContext()
                .LeasedTo(s.GetRequiredService<ActorScope>(), s.GetRequiredService<OwnWrites>()));

    /// <summary>The program is the actor unless a scope sets another; a program with its own name registers it before this.</summary>
    private static IServiceCollection AddActor(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Actor.Store);
        services.TryAddScoped<ActorScope>();
        return services;
    }

    private sealed class Factory<TDb>(IDbContextFactory<TDb> factory, Actor program) : IDbContextFactory<StoreDb> where TDb : StoreDb
    {
        public StoreDb CreateDbContext() => factory.CreateDbContext().LeasedTo(new ActorScope(program), new OwnWrites());
    }
}
