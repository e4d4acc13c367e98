using BaiguStore.Core.Mail;

namespace BaiguStore.Web.Background;

/// <summary>Sends the e-mails of the outbox, within ten seconds of their due time. Runs on every node.</summary>
public sealed partial class MailWorker(Outbox outbox, TimeProvider clock, ILogger<MailWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var (sent, error) = await outbox.DeliverAsync(stoppingToken);
                if (sent > 0)
                    LogSent(sent);
                if (error.Length > 0)
                    LogNotSent(error);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogNotSent(e.Message); // the next poll retries
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Mail: {Count} letters sent")]
    private partial void LogSent(int count);

    [LoggerMessage(LogLevel.Warning, "Mail: a letter was not sent: {Reason}")]
    private partial void LogNotSent(string reason);
}
