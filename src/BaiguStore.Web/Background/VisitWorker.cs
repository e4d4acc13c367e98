using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Core.Visits;
using BaiguStore.Web.Visits;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Background;

/// <summary>Saves this node's counters every minute and at shutdown. A killed node loses up to a minute of counts.</summary>
public sealed partial class VisitWorker(VisitCounters visits, ZeroResultCounters searches, IDbContextFactory<StoreDb> databases, TimeProvider clock, ILogger<VisitWorker> log) : PeriodicWorker
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Also called by tests, and before the counts are shown.</summary>
    public async Task WriteAsync(CancellationToken cancel)
    {
        await WriteAsync(visits.Take(), (db, today, counted) => db.AddVisitsAsync(today, counted, cancel), visits.PutBack, cancel);
        await WriteAsync(searches.Take(), (db, today, counted) => db.AddEmptySearchesAsync(today, counted, cancel), searches.PutBack, cancel);
    }

    private async Task WriteAsync<T>(
        List<T> counted, Func<StoreDb, DateOnly, List<T>, Task<IReadOnlyList<RefusedRow>>> write, Action<IEnumerable<T>> putBack,
        CancellationToken cancel)
    {
        if (counted.Count == 0)
            return;
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            foreach (var refused in await write(db, ChinaTime.DayOf(clock.GetUtcNow().UtcDateTime), counted))
                LogRefused(refused);
        }
        catch
        {
            putBack(counted); // retried after a minute
            throw;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        await RepeatAsync(async cancel => await timer.WaitForNextTickAsync(cancel), WriteAsync, LogFailed, stoppingToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(WriteAsync, LogFailed, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Not counted, because the database does not take it: {Row}")]
    private partial void LogRefused(RefusedRow row);

    [LoggerMessage(LogLevel.Warning, "Visits not written down yet: {Reason}")]
    private partial void LogFailed(string reason);
}
