using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.PageCache;

namespace BaiguStore.Web.Background;

/// <summary>
/// Tails the change feed: updates the snapshot and evicts outdated cached pages. Polls every second, and at once after a save in this process.
/// </summary>
public sealed partial class ChangeWorker(StoreSnapshots snapshots, ChangeSignal signal, PageCacheStore pages, ILogger<ChangeWorker> log) : PeriodicWorker
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Pause between two polls, so that hundreds of saves in a second are handled together.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    /// <summary>Categories that a recount logs individually.</summary>
    private const int MaxLogged = 50;
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Handles all changes up to now. Called after a save, so that the next page shows it.</summary>
    public Task CatchUpAsync(CancellationToken cancel) => AloneAsync(async () => pages.Evict(await snapshots.CatchUpAsync(cancel)), cancel);

    /// <summary>Recounts everything and logs where the counts were wrong.</summary>
    public Task RecountAsync(CancellationToken cancel) => AloneAsync(async () =>
    {
        var (caughtUp, drift) = await snapshots.RecountAsync(cancel);
        foreach (var wrong in drift.Take(MaxLogged))
            LogDrift(wrong.Category, wrong.Shown?.Count, wrong.Shown?.Total, wrong.Counted?.Count, wrong.Counted?.Total);
        if (drift.Count == 0)
            LogNoDrift(snapshots.Current.Tree.Total);
        else
            LogDrifts(drift.Count);
        pages.Evict(drift.Count == 0 ? caughtUp : caughtUp with { Rebuilt = true });
    }, cancel);

    /// <summary>While the database is away visitors keep the last snapshot.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rest = TimeSpan.Zero;
        return RepeatAsync(DueAsync, CatchUpAsync, LogNotRead, stoppingToken);

        async Task DueAsync(CancellationToken cancel)
        {
            await Task.Delay(rest, cancel);
            await signal.WaitAsync(Interval, cancel);
            rest = Rest;
        }
    }

    private async Task AloneAsync(Func<Task> work, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await work();
        }
        finally
        {
            _one.Release();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Change feed not read: {Reason}")]
    private partial void LogNotRead(string reason);

    [LoggerMessage(LogLevel.Warning, "Recount: {Category} showed {Shown} products ({ShownTotal} with all below) and has {Counted} ({CountedTotal})")]
    private partial void LogDrift(string category, int? shown, int? shownTotal, int? counted, int? countedTotal);

    [LoggerMessage(LogLevel.Warning, "Recount: {Categories} categories had drifted, all counts are fresh now")]
    private partial void LogDrifts(int categories);

    [LoggerMessage(LogLevel.Information, "Recount: {Products} products, no drift")]
    private partial void LogNoDrift(int products);

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }
}
