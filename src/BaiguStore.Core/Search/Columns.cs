using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BaiguStore.Core.Catalog;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

internal enum DocumentKind : byte
{
    Product = 1,
    Article = 2,

    /// <summary>A product hidden from visitors: a draft, withdrawn, or soft-deleted.</summary>
    Unpublished = 3,
}

/// <summary>
/// Dictionary encoding of specs, shared by all segments of one index: names, values, and distinct sets of values. Equal values (<see
/// cref="SpecValue"/>) share a number. Many products share a set, so it is stored once, and facets count products by set. Append-only; safe to read
/// while it grows.
/// </summary>
internal sealed class SpecNumbers
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Name, string Key), int> _meant = [];
    private readonly List<SpecChoice> _values = [];
    private readonly List<string> _nameOf = [];
    private readonly Dictionary<int[], int> _setNumbers = new(new SameValues());
    private readonly List<int[]> _sets = [];
    private readonly Lock _lock = new();
    private SpecTable? _snapshot;

    /// <summary>The number of a name and value, which the index stores in one term.</summary>
    public int Number(string term)
    {
        lock (_lock)
        {
            if (_numbers.TryGetValue(term, out var number))
                return number;
            _snapshot = null;
            var split = term.IndexOf(SearchFields.SpecSplit, StringComparison.Ordinal);
            var name = term[..split];
            if (!_names.TryGetValue(name, out var nameNumber))
            {
                _names.Add(name, nameNumber = _nameOf.Count);
                _nameOf.Add(name);
            }
            var value = SpecChoice.Of(nameNumber, term[(split + 1)..]);
            if (_meant.TryGetValue((nameNumber, value.Key), out number))
                _values[number] = _values[number].Or(value);
            else
            {
                _meant.Add((nameNumber, value.Key), number = _values.Count);
                _values.Add(value);
            }
            _numbers.Add(term, number);
            return number;
        }
    }

    /// <summary>The number of a set of values; duplicates count once.</summary>
    public int SetNumber(Span<int> values)
    {
        values.Sort();
        values = values[..Distinct(values)];
        lock (_lock)
        {
            var known = _setNumbers.GetAlternateLookup<ReadOnlySpan<int>>();
            if (known.TryGetValue(values, out var number))
                return number;
            _snapshot = null;
            var set = values.ToArray();
            _setNumbers.Add(set, _sets.Count);
            _sets.Add(set);
            return _sets.Count - 1;
        }
    }

    /// <summary>The present dictionaries, by number.</summary>
    public SpecTable Snapshot()
    {
        lock (_lock)
            return _snapshot ??= new([.. _nameOf], [.. _values.Select(v => v.Name)], [.. _values], [.. _sets]);
    }

    /// <summary>Moves the distinct items of a sorted list to its front and returns their number.</summary>
    private static int Distinct(Span<int> sorted)
    {
        var kept = 0;
        foreach (var value in sorted)
            if (kept == 0 || sorted[kept - 1] != value)
                sorted[kept++] = value;
        return kept;
    }

    private sealed class SameValues : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
    {
        public bool Equals(int[]? one, int[]? other) => one.AsSpan().SequenceEqual(other);

        public bool Equals(ReadOnlySpan<int> values, int[] other) => values.SequenceEqual(other);

        public int GetHashCode(int[] values) => GetHashCode(values.AsSpan());

        public int GetHashCode(ReadOnlySpan<int> values)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(values));
            return hash.ToHashCode();
        }

        public int[] Create(ReadOnlySpan<int> values) => values.ToArray();
    }
}

/// <summary>A facet value of a spec.</summary>
/// <param name="Name">Number of the spec's name.</param>
/// <param name="Label">The preferred display form among all spellings.</param>
/// <param name="Number">The first number in it, as sort key.</param>
internal sealed record SpecChoice(int Name, string Label, string Key, double Number)
{
    public static SpecChoice Of(int name, string label)
    {
        var key = SpecValue.KeyOf(label);
        return new(name, label, key, SpecValue.NumberOf(key));
    }

    public SpecChoice Or(SpecChoice other) => this with { Label = SpecValue.Nicer(Label, other.Label) };
}

/// <param name="Names">Names of specs.</param>
/// <param name="NameOf">Name number by value number.</param>
/// <param name="Sets">Value numbers of a set, ascending.</param>
internal sealed record SpecTable(string[] Names, int[] NameOf, SpecChoice[] Values, int[][] Sets)
{
    public int NameNumber(string name) => Array.IndexOf(Names, name);

    /// <summary>Value numbers of a name with one of these keys.</summary>
    public IEnumerable<int> NumbersOf(int name, HashSet<string> keys) =>
        Enumerable.Range(0, Values.Length).Where(n => NameOf[n] == name && keys.Contains(Values[n].Key));
}

/// <summary>
/// Sort keys and facet values of one segment in arrays: Lucene's own doc values cost a call per value. Loaded when a segment is first opened, some 40
/// bytes per product.
/// </summary>
internal sealed class Columns
{
    private static readonly ConditionalWeakTable<object, Columns> Loaded = [];

