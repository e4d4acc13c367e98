using System.Diagnostics;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Search;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.PageCache;

namespace BaiguStore.Web.Background;

/// <summary>
/// Maintains this node's search index: opens or builds it in the background, then follows every change that the snapshot includes, and evicts cached
/// lists with outdated facet counts. Separate from the change worker, so that a failing disk or index does not stop the eviction of cached pages.
/// </summary>
public sealed partial class SearchWorker(
    SearchIndex index, StoreSnapshots snapshots, PageCacheStore pages, IHostApplicationLifetime lifetime, ILogger<SearchWorker> log) : PeriodicWorker
{
    /// <summary>Between two comparisons of numbers in memory; the database is queried only if they differ.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when the index is open and the lists that were cached without it are evicted.</summary>
    public Task Opened => _opened.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.FirstPageAsync(stoppingToken);
        var pause = TimeSpan.Zero;
        await RepeatAsync(cancel => Task.Delay(pause, cancel), LookAsync, LogFailed, stoppingToken);

        async Task LookAsync(CancellationToken cancel)
        {
            pause = AfterFailure;
            await CatchUpAsync(cancel);
            _opened.TrySetResult();
            pause = Interval;
        }
    }

    private async Task CatchUpAsync(CancellationToken cancel)
    {
        if (!index.WantsCatchUp(snapshots.Current.Stamp))
            return;
        var (started, generation) = (Stopwatch.GetTimestamp(), index.Folder.Current);
        pages.EvictLists(await index.CatchUpAsync(cancel), snapshots.Current.Tree);
        if (index.Folder.Current != generation)
            LogBuilt(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    [LoggerMessage(LogLevel.Information, "Search index built in {Seconds:F1} s")]
    private partial void LogBuilt(double seconds);

    [LoggerMessage(LogLevel.Warning, "Search index not kept, will be tried again: {Reason}")]
    private partial void LogFailed(string reason);
}
