using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Web.PageCache;

namespace BaiguStore.Web.Background;

/// <summary>
/// Tails the change feed: keeps the snapshot fresh and drops cached pages that a change has made old. Looks every second,
/// and at once when something is saved in this process.
/// </summary>
public sealed partial class ChangeWorker(StoreSnapshots snapshots, ChangeSignal signal, PageCacheStore pages, ILogger<ChangeWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks, so that hundreds of saves in a second are counted in together.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    /// <summary>Categories that a recount names one by one.</summary>
    private const int MaxLogged = 50;
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Handles all changes up to now. Callers that just saved something wait for it, so their next page shows it.</summary>
    public Task CatchUpAsync(CancellationToken cancel) => AloneAsync(async () => pages.Evict(await snapshots.CatchUpAsync(cancel)), cancel);

    /// <summary>Counts afresh and logs where the counts had been wrong.</summary>
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await signal.WaitAsync(Interval, stoppingToken);
            try
            {
                await CatchUpAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // The database may be away for a moment: visitors keep the last snapshot, the next look tries again.
                LogNotRead(e.Message);
            }
            await Task.Delay(Rest, stoppingToken);
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
