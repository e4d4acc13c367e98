using BaiguStore.Web.Background;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Visits;

namespace BaiguStore.Web.Setup;

/// <summary>What is counted of visits and of searches without a result: in memory, and each minute in the database.</summary>
public static class VisitSetup
{
    public static void AddVisits(this IServiceCollection services) => services
        .AddSingleton<VisitCounters>().AddSingleton<IVisitObserver>(s => s.GetRequiredService<VisitCounters>())
        .AddSingleton<ZeroResultCounters>()
        .AddSingleton<VisitWorker>().AddHostedService(s => s.GetRequiredService<VisitWorker>());
}
