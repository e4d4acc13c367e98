using BaiguStore.Core.Articles;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Mail;
using BaiguStore.Core.Search;
using BaiguStore.Core.Staff;
using BaiguStore.Core.Visits;
using BaiguStore.Web.Staff;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Background;

/// <summary>
/// Periodic work of every node: records when sessions were last used, trims the change feed each hour; each night recounts, deletes expired data, and
/// renders again what an older version has rendered.
/// </summary>
public sealed partial class MaintenanceWorker(
    ChangeWorker changes, SessionCache sessions, IDbContextFactory<StoreDb> databases, TimeProvider clock, ILogger<MaintenanceWorker> log)
    : PeriodicWorker
{
    private static readonly TimeSpan TrimEvery = TimeSpan.FromHours(1);

    /// <summary>Not with each request, which would wait for other writers.</summary>
    private static readonly TimeSpan NoteSessionsEvery = TimeSpan.FromMinutes(5);

    /// <summary>03:00 in China, which has no daylight saving time.</summary>
    private static readonly TimeSpan RecountAt = TimeSpan.FromHours(3 + 24) - ChinaTime.Offset;

    /// <summary>Time until the next recount: more than zero, at most a day.</summary>
    public static TimeSpan UntilRecount(DateTime now) => now.TimeOfDay < RecountAt ? RecountAt - now.TimeOfDay : RecountAt + TimeSpan.FromDays(1) - now.TimeOfDay;

    /// <summary>Delay after the start, and pause between two articles.</summary>
    private static readonly TimeSpan RerenderAfter = TimeSpan.FromMinutes(1), RerenderPause = TimeSpan.FromMilliseconds(200);

    private bool _rerendered;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync("sessions", () => NoteSessionsEvery, NoteSessionsAsync, stoppingToken),
        RepeatAsync("rerender", () => _rerendered ? UntilRecount(clock.GetUtcNow().UtcDateTime) : RerenderAfter, RerenderAsync, stoppingToken),
        RepeatAsync("trim", () => TrimEvery, TrimAsync, stoppingToken),
        RepeatAsync("recount", () => UntilRecount(clock.GetUtcNow().UtcDateTime), changes.RecountAsync, stoppingToken),
        RepeatAsync("forget", () => UntilRecount(clock.GetUtcNow().UtcDateTime), ForgetAsync, stoppingToken));

    private async Task RerenderAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.FillRowTextsAsync(cancel) is > 0 and var rows)
            LogFilled(rows);
        if (await db.RerenderArticlesAsync(RerenderPause, cancel) is > 0 and var articles)
            LogRerendered(articles);
        _rerendered = true;
    }

    private async Task ForgetAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync(cancel);
        LogForgotten(
            await db.Comments.ForgetNetworksAsync(now, cancel) + await db.Inquiries.ForgetNetworksAsync(now, cancel), await db.ForgetVisitsAsync(now, cancel), await db.ForgetMailAsync(now, cancel),
            await db.ForgetEmptySearchesAsync(ChinaTime.DayOf(now), cancel), await db.ForgetSessionsAsync(now, cancel));
    }

    private async Task NoteSessionsAsync(CancellationToken cancel)
    {
        var seen = sessions.TakeSeen();
        if (seen.Count == 0)
            return;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.SeenAsync(seen, cancel);
    }

    private async Task TrimAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var trimmed = await db.TrimFeedAsync(clock.GetUtcNow().UtcDateTime - ChangeFeed.Kept, cancel);
        if (trimmed > 0)
            LogTrimmed(trimmed);
    }

    private Task RepeatAsync(string name, Func<TimeSpan> pause, Func<CancellationToken, Task> work, CancellationToken cancel) =>
        RepeatAsync(token => Task.Delay(pause(), clock, token), work, reason => LogFailed(name, reason), cancel);

    [LoggerMessage(LogLevel.Information,
        "Forgotten: where {Senders} comments and inquiries came from, {Visits} old rows of visits, {Letters} old letters, {Searches} of searches, {Sessions} ended sessions")]
    private partial void LogForgotten(int senders, int visits, int letters, int searches, int sessions);

    [LoggerMessage(LogLevel.Information, "Rendered anew: {Articles} articles, which an older version had rendered otherwise")]
    private partial void LogRerendered(int articles);

    [LoggerMessage(LogLevel.Information, "Texts by which staff find comments and inquiries made: {Rows}, which an older version had saved")]
    private partial void LogFilled(int rows);

    [LoggerMessage(LogLevel.Information, "Change feed: {Rows} old rows deleted")]
    private partial void LogTrimmed(int rows);

    [LoggerMessage(LogLevel.Warning, "Housekeeping '{Name}' failed, will be tried again: {Reason}")]
    private partial void LogFailed(string name, string reason);
}
