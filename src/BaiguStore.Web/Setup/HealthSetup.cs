using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BaiguStore.Web.Setup;

/// <summary>`/healthz/live`: the process answers. `/healthz/ready`: the tree is loaded and the database answers.</summary>
public static class HealthSetup
{
    private const string Ready = "ready";

    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddDbContextCheck<StoreDb>("database", tags: [Ready])
        .AddCheck<TreeCheck>("tree", tags: [Ready]);

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
    }

    private sealed class TreeCheck(StoreSnapshots snapshots) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(snapshots.IsLoaded ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The tree is not loaded yet."));
    }
}
