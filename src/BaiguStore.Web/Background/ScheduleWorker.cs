using BaiguStore.Core.Data;
using BaiguStore.Core.Publishing;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Background;

/// <summary>Publishes and withdraws scheduled content within ten seconds of its time. Every node polls; the first one does it.</summary>
public sealed partial class ScheduleWorker(IDbContextFactory<StoreDb> databases, TimeProvider clock, ILogger<ScheduleWorker> log) : PeriodicWorker
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Leaves the CPU to the first page.</summary>
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        await Task.Delay(AfterStart, clock, stoppingToken);
        await TryAsync(PublishAsync, LogFailed, stoppingToken);
        await RepeatAsync(async cancel => await timer.WaitForNextTickAsync(cancel), PublishAsync, LogFailed, stoppingToken);
    }

    private async Task PublishAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.PublishDueAsync(clock.GetUtcNow().UtcDateTime, cancel) is > 0 and var done)
            LogDone(done);
    }

    [LoggerMessage(LogLevel.Information, "Schedule: {Count} published or withdrawn")]
    private partial void LogDone(int count);

    [LoggerMessage(LogLevel.Warning, "Schedule not followed: {Reason}")]
    private partial void LogFailed(string reason);
}
