using System.Buffers;
using System.Collections.Concurrent;
using BaiguStore.Core.Visits;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;

namespace BaiguStore.Web.Visits;

/// <summary>What a page is the page of, where its visits are counted.</summary>
public sealed record VisitedPage(VisitKind Kind, int Id);

/// <summary>Counts visits to one page on this node until they are written down.</summary>
public sealed class VisitCounter
{
    private long _count;

    public void Add(long visits = 1) => Interlocked.Add(ref _count, visits);

    /// <summary>What came since it was last taken.</summary>
    public long Take() => Interlocked.Exchange(ref _count, 0);
}

/// <summary>
/// Counts how often articles and lines are opened, without a cookie and without knowing by whom. A kept page has its counter in hand, so
/// that counting it costs a look at the browser's name and one addition. Programs, staff and questions without a body are left out.
/// </summary>
public sealed class VisitCounters
{
    /// <summary>Parts of what programs call themselves; most that read the whole web put their address there.</summary>
    private static readonly SearchValues<string> Programs = SearchValues.Create(
        ["bot", "spider", "crawl", "slurp", "http", "curl", "wget", "python", "java/", "headless", "monitor", "preview"], StringComparison.OrdinalIgnoreCase);

    private readonly ConcurrentDictionary<VisitedPage, VisitCounter> _counters = [];

    /// <summary>The counter of the page that this request makes; null for pages whose visits nobody counts.</summary>
    public VisitCounter? CounterFor(HttpContext context) =>
        context.Features.Get<VisitedPage>() is { } page && context.Response.StatusCode == StatusCodes.Status200OK ? _counters.GetOrAdd(page, _ => new()) : null;

    public static bool IsByPerson(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.UserAgent.ToString() is { Length: > 0 } name && !name.AsSpan().ContainsAny(Programs);

    /// <summary>Counts a request whose page was made for it.</summary>
    public void Count(HttpContext context)
    {
        if (IsByPerson(context.Request) && !StaffCookie.IsIn(context.Request))
            CounterFor(context)?.Add();
    }

    /// <summary>Takes all that was counted since it was last taken.</summary>
    public List<(VisitKind Kind, int Id, long Count)> Take() =>
        [.. _counters.Select(c => (c.Key.Kind, c.Key.Id, Count: c.Value.Take())).Where(c => c.Count > 0)];

    /// <summary>Puts back what could not be written down.</summary>
    public void PutBack(IEnumerable<(VisitKind Kind, int Id, long Count)> visits)
    {
        foreach (var (kind, id, count) in visits)
            _counters.GetOrAdd(new(kind, id), _ => new()).Add(count);
    }
}

public static class Visiting
{
    /// <summary>Says whose page this is, so that the visit is counted for it.</summary>
    public static void IsPageOf(this HttpContext context, VisitKind kind, int id) => context.Features.Set(new VisitedPage(kind, id));
}
