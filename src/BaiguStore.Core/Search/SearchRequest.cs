using BaiguStore.Core.Catalog;

namespace BaiguStore.Core.Search;

public enum SearchOrder
{
    /// <summary>The best match first; without a text what is in stock, then the shortest part number.</summary>
    Relevance = 0,
    Name = 1,

    /// <summary>The lowest first, 询价 last.</summary>
    Price = 2,
    Newest = 3,
}

/// <summary>What a visitor looks for.</summary>
/// <param name="Text">As it was typed, of any length: what is beyond <see cref="MaxText"/> is not read.</param>
/// <param name="CategoryId">Only there and below; null for the whole store.</param>
/// <param name="Filters">
/// Chosen values by facet: of one facet any, of all facets together. The keys are those of <see cref="SearchFacet.Key"/>. A price may also be any
/// range of whole yuan, both ends of which belong to it: "500-800", "500-", "-800".
/// </param>
/// <param name="Page">From 1.</param>
/// <param name="Size">1 to <see cref="MaxSize"/>.</param>
public sealed record SearchRequest(
    string Text = "", int? CategoryId = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? Filters = null, SearchOrder Order = SearchOrder.Relevance,
    int Page = 1, int Size = 24)
{
    /// <summary>Characters that are read of a text.</summary>
    public const int MaxText = 200;
    public const int MaxSize = 100;

    /// <summary>Products that can be turned to; whoever has come so far adds a filter.</summary>
    public const int MaxReach = 10_000;

    /// <summary>Products on whole pages of this size that can be turned to, of so many found.</summary>
    public static int ReachOf(int total, int size) => Math.Min(total, MaxReach / size * size);
}

/// <summary>One value of a facet.</summary>
/// <param name="Value">What a filter names.</param>
/// <param name="Label">What a page shows; the same where it needs no other words.</param>
/// <param name="Count">How many products there would be with this value chosen, and all that is chosen of the other facets.</param>
public sealed record FacetValue(string Value, string Label, int Count, bool IsChosen);

/// <param name="Key">"vendor", "category", "price", "stock", or "spec." with the spec's name.</param>
public sealed record SearchFacet(string Key, IReadOnlyList<FacetValue> Values)
{
    public const string Vendor = "vendor", Category = "category", Price = "price", Stock = "stock", SpecPrefix = "spec.";

    /// <summary>The price of what is sold on request only.</summary>
    public const string Ask = "ask";
}

public sealed record SearchHit(int ProductId, float Score);

/// <param name="Hits">Of the asked page, in their order.</param>
/// <param name="Total">All of them, exactly.</param>
/// <param name="Lines">Places of the tree whose names fit, the largest first.</param>
/// <param name="ArticleIds">The best first; not filtered.</param>
/// <param name="ReadAs">The text that was searched for instead, because nothing has what was typed; null where it was taken as it is.</param>
/// <param name="IsNearest">No product has all that was typed: these have the most of it.</param>
/// <param name="Highlights">Finds in a text what it was found by.</param>
public sealed record SearchAnswer(
    IReadOnlyList<SearchHit> Hits, int Total, IReadOnlyList<SearchFacet> Facets, IReadOnlyList<CategoryNode> Lines, IReadOnlyList<int> ArticleIds,
    string? ReadAs, bool IsNearest, Highlights Highlights)
{
    /// <summary>False while there is no index; then all else is empty.</summary>
    public bool IsReady { get; init; } = true;

    /// <summary>
    /// Part numbers as they were typed that no product has. With <see cref="IsNearest"/> what was found begins as they do or is of their kind; without
    /// it, it begins with all that was typed and goes on.
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

/// <param name="Text">A line's name, a part number, an article's title.</param>
/// <param name="Slug">With the kind it makes the address.</param>
public sealed record Suggestion(SuggestionKind Kind, string Text, string Slug);
