using BaiguStore.Core.Data.Postgres;
using BaiguStore.Core.Data.Sqlite;
using BaiguStore.Core.Data.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Data;

/// <summary>Puts the configured provider behind <see cref="StoreDb"/>, and brings its schema up to date.</summary>
public static class StoreDatabase
{
    /// <summary>A migration lock older than this was left behind by a process that was killed.</summary>
    private static readonly TimeSpan StaleLock = TimeSpan.FromMinutes(5);

    /// <summary>Registers pooled contexts and their factory for the provider.</summary>
    public static IServiceCollection AddStoreDb(this IServiceCollection services, DatabaseProvider provider, string connection) => provider switch
    {
        DatabaseProvider.Sqlite => services.AddContexts<SqliteStoreDb>(o => o.UseSqlite(connection).AddInterceptors(new SqliteStoreDb.Pragmas())),
        DatabaseProvider.SqlServer => services.AddContexts<SqlServerStoreDb>(o => o.UseSqlServer(connection)),
        DatabaseProvider.Postgres => services.AddContexts<PostgresStoreDb>(o => o.UseNpgsql(connection)),
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, null),
    };

    /// <summary>
    /// Applies what is pending; answers how many migrations that were. Asks for the lock only when something is pending, and
    /// clears a stale one first: EF waits for ever on a lock row that a killed process left in SQLite.
    /// </summary>
    public static async Task<int> MigrateAsync(StoreDb db, CancellationToken cancel)
    {
        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).Count();
        if (pending == 0)
            return 0;
        if (db is SqliteStoreDb)
            await ClearStaleLockAsync(db, cancel);
        await db.Database.MigrateAsync(cancel);
        return pending;
    }

    private static async Task ClearStaleLockAsync(StoreDb db, CancellationToken cancel)
    {
        var hasLockTable = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(cancel);
        if (hasLockTable > 0)
        {
            var limit = (DateTime.UtcNow - StaleLock).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
            await db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsLock\" WHERE \"Timestamp\" < {limit}", cancel);
        }
    }

    private static IServiceCollection AddContexts<TDb>(this IServiceCollection services, Action<DbContextOptionsBuilder> configure) where TDb : StoreDb =>
        services
            .AddPooledDbContextFactory<TDb>(configure)
            .AddSingleton<IDbContextFactory<StoreDb>, Factory<TDb>>()
            .AddScoped<StoreDb>(s => s.GetRequiredService<IDbContextFactory<TDb>>().CreateDbContext());

    private sealed class Factory<TDb>(IDbContextFactory<TDb> factory) : IDbContextFactory<StoreDb> where TDb : StoreDb
    {
        public StoreDb CreateDbContext() => factory.CreateDbContext();
    }
}
