using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Search;
using BaiguStore.Core.Text;

namespace BaiguStore.Web.Models;

/// <summary>
/// Query string of a product list:
/// `?q=24口&amp;vendor=h3c&amp;vendor=huawei&amp;spec.PoE=PoE%2B&amp;price=500-800&amp;sort=price&amp;size=48&amp;page=2`. Facets use the keys of <see
/// cref="SearchFacet.Key"/>.
/// </summary>
/// <param name="Usual">Default sort order of the list.</param>
public sealed record ListingQuery(string Usual = ListingQuery.ByName)
{
    public const string ByRelevance = "relevance", ByName = "name", ByPrice = "price", ByNewest = "newest";

    /// <summary>Form fields for a price range in whole yuan; the canonical URL has `price=500-800`.</summary>
    public const string PriceFrom = "price-from", PriceTo = "price-to";

    /// <summary>The button that removes a filter is submitted with all others: `drop=stock=InStock`.</summary>
    public const string DropKey = "drop";

    public const string TextKey = "q", SortKey = "sort", SizeKey = "size", PageKey = "page";

    /// <summary>Limits of a query string: facets, values per facet, characters per value.</summary>
    private const int MaxFacets = 12, MaxValues = 30, MaxValue = 200;

    public static IReadOnlyList<int> Sizes { get; } = [24, 48, 96];
    public static IReadOnlyList<(string Key, string Text)> Sorts { get; } = [(ByRelevance, "综合"), (ByName, "名称"), (ByPrice, "价格"), (ByNewest, "最新")];

    public string Text { get; init; } = "";
    public string Sort { get; init; } = Usual;
    public int Page { get; init; } = 1;
    public int Size { get; init; } = Sizes[0];

    /// <summary>By facet, sorted by key; values are sorted, too.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Chosen { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Typed price range.</summary>
    public (string From, string To)? TypedRange { get; init; }

    /// <summary>Whether the typed range is invalid: not whole yuan.</summary>
    public bool IsRangeWrong { get; init; }

    /// <summary>Whether it has the form's notation and must redirect to the canonical URL of <see cref="ToQuery()"/>.</summary>
    public bool IsOfForm { get; init; }

    /// <summary>Without text, filters or sort order: the list's plain URL.</summary>
    public bool IsPlain => Text.Length == 0 && Chosen.Count == 0 && TypedRange is null && Sort == Usual;

    public ProductOrder Order => Sort switch
    {
        ByPrice => ProductOrder.Price,
        ByNewest => ProductOrder.Newest,
        _ => ProductOrder.Name,
    };

    /// <summary>Null for an invalid page, size or order. Unknown keys are ignored.</summary>
    public static ListingQuery? Read(IQueryCollection query, string usual)
    {
        var list = new ListingQuery(usual);
        if (query.Count == 0)
            return list;
        if (Number(PageKey, 1) is not { } page || Number(SizeKey, Sizes[0]) is not { } size || page < 1 || !Sizes.Contains(size))
            return null;
        var sort = query.TryGetValue(SortKey, out var sorts) ? sorts.ToString() : usual;
        if (!Sorts.Any(s => s.Key == sort))
            return null;
        list = list with { Text = PlainText.Truncate(PlainText.Line(query[TextKey]), SearchRequest.MaxText), Page = page, Size = size, Sort = sort, Chosen = ReadChosen(query) };
        if (query.ContainsKey(PriceFrom) || query.ContainsKey(PriceTo))
            list = list.WithRange(PlainText.Line(query[PriceFrom]), PlainText.Line(query[PriceTo]));
        return query.TryGetValue(DropKey, out var dropped) ? list.Without(dropped.ToString()) : list;

        int? Number(string key, int otherwise) => !query.TryGetValue(key, out var text) ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : null;
    }

    public SearchRequest ToRequest(int? categoryId) => new(Text, categoryId, Chosen, Sort switch
    {
        ByName => SearchOrder.Name,
        ByPrice => SearchOrder.Price,
        ByNewest => SearchOrder.Newest,
        _ => SearchOrder.Relevance,
    }, Page, Size);

