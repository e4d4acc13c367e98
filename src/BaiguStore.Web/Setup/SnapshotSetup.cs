using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Data.Sqlite;
using BaiguStore.Core.Seeding;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Background;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Setup;

/// <summary>Prepares the data before the first request: schema, seeds, snapshot.</summary>
public static class SnapshotSetup
{
    public static void AddSnapshots(this IServiceCollection services) => services
        .AddSingleton<ChangeWorker>()
        .AddHostedService(s => s.GetRequiredService<ChangeWorker>())
        .AddSingleton<SearchWorker>()
        .AddHostedService(s => s.GetRequiredService<SearchWorker>())
        .AddHostedService<MaintenanceWorker>()
        .AddHostedService<ScheduleWorker>()
        .AddHostedService<MailWorker>();

    /// <summary>Runs concurrently with the mapping of endpoints, which needs no data.</summary>
    public static async Task PrepareStoreAsync(this WebApplication app, Task model)
    {
        await model.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var log = app.Services.GetRequiredService<ILogger<StoreSnapshots>>();
        var settings = app.Services.GetRequiredService<StoreSettings>();
        var (snapshots, changes) = (app.Services.GetRequiredService<StoreSnapshots>(), app.Services.GetRequiredService<ChangeWorker>());
        var cancel = app.Lifetime.ApplicationStopping;
        await using (var db = await app.Services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContextAsync(cancel))
        {
            // Nearly every start finds everything in place and needs no lock. If something is missing, it is checked again under the lock.
            if (await StoreDatabase.HasEveryMigrationAsync(db, cancel))
                await changes.CatchUpAsync(cancel);
            if (!snapshots.IsLoaded || IsToSeed())
            {
                await using var alone = await SetupLock.AcquireAsync(db, SayWaiting, cancel);
                await SetUpAsync(db);
            }
            foreach (var warning in await db.CheckSettingsAsync(cancel))
                log.LogWarning("{Warning}", warning);
        }
        SqliteFile.RememberSetup(settings);
        var tree = snapshots.Current.Tree;
        log.LogInformation("Ready: {Lines} lines, {Products} products", tree.LineCount, tree.Total);

        void SayWaiting() => log.LogInformation("Another process sets this database up; waiting until it is done");

        bool IsToSeed() => settings.Seed != SeedMode.None && !snapshots.Current.IsSeeded;

        async Task SetUpAsync(StoreDb db)
        {
            SqliteFile.Examine(settings);
            if (await StoreDatabase.MigrateAsync(db, cancel) is > 0 and var applied)
                log.LogInformation("{Provider}: {Count} migration(s) applied", settings.Provider, applied);
            await changes.CatchUpAsync(cancel);
            if (!IsToSeed())
                return;
            log.LogInformation("First start: seeding {DataPath} ({Key}={Mode})", settings.DataPath, StoreSettings.SeedKey, settings.Seed);
            await app.Services.GetRequiredService<StoreSeeder>().SeedAsync(settings.Seed, new LoggedProgress(log), cancel);
            await changes.CatchUpAsync(cancel);
        }
    }

    /// <summary>One line per ten percent, so that a log file stays readable.</summary>
    private sealed class LoggedProgress(ILogger log) : IProgress<WorkProgress>
    {
        private (string Work, int Tenth) _last;

        public void Report(WorkProgress value)
        {
            var now = (value.Work, value.Total == 0 ? 10 : (int)(value.Done * 10L / value.Total));
            if (now == _last)
                return;
            _last = now;
            log.LogInformation("{Work} {Done} / {Total}", value.Work, value.Done, value.Total);
        }
    }
}
