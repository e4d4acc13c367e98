using BaiguStore.Core.Data;
using BaiguStore.Core.Publishing;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Background;

/// <summary>Publishes and withdraws scheduled content within ten seconds of its time. Every node polls; the first one does it.</summary>
public sealed partial class ScheduleWorker(IDbContextFactory<StoreDb> databases, TimeProvider clock, ILogger<ScheduleWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Leaves the CPU to the first page.</summary>
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        await Task.Delay(AfterStart, clock, stoppingToken);
        do
        {
            try
            {
                await using var db = await databases.CreateDbContextAsync(stoppingToken);
                if (await db.PublishDueAsync(clock.GetUtcNow().UtcDateTime, stoppingToken) is > 0 and var done)
                    LogDone(done);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogFailed(e.Message); // the next poll retries
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Information, "Schedule: {Count} published or withdrawn")]
    private partial void LogDone(int count);

    [LoggerMessage(LogLevel.Warning, "Schedule not followed: {Reason}")]
    private partial void LogFailed(string reason);
}
