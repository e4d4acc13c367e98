using System.Globalization;
using System.Text;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Search;
using BaiguStore.Core.Text;

namespace BaiguStore.Web.Models;

/// <summary>
/// How a list of products is looked at: `?q=24口&amp;vendor=h3c&amp;vendor=huawei&amp;spec.PoE=PoE%2B&amp;price=500-800&amp;sort=price&amp;size=48&amp;page=2`. Facets stand under
/// the keys of <see cref="SearchFacet.Key"/>.
/// </summary>
/// <param name="Usual">The order of a list whose address says none.</param>
public sealed record ListingQuery(string Usual = ListingQuery.ByName)
{
    public const string ByRelevance = "relevance", ByName = "name", ByPrice = "price", ByNewest = "newest";

    /// <summary>The two fields of the form in which a price range is typed, in whole yuan; its own address says `price=500-800`.</summary>
    public const string PriceFrom = "price-from", PriceTo = "price-to";

    public const string TextKey = "q", SortKey = "sort", SizeKey = "size", PageKey = "page";

    /// <summary>Facets and values of each that are read of an address.</summary>
    private const int MaxFacets = 12, MaxValues = 30, MaxValue = 200;

    public static IReadOnlyList<int> Sizes { get; } = [24, 48, 96];
    public static IReadOnlyList<(string Key, string Text)> Sorts { get; } = [(ByRelevance, "综合"), (ByName, "名称"), (ByPrice, "价格"), (ByNewest, "最新")];

    public string Text { get; init; } = "";
    public string Sort { get; init; } = Usual;
    public int Page { get; init; } = 1;
    public int Size { get; init; } = Sizes[0];

    /// <summary>By facet, in the order of their keys; values likewise.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Chosen { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What was typed as a price range.</summary>
    public (string From, string To)? TypedRange { get; init; }

    /// <summary>Whether the typed range is none: anything but whole yuan.</summary>
    public bool IsRangeWrong { get; init; }

    /// <summary>Nothing typed, chosen or ordered otherwise: the list as the tree links to it.</summary>
    public bool IsPlain => Text.Length == 0 && Chosen.Count == 0 && TypedRange is null && Sort == Usual;

    public ProductOrder Order => Sort switch
    {
        ByPrice => ProductOrder.Price,
        ByNewest => ProductOrder.Newest,
        _ => ProductOrder.Name,
    };

    /// <summary>Null where page, size or order cannot be. Keys that are not ours are nothing.</summary>
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
        return query.ContainsKey(PriceFrom) || query.ContainsKey(PriceTo) ? list.WithRange(PlainText.Line(query[PriceFrom]), PlainText.Line(query[PriceTo])) : list;

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

    /// <summary>The query string, with what is usual left out, so that one list has one address.</summary>
    public string ToQuery() => ToQuery(Uri.EscapeDataString);

    /// <summary>The same for a link on the list's own page, in a third of the bytes: browsers escape what is not ASCII themselves. A lone "?" is the list as it is.</summary>
    public string ToLink() => ToQuery(EscapeAscii) is { Length: > 0 } query ? query : "?";

    /// <summary>Letters of other scripts stay; everything else that is no plain letter or digit is escaped.</summary>
    private static string EscapeAscii(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            escaped.Append(rune.Value >= 0x80 && Rune.IsLetter(rune) ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        return escaped.ToString();
    }

    private string ToQuery(Func<string, string> escape)
    {
        var parts = new List<string>();
        if (Text.Length > 0)
            parts.Add($"{TextKey}={escape(Text)}");
        foreach (var (key, values) in Chosen)
            parts.AddRange(values.Select(value => $"{escape(key)}={escape(value)}"));
        if (Sort != Usual)
            parts.Add($"{SortKey}={Sort}");
        if (Size != Sizes[0])
            parts.Add($"{SizeKey}={Size}");
        if (Page > 1)
            parts.Add($"{PageKey}={Page}");
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    public bool Has(string facet, string value) => Chosen.TryGetValue(facet, out var values) && values.Contains(value);

    /// <summary>With the value chosen, or given up where it was; from the first page.</summary>
    public ListingQuery Toggle(string facet, string value)
    {
        var values = Chosen.GetValueOrDefault(facet) ?? [];
        return Choose(facet, values.Contains(value) ? [.. values.Where(v => v != value)] : [.. values, value]);
    }

    public ListingQuery WithoutChoices() => this with { Chosen = new Dictionary<string, IReadOnlyList<string>>(), Page = 1 };

    private ListingQuery Choose(string facet, IReadOnlyList<string> values) =>
        this with { Chosen = InOrder(Chosen.Where(c => c.Key != facet).Append(KeyValuePair.Create(facet, values))), Page = 1 };

    private ListingQuery WithRange(string from, string to)
    {
        if (from.Length + to.Length == 0)
            return this with { TypedRange = ("", "") };
        var (least, most) = (Yuan(from), Yuan(to));
        if ((least is null && from.Length > 0) || (most is null && to.Length > 0))
            return this with { TypedRange = (from, to), IsRangeWrong = true };
        if (least > most)
            (least, most) = (most, least);
        return Choose(SearchFacet.Price, [$"{least}-{most}"]) with { TypedRange = (from, to) };
    }

    private static int? Yuan(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var yuan) ? yuan : null;

    /// <summary>The facets that an address chooses.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ReadChosen(IQueryCollection query) => InOrder(query
        .Where(q => q.Key is SearchFacet.Vendor or SearchFacet.Category or SearchFacet.Price or SearchFacet.Stock || q.Key.StartsWith(SearchFacet.SpecPrefix, StringComparison.Ordinal))
        .Where(q => q.Key.Length <= MaxValue).Take(MaxFacets)
        .Select(q => KeyValuePair.Create(q.Key, (IReadOnlyList<string>)[.. q.Value.OfType<string>().Where(v => v.Length is > 0 and <= MaxValue).Distinct().Take(MaxValues)])));

    private static SortedDictionary<string, IReadOnlyList<string>> InOrder(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> chosen) =>
        new(chosen.Where(c => c.Value.Count > 0).ToDictionary(c => c.Key, c => (IReadOnlyList<string>)[.. c.Value.Order(StringComparer.Ordinal)]), StringComparer.Ordinal);
}
