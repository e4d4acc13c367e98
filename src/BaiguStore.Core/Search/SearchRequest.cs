using BaiguStore.Core.Catalog;

namespace BaiguStore.Core.Search;

public enum SearchOrder
{
    /// <summary>Best match first; without a text products in stock, then the shortest part number.</summary>
    Relevance = 0,
    Name = 1,

    /// <summary>Lowest first, 询价 last.</summary>
    Price = 2,
    Newest = 3,
}

/// <summary>A visitor's search.</summary>
/// <param name="Text">As typed, of any length: text beyond <see cref="MaxText"/> is ignored.</param>
/// <param name="CategoryId">Restricts the search to a category and its descendants; null for the whole store.</param>
/// <param name="Filters">Chosen values by facet: OR within a facet, AND between facets. The keys are those of <see cref="SearchFacet.Key"/>. A price
/// may also be any inclusive range of whole yuan: "500-800", "500-", "-800".</param>
/// <param name="Page">From 1.</param>
/// <param name="Size">1 to <see cref="MaxSize"/>.</param>
public sealed record SearchRequest(
    string Text = "", int? CategoryId = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? Filters = null, SearchOrder Order = SearchOrder.Relevance,
    int Page = 1, int Size = 24)
{
    /// <summary>Characters of a text that are read.</summary>
    public const int MaxText = 200;
    public const int MaxSize = 100;

    /// <summary>Maximum reachable products when paging; beyond that the visitor should filter.</summary>
    public const int MaxReach = 10_000;

    /// <summary>Number of products reachable on whole pages of this size, for a total.</summary>
    public static int ReachOf(int total, int size) => Math.Min(total, MaxReach / size * size);
}

/// <summary>One value of a facet.</summary>
/// <param name="Value">Value for the filter.</param>
/// <param name="Label">Displayed text; equal to the value if it needs no other.</param>
/// <param name="Count">Number of products with this value and all chosen values of the other facets.</param>
public sealed record FacetValue(string Value, string Label, int Count, bool IsChosen);

/// <param name="Key">"vendor", "category", "price", "stock", or "spec." with the spec's name.</param>
public sealed record SearchFacet(string Key, IReadOnlyList<FacetValue> Values)
{
    public const string Vendor = "vendor", Category = "category", Price = "price", Stock = "stock", SpecPrefix = "spec.";

    /// <summary>Price value of products without a price.</summary>
    public const string Ask = "ask";
}

public sealed record SearchHit(int ProductId, float Score);

/// <param name="Hits">Hits of the requested page, in order.</param>
/// <param name="Total">Exact total.</param>
/// <param name="Lines">Matching categories, largest first.</param>
/// <param name="ArticleIds">Best first; filters do not apply.</param>
/// <param name="ReadAs">The corrected text that was searched instead, because nothing matched the original; null if nothing was corrected.</param>
/// <param name="IsNearest">No product matches all words: these match most of them.</param>
/// <param name="Highlights">Marks the matched words in a text.</param>
public sealed record SearchAnswer(
    IReadOnlyList<SearchHit> Hits, int Total, IReadOnlyList<SearchFacet> Facets, IReadOnlyList<CategoryNode> Lines, IReadOnlyList<int> ArticleIds,
    string? ReadAs, bool IsNearest, Highlights Highlights)
{
    /// <summary>False while there is no index; then everything else is empty.</summary>
    public bool IsReady { get; init; } = true;

    /// <summary>
    /// Part numbers, as typed, that no product has. With <see cref="IsNearest"/> the hits have a common prefix or are of the same kind; without it,
    /// they begin with the whole input and are longer.
    /// </summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    public static SearchAnswer NotReady { get; } = new([], 0, [], [], [], null, false, Highlights.None) { IsReady = false };
}

public enum SuggestionKind
{
    Line,
    Product,
    Article,
}

/// <param name="Text">A category's name, a part number, or an article's title.</param>
/// <param name="Slug">With the kind it determines the URL.</param>
public sealed record Suggestion(SuggestionKind Kind, string Text, string Slug);
