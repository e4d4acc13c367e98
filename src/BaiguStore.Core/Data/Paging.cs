using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Data;

/// <summary>How a page of an ordered list is read.</summary>
public static class Paging
{
    /// <summary>
    /// One page of an ordered query with a known total. Only ordered queries can page: without a stable order a row shows twice or never. Read from
    /// the nearer end, so that the last page costs as much as the first.
    /// </summary>
    /// <param name="project">Must keep the order of the page that it gets.</param>
    public static Task<Page<TResult>> ToPageAsync<T, TResult>(
        this IOrderedQueryable<T> ordered, int number, int size, int total, Func<IQueryable<T>, IQueryable<TResult>> project, CancellationToken cancel) =>
        ReadAsync(number, size, total, (fromEnd, skipped, taken) =>
            project((fromEnd ? ordered.Reverse() : ordered).Skip(skipped).Take(taken)).ToListAsync(cancel));

    /// <summary>One page with a known total, for callers that run the query themselves.</summary>
    /// <param name="read">Returns the rows after skipping the given number, in reading order: from the list's end or from its beginning.</param>
    public static async Task<Page<T>> ReadAsync<T>(int number, int size, int total, Func<bool, int, int, Task<List<T>>> read)
    {
        var skipped = Math.Min((long)(number - 1) * size, total);
        var taken = (int)Math.Min(size, total - skipped);
        var behind = total - skipped - taken;
        if (taken == 0)
            return new([], number, size, total);
        var fromEnd = skipped > behind;
        var rows = await read(fromEnd, (int)Math.Min(skipped, behind), taken);
        if (fromEnd)
            rows.Reverse();
        return new(rows, number, size, total);
    }
}