    public required DocumentKind[] Kinds { get; init; }
    public required int[] Ids { get; init; }
    public required int[] Categories { get; init; }
    public required int[] Vendors { get; init; }
    public required long[] Prices { get; init; }

    /// <summary>Position of each price among the facet's bounds: <see cref="PriceRange.PositionOf"/>.</summary>
    public required byte[] PricePositions { get; init; }
    public required byte[] Stocks { get; init; }
    public required byte[] SkuLengths { get; init; }

    /// <summary>Rank in the segment's order by name.</summary>
    public required int[] Orders { get; init; }

    /// <summary>Unix time in seconds.</summary>
    public required int[] Published { get; init; }

    /// <summary>Numbers of sets in <see cref="SpecTable.Sets"/>.</summary>
    public required int[] SpecSets { get; init; }

    public int HighestProduct =>
        Enumerable.Range(0, Ids.Length).Where(doc => Kinds[doc] != DocumentKind.Article).Select(doc => Ids[doc]).DefaultIfEmpty().Max();

    /// <summary>Words of names and specs.</summary>
    public required Spellings Spellings { get; init; }

    public static Columns Of(AtomicReader segment, SpecNumbers numbers) => Loaded.GetValue(segment.CoreCacheKey, _ => Load(segment, numbers));

    /// <summary>Ids and kinds only, for a segment that may be short-lived.</summary>
    public static (int[] Ids, DocumentKind[] Kinds) IdsOf(AtomicReader segment)
    {
        if (Loaded.TryGetValue(segment.CoreCacheKey, out var columns))
            return (columns.Ids, columns.Kinds);
        var (ids, kinds) = (new int[segment.MaxDoc], new DocumentKind[segment.MaxDoc]);
        ReadNumbers(segment, (doc, each) => (ids[doc], kinds[doc]) = (each.Id, each.Kind));
        return (ids, kinds);
    }

    /// <summary>Reports the numbers of every document of the segment.</summary>
    public static void ReadNumbers(AtomicReader segment, Action<int, Numbers> take)
    {
        if (segment.GetBinaryDocValues(SearchFields.Numbers) is not { } column)
            return;
        var bytes = new BytesRef();
        for (var doc = 0; doc < segment.MaxDoc; doc++)
        {
            column.Get(doc, bytes);
            take(doc, Numbers.Of(bytes));
        }
    }

    private static Columns Load(AtomicReader segment, SpecNumbers numbers)
    {
        var count = segment.MaxDoc;
        var columns = new Columns
        {
            Kinds = new DocumentKind[count],
            Ids = new int[count],
            Categories = new int[count],
            Vendors = new int[count],
            Prices = new long[count],
            PricePositions = new byte[count],
            Stocks = new byte[count],
            SkuLengths = new byte[count],
            Published = new int[count],
            Orders = LoadOrders(segment),
            SpecSets = LoadSpecs(segment, numbers),
            Spellings = new(segment.GetTerms(SearchFields.All)),
        };
        ReadNumbers(segment, (doc, each) =>
        {
            (columns.Kinds[doc], columns.Ids[doc], columns.Categories[doc], columns.Vendors[doc]) = (each.Kind, each.Id, each.CategoryId, each.VendorId);
            (columns.Prices[doc], columns.Stocks[doc], columns.SkuLengths[doc], columns.Published[doc]) = (each.Price, (byte)each.Stock, each.SkuLength, each.Published);
            columns.PricePositions[doc] = PriceRange.PositionOf(each.Price);
        });
        return columns;
    }

    private static int[] LoadOrders(AtomicReader segment)
    {
        var orders = new int[segment.MaxDoc];
        if (segment.GetSortedDocValues(SearchFields.Order) is { } names)
            for (var doc = 0; doc < orders.Length; doc++)
                orders[doc] = names.GetOrd(doc);
        return orders;
    }

    private static int[] LoadSpecs(AtomicReader segment, SpecNumbers numbers)
    {
        var sets = new int[segment.MaxDoc];
        if (segment.GetSortedSetDocValues(SearchFields.Specs) is not { } values)
        {
            Array.Fill(sets, numbers.SetNumber([]));
            return sets;
        }
        var term = new BytesRef();
        var global = new int[values.ValueCount];
        for (var ordinal = 0; ordinal < global.Length; ordinal++)
        {
            values.LookupOrd(ordinal, term);
            global[ordinal] = numbers.Number(term.Utf8ToString());
        }
        List<int> specs = [];
        for (var doc = 0; doc < sets.Length; doc++)
        {
            specs.Clear();
            values.SetDocument(doc);
            for (long ordinal; (ordinal = values.NextOrd()) != SortedSetDocValues.NO_MORE_ORDS;)
                specs.Add(global[ordinal]);
            sets[doc] = numbers.SetNumber(CollectionsMarshal.AsSpan(specs));
        }
        return sets;
    }
}
