using BaiguStore.Core.Catalog;
using BaiguStore.Web.PageCache;

namespace BaiguStore.Web.Background;

/// <summary>
/// Tails the change feed: keeps the snapshot fresh and drops cached pages that a change has made old. Looks every second,
/// and at once when something is saved in this process.
/// </summary>
public sealed class ChangeWorker(StoreSnapshots snapshots, PageStore pages, ILogger<ChangeWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Handles all changes up to now. Callers that just saved something wait for it, so their next page shows it.</summary>
    public async Task CatchUpAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            if (await snapshots.CatchUpAsync(cancel))
                pages.EvictAll();
        }
        finally
        {
            _one.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CatchUpAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The database may be away for a moment: visitors keep the last snapshot, the next tick tries again.
                log.LogWarning("Change feed not read: {Reason}", e.Message);
            }
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }
}
