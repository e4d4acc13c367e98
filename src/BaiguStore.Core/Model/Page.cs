namespace BaiguStore.Core.Model;

/// <summary>One page of a list: its items, 1-based number, page size, and the total number of items.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, int Number, int Size, int Total)
{
    public int Count => Math.Max(1, (Total + Size - 1) / Size);

    /// <summary>Whether a page number exists: the first page always does, others only if they contain an item.</summary>
    public static bool Exists(int number, int size, int total) => number == 1 || (number > 1 && (long)(number - 1) * size < total);
}