    /// <summary>Canonical query string, without default values.</summary>
    public string ToQuery()
    {
        var parts = new List<string>();
        if (Text.Length > 0)
            parts.Add($"{TextKey}={Uri.EscapeDataString(Text)}");
        foreach (var (key, values) in Chosen)
            parts.AddRange(values.Select(value => $"{Uri.EscapeDataString(key)}={Uri.EscapeDataString(value)}"));
        if (Sort != Usual)
            parts.Add($"{SortKey}={Sort}");
        if (Size != Sizes[0])
            parts.Add($"{SizeKey}={Size}");
        if (Page > 1)
            parts.Add($"{PageKey}={Page}");
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    /// <summary>With each chosen value in its facet's spelling: `128 gb` and `128GB` are one list.</summary>
    public ListingQuery WrittenAs(IReadOnlyList<SearchFacet> facets) => this with
    {
        Chosen = InOrder(Chosen.Select(c => IsSpec(c.Key) && facets.FirstOrDefault(f => f.Key == c.Key) is { } facet
            ? KeyValuePair.Create(c.Key, (IReadOnlyList<string>)[.. facet.Values.Where(v => v.IsChosen).Select(v => v.Value)])
            : c)),
    };

    public ListingQuery WithoutChoices() => this with { Chosen = new Dictionary<string, IReadOnlyList<string>>(), Page = 1 };

    private ListingQuery Choose(string facet, IReadOnlyList<string> values) =>
        this with { Chosen = InOrder(Chosen.Where(c => c.Key != facet).Append(KeyValuePair.Create(facet, values))), Page = 1 };

    /// <summary>Removes `facet=value` and returns to the first page. Both may contain equals signs.</summary>
    private ListingQuery Without(string choice)
    {
        var facet = Chosen.Keys.FirstOrDefault(key => Chosen[key].Any(value => choice == $"{key}={value}"));
        var left = facet is null ? this : Choose(facet, [.. Chosen[facet].Where(value => choice != $"{facet}={value}")]);
        return left with { IsOfForm = !IsRangeWrong };
    }

    /// <summary>Adds a typed range to the chosen ones.</summary>
    private ListingQuery WithRange(string from, string to)
    {
        if (!Yuan.TryParseBound(from, out var least) || !Yuan.TryParseBound(to, out var most))
            return this with { TypedRange = (from, to), IsRangeWrong = true };
        if (least is null && most is null)
            return this with { TypedRange = ("", ""), IsOfForm = true };
        if (least > most)
            (least, most) = (most, least);
        var chosen = Choose(SearchFacet.Price, [.. Chosen.GetValueOrDefault(SearchFacet.Price) ?? [], PriceRange.Of(least, most).Value]);
        return chosen with { TypedRange = (from, to), IsOfForm = true };
    }

    /// <summary>The facets chosen by a query string.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ReadChosen(IQueryCollection query) => InOrder(query
        .Where(q => q.Key is SearchFacet.Vendor or SearchFacet.Category or SearchFacet.Price or SearchFacet.Stock || IsSpec(q.Key))
        .Where(q => q.Key.Length <= MaxValue).Take(MaxFacets)
        .Select(q => KeyValuePair.Create(
            q.Key, (IReadOnlyList<string>)[.. q.Value.OfType<string>().Where(v => v.Length is > 0 and <= MaxValue).Take(MaxValues).Select(v => Written(q.Key, v))])));

    private static bool IsSpec(string facet) => facet.StartsWith(SearchFacet.SpecPrefix, StringComparison.Ordinal);

    /// <summary>Canonical form of a value: price ranges in one notation.</summary>
    private static string Written(string facet, string value) =>
        facet == SearchFacet.Price && PriceRange.Read(value) is { } range ? range.Value : value;

    private static SortedDictionary<string, IReadOnlyList<string>> InOrder(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> chosen) =>
        new(
            chosen.Where(c => c.Value.Count > 0).ToDictionary(c => c.Key, c => (IReadOnlyList<string>)[.. c.Value.Distinct().Order(StringComparer.Ordinal)]),
            StringComparer.Ordinal);
}
