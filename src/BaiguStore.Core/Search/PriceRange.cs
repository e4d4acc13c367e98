using System.Buffers;
using BaiguStore.Core.Catalog;

namespace BaiguStore.Core.Search;

/// <summary>A price range in fen, both ends inclusive.</summary>
/// <param name="Value">Form in a URL: "500-800", "500-", "-800" or "ask".</param>
public readonly record struct PriceRange(string Value, long From, long To)
{
    /// <summary>Sort key of products without a price: above all others.</summary>
    private const long Ask = long.MaxValue;

    /// <summary>Bounds between the facet's ranges, in fen. A product at exactly such a price belongs to both ranges.</summary>
    private static readonly long[] Bounds = [1000_00, 5000_00, 20000_00, 50000_00, 100000_00];

    private static readonly SearchValues<char> Dashes = SearchValues.Create("-－–—~～");

    /// <summary>The facet's ranges in ascending order; 询价 is the last.</summary>
    public static IReadOnlyList<PriceRange> All { get; } =
    [
        Of(null, Bounds[0]), .. Bounds.Zip(Bounds.Skip(1), (from, to) => Of(from, to)), Of(Bounds[^1], null), new(SearchFacet.Ask, Ask, Ask),
    ];

    /// <summary>Number of positions that <see cref="PositionOf"/> distinguishes: between two bounds, on a bound, and 询价.</summary>
    internal static int Positions => (2 * Bounds.Length) + 2;

    public bool Holds(long fen) => fen >= From && fen <= To;

    /// <summary>Null for an open end.</summary>
    public static PriceRange Of(long? from, long? to) => new($"{Yuan.Of(from)}-{Yuan.Of(to)}", from ?? 0, to ?? Ask - 1);

    /// <summary>Parses the form of a URL, with numbers in any notation; null if malformed.</summary>
    public static PriceRange? Read(string value)
    {
        if (value == SearchFacet.Ask)
            return All[^1];
        var dash = value.AsSpan().IndexOfAny(Dashes);
        if (dash < 0 || value.Length == 1 || !Yuan.TryParseBound(value[..dash], out var from) || !Yuan.TryParseBound(value[(dash + 1)..], out var to))
            return null;
        return Of(from, to);
    }

    internal static byte PositionOf(long fen)
    {
        if (fen == Ask)
            return (byte)(Positions - 1);
        var bound = Array.BinarySearch(Bounds, fen);
        return (byte)(bound >= 0 ? (2 * bound) + 1 : 2 * ~bound);
    }

    /// <summary>Product count of one of <see cref="All"/>, from the counts by position.</summary>
    internal static int CountOf(int range, ReadOnlySpan<int> positions)
    {
        if (range == All.Count - 1)
            return positions[^1];
        var count = 0;
        for (var position = Math.Max(0, (2 * range) - 1); position <= Math.Min((2 * range) + 1, 2 * Bounds.Length); position++)
            count += positions[position];
        return count;
    }
}
