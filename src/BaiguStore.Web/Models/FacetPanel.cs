using BaiguStore.Core.Search;

namespace BaiguStore.Web.Models;

/// <summary>The facets of a list as one form.</summary>
public sealed record FacetPanel(Listing List)
{
    public ListingQuery Query => List.Query;

    public bool IsEmpty => List.Facets.Count == 0 && Query.Chosen.Count == 0 && !Query.IsRangeWrong;

    /// <summary>Values of the two price fields: as just typed, or the chosen range if it is not one of the facet's own.</summary>
    public (string From, string To) Range => Query.TypedRange is { From: var from, To: var to } && from.Length + to.Length > 0 ? (from, to)
        : OwnRange is { } own && own.Split('-') is [var least, var most] ? (least, most)
        : ("", "");

    private string? OwnRange => Facet(SearchFacet.Price) is null ? null
        : Query.Chosen.GetValueOrDefault(SearchFacet.Price)?.FirstOrDefault(v => PriceRange.All.All(r => r.Value != v) && PriceRange.Read(v) is not null);

    /// <summary>All chosen values, with their labels.</summary>
    public IEnumerable<(string Key, string Value, string Label)> Chosen =>
        from chosen in Query.Chosen
        from value in chosen.Value
        select (chosen.Key, value, Facet(chosen.Key)?.Values.FirstOrDefault(v => v.Value == value)?.Label ?? value);

    /// <summary>Hidden fields of the form.</summary>
    public IEnumerable<(string Name, string Value)> Hidden
    {
        get
        {
            if (Query.Text.Length > 0)
                yield return (ListingQuery.TextKey, Query.Text);
            if (Query.Sort != Query.Usual)
                yield return (ListingQuery.SortKey, Query.Sort);
            if (Query.Size != ListingQuery.Sizes[0])
                yield return (ListingQuery.SizeKey, $"{Query.Size}");
        }
    }

    /// <summary>Chosen values that no displayed facet offers, such as a typed price range: the form must keep them.</summary>
    public IEnumerable<(string Key, string Value)> Unseen =>
        Chosen.Where(c => Facet(c.Key)?.Values.Any(v => v.Value == c.Value) != true && !(c.Key == SearchFacet.Price && c.Value == OwnRange))
            .Select(c => (c.Key, c.Value));

    private SearchFacet? Facet(string key) => List.Facets.FirstOrDefault(f => f.Key == key);
}

/// <summary>A list with toolbar, table and pager.</summary>
/// <param name="KeySpecs">Columns of the table.</param>
/// <param name="Found">What to highlight.</param>
public sealed record ListingView(Listing List, IReadOnlyList<string> KeySpecs, Highlights Found)
{
    /// <summary>Whether no product matches all words.</summary>
    public bool IsNearest { get; init; }
}

/// <summary>A facet of the panel.</summary>
/// <param name="Number">From 0, unique on the page.</param>
public sealed record FacetRow(FacetPanel Panel, SearchFacet Facet, int Number)
{
    /// <summary>Number of chosen values, including ones that are not displayed.</summary>
    public int ChosenCount => Panel.Query.Chosen.GetValueOrDefault(Facet.Key)?.Count ?? 0;

    public bool IsWrong => Facet.Key == SearchFacet.Price && Panel.Query.IsRangeWrong;
}
