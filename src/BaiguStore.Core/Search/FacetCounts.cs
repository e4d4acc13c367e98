using System.Buffers;
using System.Runtime.CompilerServices;
using BaiguStore.Core.Catalog;

namespace BaiguStore.Core.Search;

/// <summary>
/// Counts facets in one pass: a product that passes every filter counts in all facets, one that fails a single facet counts in that facet only. So
/// each number says what choosing that value would give under the other filters.
/// </summary>
internal sealed class FacetCounts(SpecTable specs, FilterSet filters, int categoryIds, int vendorIds)
{
    /// <summary>Maximum values per facet, and maximum spec facets.</summary>
    private const int MostValues = 30, MostSpecs = 8;

    private readonly int[] _vendors = new int[vendorIds + 1], _categories = new int[categoryIds + 1];
    private readonly int[] _prices = new int[PriceRange.Positions], _stocks = new int[3];
    private static readonly ConditionalWeakTable<CategoryTree, HashSet<string>> KeySpecs = [];
    private static readonly Comparer<string> AsRead = Comparer<string>.Create(SpecValue.Compare);

    /// <summary>Product counts per set of specs: one addition per product, however many specs it has. Rented when the first product comes.</summary>
    private int[]? _sets;

    /// <summary>By dimension, counts of products that fail in that spec only.</summary>
    private readonly int[]?[] _failingSets = new int[]?[filters.Dimensions];

    /// <summary>Rented from a pool: allocated per search they would be large objects for the garbage collector.</summary>
    private static int[] Borrowed(int length)
    {
        var array = ArrayPool<int>.Shared.Rent(length);
        array.AsSpan(0, length).Clear();
        return array;
    }

    public void Add(Columns columns, int doc, int test)
    {
        if (test == FilterSet.Passed)
        {
            AddVendor(columns, doc);
            AddCategory(columns, doc);
            AddPrice(columns, doc);
            _stocks[columns.Stocks[doc]]++;
            (_sets ??= Borrowed(specs.Sets.Length))[columns.SpecSets[doc]]++;
            return;
        }
        switch (filters.KindOf(test))
        {
            case FacetKind.Vendor: AddVendor(columns, doc); break;
            case FacetKind.Category: AddCategory(columns, doc); break;
            case FacetKind.Price: AddPrice(columns, doc); break;
            case FacetKind.Stock: _stocks[columns.Stocks[doc]]++; break;
            default: (_failingSets[test] ??= Borrowed(specs.Sets.Length))[columns.SpecSets[doc]]++; break;
        }
    }

    /// <summary>Adds the counts of another instance with the same filters and empties it.</summary>
    public void Join(FacetCounts other)
    {
        foreach (var (own, others) in (ReadOnlySpan<(int[], int[])>)[(_vendors, other._vendors), (_categories, other._categories), (_prices, other._prices), (_stocks, other._stocks)])
            AddAll(own, others, own.Length);
        if (other._sets is { } passing)
            _sets = Joined(_sets, passing);
        for (var dimension = 0; dimension < _failingSets.Length; dimension++)
            if (other._failingSets[dimension] is { } failing)
                _failingSets[dimension] = Joined(_failingSets[dimension], failing);
        other._sets = null;
        Array.Clear(other._failingSets);
    }

    private int[] Joined(int[]? own, int[] others)
    {
        if (own is null)
            return others;
        AddAll(own, others, specs.Sets.Length);
        ArrayPool<int>.Shared.Return(others);
        return own;
    }

    private static void AddAll(int[] to, int[] from, int length)
    {
        for (var i = 0; i < length; i++)
            to[i] += from[i];
    }

    public IReadOnlyList<SearchFacet> ToFacets(CategoryTree tree, IReadOnlyList<VendorName> vendors, CategoryNode? within) =>
    [
        .. new[]
        {
            Facet(SearchFacet.Vendor, vendors.Select(v => (v.Code, v.Name, v.Id < _vendors.Length ? _vendors[v.Id] : 0)), byCount: true),
            Facet(SearchFacet.Category, Categories(tree).Select(c => (c.Slug, c.Name, c.Id < _categories.Length ? _categories[c.Id] : 0)), byCount: true),
            Facet(SearchFacet.Price, PriceRange.All.Select((r, i) => (r.Value, r.Value, PriceRange.CountOf(i, _prices))), byCount: false),
            Facet(SearchFacet.Stock, Enum.GetValues<StockState>().Select(s => (s.ToString(), s.ToString(), _stocks[(int)s])), byCount: false),
        }.OfType<SearchFacet>(),
        .. Specs(tree, within),
    ];

    /// <summary>Categories with any of these products, and chosen ones; avoids a walk of the whole tree.</summary>
    private IEnumerable<CategoryNode> Categories(CategoryTree tree) => Enumerable.Range(0, _categories.Length).Where(id => _categories[id] > 0).Select(tree.Find)
        .Concat(filters.Chosen.GetValueOrDefault(SearchFacet.Category)?.Select(tree.Find) ?? []).OfType<CategoryNode>().Distinct();

