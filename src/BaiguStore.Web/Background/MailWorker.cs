using BaiguStore.Core.Mail;

namespace BaiguStore.Web.Background;

/// <summary>Sends the e-mails of the outbox, within ten seconds of their due time. Runs on every node.</summary>
public sealed partial class MailWorker(Outbox outbox, TimeProvider clock, ILogger<MailWorker> log) : PeriodicWorker
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        await RepeatAsync(async cancel => await timer.WaitForNextTickAsync(cancel), DeliverAsync, LogNotSent, stoppingToken);
    }

    private async Task DeliverAsync(CancellationToken cancel)
    {
        var (sent, error) = await outbox.DeliverAsync(cancel);
        if (sent > 0)
            LogSent(sent);
        if (error.Length > 0)
            LogNotSent(error);
    }

    [LoggerMessage(LogLevel.Information, "Mail: {Count} letters sent")]
    private partial void LogSent(int count);

    [LoggerMessage(LogLevel.Warning, "Mail: a letter was not sent: {Reason}")]
    private partial void LogNotSent(string reason);
}
