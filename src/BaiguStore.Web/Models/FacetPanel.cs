using BaiguStore.Core.Search;

namespace BaiguStore.Web.Models;

/// <summary>The facets of a list as links and as one form.</summary>
public sealed record FacetPanel(Listing List)
{
    /// <summary>Facets that stand open, and values of each; the others are behind a click.</summary>
    private const int OpenFacets = 5;
    public const int OpenValues = 8;

    public ListingQuery Query => List.Query;

    public bool IsEmpty => List.Facets.Count == 0 && Query.Chosen.Count == 0 && !Query.IsRangeWrong;

    public IEnumerable<SearchFacet> Open => List.Facets.Where((f, n) => n < OpenFacets || Query.Chosen.ContainsKey(f.Key));

    public IReadOnlyList<SearchFacet> More => [.. List.Facets.Except(Open)];

    /// <summary>Everything chosen, with the label that a value has in its facet.</summary>
    public IEnumerable<(string Key, string Value, string Label)> Chosen =>
        from chosen in Query.Chosen
        from value in chosen.Value
        select (chosen.Key, value, List.Facets.FirstOrDefault(f => f.Key == chosen.Key)?.Values.FirstOrDefault(v => v.Value == value)?.Label ?? value);

    /// <summary>What the form keeps besides the choices.</summary>
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

    /// <summary>Choices that none of the shown facets offers any more, such as a range that was typed: the form must not lose them.</summary>
    public IEnumerable<(string Key, string Value)> Unseen =>
        Chosen.Where(c => List.Facets.FirstOrDefault(f => f.Key == c.Key)?.Values.Any(v => v.Value == c.Value) != true).Select(c => (c.Key, c.Value));
}

/// <summary>A list with its toolbar, table and pages.</summary>
/// <param name="KeySpecs">Columns of the table.</param>
/// <param name="Found">What is marked in it.</param>
public sealed record ListingView(Listing List, IReadOnlyList<string> KeySpecs, Highlights Found)
{
    /// <summary>Whether none of them has all that was asked for.</summary>
    public bool IsNearest { get; init; }
}

/// <summary>One facet of the panel.</summary>
/// <param name="Number">From 0, unique on the page.</param>
public sealed record FacetRow(FacetPanel Panel, SearchFacet Facet, int Number);
