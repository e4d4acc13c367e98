using System.Buffers;
using System.Collections.Concurrent;
using BaiguStore.Core.Visits;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Security;

namespace BaiguStore.Web.Visits;

/// <summary>The entity that a page's views are counted for.</summary>
public sealed record VisitedPage(VisitKind Kind, int Id);

/// <summary>Counts one page's views on this node until they are saved.</summary>
public sealed class VisitCounter
{
    private long _count;

    public void Add(long visits = 1) => Interlocked.Add(ref _count, visits);

    public void Count(HttpRequest request)
    {
        if (VisitCounters.IsByPerson(request))
            Add();
    }

    /// <summary>Returns the count since the last call, and resets it.</summary>
    public long Take() => Interlocked.Exchange(ref _count, 0);
}

/// <summary>
/// Counts page views of articles and categories, without a cookie and without identifying anybody. A cached page holds its counter, so that counting
/// costs a look at the user agent and one addition. Bots, staff and requests without a body are excluded.
/// </summary>
public sealed class VisitCounters : IVisitObserver
{
    /// <summary>Substrings of bots' user agents; most crawlers include their URL.</summary>
    private static readonly SearchValues<string> Programs = SearchValues.Create(
        ["bot", "spider", "crawl", "slurp", "http", "curl", "wget", "python", "java/", "headless", "monitor", "preview"], StringComparison.OrdinalIgnoreCase);

    private readonly ConcurrentDictionary<VisitedPage, VisitCounter> _counters = [];

    /// <summary>The counter for the page being rendered; null if its views are not counted.</summary>
    private VisitCounter? CounterFor(HttpContext context) =>
        context.Features.Get<VisitedPage>() is { } page && context.Response.StatusCode == StatusCodes.Status200OK ? _counters.GetOrAdd(page, _ => new()) : null;

    public static bool IsByPerson(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.UserAgent.ToString() is { Length: > 0 } name && !name.AsSpan().ContainsAny(Programs);

    public Action<HttpRequest>? CachedVisits(HttpContext context) => CounterFor(context) is { } counter ? counter.Count : null;

    /// <summary>Counts a request whose page was rendered for it.</summary>
    public void OnVisit(HttpContext context)
    {
        if (IsByPerson(context.Request) && !StaffCookie.IsIn(context.Request))
            CounterFor(context)?.Add();
    }

    /// <summary>Returns all counts since the last call, and resets them.</summary>
    public List<(VisitKind Kind, int Id, long Count)> Take() =>
        [.. _counters.Select(c => (c.Key.Kind, c.Key.Id, Count: c.Value.Take())).Where(c => c.Count > 0)];

    /// <summary>Adds counts back that could not be saved.</summary>
    public void PutBack(IEnumerable<(VisitKind Kind, int Id, long Count)> visits)
    {
        foreach (var (kind, id, count) in visits)
            _counters.GetOrAdd(new(kind, id), _ => new()).Add(count);
    }
}

public static class Visiting
{
    /// <summary>Declares the page's entity, so that the view is counted for it.</summary>
    public static void IsPageOf(this HttpContext context, VisitKind kind, int id) => context.Features.Set(new VisitedPage(kind, id));
}
