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
    /// One page of an ordered query, its total known beforehand or counted here. Only an ordered query can page: without a
    /// stable order a row shows twice or never.
    /// </summary>
    public static async Task<Page<TResult>> ToPageAsync<T, TResult>(
        this IOrderedQueryable<T> ordered, int number, int size, int total, Func<IQueryable<T>, IQueryable<TResult>> project, CancellationToken cancel) =>
        new(total == 0 ? [] : await project(ordered.Skip((number - 1) * size).Take(size)).ToListAsync(cancel), number, size, total);
}
