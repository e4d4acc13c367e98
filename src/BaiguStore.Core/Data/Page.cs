using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Data;

/// <summary>A part of a list: its items, its 1-based number, how many items a page has, how many there are in all.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, int Number, int Size, int Total)
{
    public int Count => Math.Max(1, (Total + Size - 1) / Size);

    /// <summary>Whether a page of that number exists: the first always does, the others while they would hold an item.</summary>
    public static bool Exists(int number, int size, int total) => number == 1 || (number > 1 && (long)(number - 1) * size < total);
}

public static class Paging
{
    /// <summary>
    /// One page of an ordered query whose total is known. Only an ordered query can page: without a stable order a row shows twice
    /// or never. It is read from the nearer end, so that the last page costs what the first costs.
    /// </summary>
    /// <param name="project">Keeps the order of the page that it is given.</param>
    public static Task<Page<TResult>> ToPageAsync<T, TResult>(
        this IOrderedQueryable<T> ordered, int number, int size, int total, Func<IQueryable<T>, IQueryable<TResult>> project, CancellationToken cancel) =>
        ReadAsync(number, size, total, (fromEnd, skipped, taken) =>
            project((fromEnd ? ordered.Reverse() : ordered).Skip(skipped).Take(taken)).ToListAsync(cancel));

    /// <summary>The same for whoever asks the database in another way.</summary>
    /// <param name="read">Answers the rows behind so many skipped ones, in the order of the walk: from the list's end or from its beginning.</param>
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