    private void AddVendor(Columns columns, int doc)
    {
        if (columns.Vendors[doc] < _vendors.Length) // a vendor added since the vendors were loaded is not counted yet
            _vendors[columns.Vendors[doc]]++;
    }

    private void AddCategory(Columns columns, int doc) => _categories[columns.Categories[doc]]++;

    private void AddPrice(Columns columns, int doc) => _prices[columns.PricePositions[doc]]++;

    /// <summary>Null for a facet without a choice.</summary>
    private SearchFacet? Facet(string key, IEnumerable<(string Value, string Label, int Count)> values, bool byCount)
    {
        var chosen = filters.Chosen.GetValueOrDefault(key);
        var shown = values.Where(v => v.Count > 0 || chosen?.Contains(v.Value) == true)
            .Select(v => new FacetValue(v.Value, v.Label, v.Count, chosen?.Contains(v.Value) == true)).ToList();
        if (byCount)
            shown = [.. shown.OrderByDescending(v => v.IsChosen).ThenByDescending(v => v.Count).ThenBy(v => v.Value, StringComparer.Ordinal).Take(MostValues)];
        return shown.Count > 1 || chosen is not null ? new(key, shown) : null;
    }

    /// <summary>Values of a spec, ties ordered by number. A chosen value without products is shown with 0.</summary>
    private SearchFacet? SpecFacet(string key, List<(SpecChoice Choice, int Count)> counted)
    {
        var chosen = filters.ChosenKeys.GetValueOrDefault(key);
        var gone = (filters.Chosen.GetValueOrDefault(key) ?? []).Select(value => (Choice: SpecChoice.Of(-1, value), Count: 0))
            .DistinctBy(g => g.Choice.Key).Where(g => counted.TrueForAll(c => c.Choice.Key != g.Choice.Key));
        var shown = gone.Concat(counted).OrderByDescending(c => IsChosen(c.Choice)).ThenByDescending(c => c.Count)
            .ThenBy(c => c.Choice.Number).ThenBy(c => c.Choice.Key, AsRead).ThenBy(c => c.Choice.Key, StringComparer.Ordinal).Take(MostValues)
            .Select(c => new FacetValue(c.Choice.Label, c.Choice.Label, c.Count, IsChosen(c.Choice))).ToList();
        return shown.Count > 1 || chosen is not null ? new(key, shown) : null;

        bool IsChosen(SpecChoice choice) => chosen?.Contains(choice.Key) == true;
    }

    /// <summary>Key specs of this category first, then key specs of any category, then the others; each by number of products.</summary>
    private IEnumerable<SearchFacet> Specs(CategoryTree tree, CategoryNode? within)
    {
        var values = CountValues();
        var (coverage, distinct) = (new int[specs.Names.Length], new int[specs.Names.Length]);
        for (var n = 0; n < values.Length; n++)
            if (values[n] > 0)
                (coverage[specs.NameOf[n]], distinct[specs.NameOf[n]]) = (coverage[specs.NameOf[n]] + values[n], distinct[specs.NameOf[n]] + 1);
        var keys = KeySpecs.GetValue(tree, static t => t.All.SelectMany(line => line.KeySpecs).ToHashSet(StringComparer.Ordinal));
        var names = Enumerable.Range(0, specs.Names.Length)
            .Select(n => (Number: n, Key: SearchFacet.SpecPrefix + specs.Names[n], Weight: within?.KeySpecs.Contains(specs.Names[n]) == true ? 2 : keys.Contains(specs.Names[n]) ? 1 : 0))
            .Where(n => (coverage[n.Number] > 0 && distinct[n.Number] > 1) || filters.Chosen.ContainsKey(n.Key))
            .OrderByDescending(n => filters.Chosen.ContainsKey(n.Key)).ThenByDescending(n => n.Weight).ThenByDescending(n => coverage[n.Number])
            .ThenBy(n => n.Key, StringComparer.Ordinal).Take(Math.Max(MostSpecs, filters.Chosen.Count)).ToList();
        var wanted = names.ToDictionary(n => n.Number, _ => new List<int>());
        for (var n = 0; n < values.Length; n++)
            if (values[n] > 0 && wanted.TryGetValue(specs.NameOf[n], out var numbers))
                numbers.Add(n);
        return names.Select(name => SpecFacet(name.Key, [.. wanted[name.Number].Select(n => (specs.Values[n], values[n]))])).OfType<SearchFacet>();
    }

    /// <summary>Product counts by value. Returns the rented arrays, so it can be called once only.</summary>
    private int[] CountValues()
    {
        var values = new int[specs.Values.Length];
        if (_sets is not null)
            Count(_sets, null);
        for (var dimension = 0; dimension < _failingSets.Length; dimension++)
            if (_failingSets[dimension] is { } failing)
                Count(failing, filters.SpecNameOf(dimension));
        return values;

        void Count(int[] sets, int? name)
        {
            for (var set = 0; set < specs.Sets.Length; set++)
                if (sets[set] > 0)
                    foreach (var value in specs.Sets[set])
                        if (name is null || specs.NameOf[value] == name)
                            values[value] += sets[set];
            ArrayPool<int>.Shared.Return(sets);
        }
    }
}
