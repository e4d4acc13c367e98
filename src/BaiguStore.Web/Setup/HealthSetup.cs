using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Data.Sqlite;
using BaiguStore.Core.Storefront;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BaiguStore.Web.Setup;

/// <summary>`/healthz/live`: the process responds. `/healthz/ready`: the tree is loaded, the database responds and accepts writes.</summary>
public static class HealthSetup
{
    private const string Ready = "ready";

    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<DatabaseCheck>("database", tags: [Ready])
        .AddCheck<TreeCheck>("tree", tags: [Ready]);

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
    }

    private sealed class DatabaseCheck(IDbContextFactory<StoreDb> databases, StoreSettings settings, WriteWatch writes) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (SqliteFile.IsLost(settings))
                return HealthCheckResult.Unhealthy("The database file is gone.");
            if (writes.IsFailing)
                return HealthCheckResult.Unhealthy("The database took no write lately: its disk may be full.");
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            return await db.Database.CanConnectAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }

    private sealed class TreeCheck(StoreSnapshots snapshots) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(snapshots.IsLoaded ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The tree is not loaded yet."));
    }
}
