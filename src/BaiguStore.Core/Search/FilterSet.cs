using BaiguStore.Core.Catalog;

namespace BaiguStore.Core.Search;

/// <summary>Type of a facet.</summary>
internal enum FacetKind
{
    Vendor,
    Category,
    Price,
    Stock,
    Spec,
}

/// <summary>The chosen filters, prepared to test each product. Unknown values match nothing.</summary>
internal sealed class FilterSet
{
    private readonly List<(FacetKind Kind, int SpecName, Func<Columns, int, bool> Has)> _dimensions = [];

    public FilterSet(IReadOnlyDictionary<string, IReadOnlyList<string>>? filters, SpecTable specs, CategoryTree tree, IReadOnlyList<VendorName> vendors)
    {
        Chosen = filters?.Where(f => f.Value.Count > 0).ToDictionary(f => f.Key, f => f.Value.ToHashSet(StringComparer.Ordinal)) ?? [];
        ChosenKeys = Chosen.Where(c => IsSpec(c.Key))
            .ToDictionary(c => c.Key, c => c.Value.Select(SpecValue.KeyOf).ToHashSet(StringComparer.Ordinal));
        foreach (var (key, values) in Chosen)
        {
            var specName = IsSpec(key) ? specs.NameNumber(key[SearchFacet.SpecPrefix.Length..]) : -1;
            _dimensions.Add(key switch
            {
                SearchFacet.Vendor => (FacetKind.Vendor, specName, Vendor([.. vendors.Where(v => values.Contains(v.Code)).Select(v => v.Id)])),
                SearchFacet.Category => (FacetKind.Category, specName, Category([.. values.Select(tree.Find).OfType<CategoryNode>().SelectMany(Below)])),
                SearchFacet.Price => (FacetKind.Price, specName, Price([.. values.Select(PriceRange.Read).OfType<PriceRange>()])),
                SearchFacet.Stock => (FacetKind.Stock, specName, Stock([.. Enum.GetValues<StockState>().Where(s => values.Contains(s.ToString())).Select(s => (byte)s)])),
                _ => (FacetKind.Spec, specName, Spec(specs.Sets, [.. specs.NumbersOf(specName, ChosenKeys.GetValueOrDefault(key) ?? [])])),
            });
        }
    }

    public const int Passed = -1, Failed = -2;

    public Dictionary<string, HashSet<string>> Chosen { get; }

    /// <summary>Chosen value keys by spec facet, independent of spelling.</summary>
    public Dictionary<string, HashSet<string>> ChosenKeys { get; }

    private static bool IsSpec(string key) => key.StartsWith(SearchFacet.SpecPrefix, StringComparison.Ordinal);

    /// <summary>Whether a product passes all filters, fails in a single dimension (returns its number), or in several.</summary>
    public int Test(Columns columns, int doc)
    {
        var failed = Passed;
        for (var i = 0; i < _dimensions.Count; i++)
        {
            if (_dimensions[i].Has(columns, doc))
                continue;
            if (failed != Passed)
                return Failed;
            failed = i;
        }
        return failed;
    }

    public int Dimensions => _dimensions.Count;

    public FacetKind KindOf(int dimension) => _dimensions[dimension].Kind;

    /// <summary>Number of the spec's name; -1 if unknown, or if the dimension is not a spec.</summary>
    public int SpecNameOf(int dimension) => _dimensions[dimension].SpecName;

    public static IEnumerable<int> Below(CategoryNode node) => node.Children.SelectMany(Below).Prepend(node.Id);

    private static Func<Columns, int, bool> Vendor(HashSet<int> ids) => (columns, doc) => ids.Contains(columns.Vendors[doc]);

    private static Func<Columns, int, bool> Category(HashSet<int> ids) => (columns, doc) => ids.Contains(columns.Categories[doc]);

    private static Func<Columns, int, bool> Price(PriceRange[] ranges) => (columns, doc) =>
    {
        var price = columns.Prices[doc];
        foreach (var range in ranges)
            if (range.Holds(price))
                return true;
        return false;
    };

    private static Func<Columns, int, bool> Stock(byte[] states) => (columns, doc) => Array.IndexOf(states, columns.Stocks[doc]) >= 0;

    /// <summary>Each set is tested once, at the first product that has it.</summary>
    private static Func<Columns, int, bool> Spec(int[][] sets, int[] numbers)
    {
        const byte yes = 1, no = 2;
        var known = new byte[sets.Length];
        return (columns, doc) =>
        {
            ref var answer = ref known[columns.SpecSets[doc]];
            if (answer == 0)
                answer = sets[columns.SpecSets[doc]].AsSpan().ContainsAny(numbers) ? yes : no;
            return answer == yes;
        };
    }
}
