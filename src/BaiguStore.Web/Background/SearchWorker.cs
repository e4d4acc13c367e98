using System.Diagnostics;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Search;
using BaiguStore.Web.PageCache;

namespace BaiguStore.Web.Background;

/// <summary>
/// Keeps this node's search index: opens or builds it behind the running store, then follows every change that the snapshot has taken in, and drops
/// cached lists that counted its facets before. Apart from
/// the change worker, so that neither a disk nor an index that fails keeps cached pages from being dropped.
/// </summary>
public sealed partial class SearchWorker(
    SearchIndex index, StoreSnapshots snapshots, PageCacheStore pages, IHostApplicationLifetime lifetime, ILogger<SearchWorker> log) : BackgroundService
{
    /// <summary>Between two looks at numbers in memory; the database is asked only when they differ.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.FirstPageAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
            await Task.Delay(await LookAsync(stoppingToken) ? Interval : AfterFailure, stoppingToken);
    }

    private async Task<bool> LookAsync(CancellationToken cancel)
    {
        try
        {
            if (!index.WantsCatchUp(snapshots.Current.Stamp))
                return true;
            var (started, generation) = (Stopwatch.GetTimestamp(), index.Folder.Current);
            pages.EvictLists(await index.CatchUpAsync(cancel), snapshots.Current.Tree);
            if (index.Folder.Current != generation)
                LogBuilt(Stopwatch.GetElapsedTime(started).TotalSeconds);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            LogFailed(e.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Search index built in {Seconds:F1} s")]
    private partial void LogBuilt(double seconds);

    [LoggerMessage(LogLevel.Warning, "Search index not kept, will be tried again: {Reason}")]
    private partial void LogFailed(string reason);
}
