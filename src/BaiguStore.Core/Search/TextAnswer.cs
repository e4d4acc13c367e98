using BaiguStore.Core.Text;
using Lucene.Net.Search;

namespace BaiguStore.Core.Search;

/// <summary>Result of a text search: complete matches, or the nearest ones.</summary>
/// <param name="Absent">Part numbers, as typed, that no product has.</param>
/// <param name="Marks">Words to highlight.</param>
internal sealed record TextHits(
    HitCollector Found, IReadOnlyList<int> Articles, bool IsNearest, IReadOnlyList<QueryUnit> Absent, IEnumerable<string> Marks);

/// <summary>Searches for a text, with further queries if the first finds nothing.</summary>
/// <param name="collect">Runs a query with counts and filters.</param>
/// <param name="isAnywhere">Whether a query matches any product at all.</param>
internal sealed class TextAnswer(IndexView view, Words words, Func<Query, HitCollector> collect, Func<Query, bool> isAnywhere)
{
    private readonly AbsentParts _parts = new(view, words);

    public TextHits Find(IReadOnlyList<QueryUnit> typed, IReadOnlyList<QueryUnit> units)
    {
        var exact = Matching(units, units.Count);
        if (exact.Matched > 0)
            return new(exact, [.. exact.Articles], IsNearest: false, _parts.OnlyBegun(typed), units.SelectMany(Visible));
        var absent = units.Where(u => u.IsPartNumber && !IsAnywhere([u], 1)).ToList();
        if (absent.Count == 0 && exact.Articles.Any())
            return new(exact, [.. exact.Articles], IsNearest: false, [], units.SelectMany(Visible));
        // If the correction matches nothing either, it was no typing error.
        var asTyped = absent.ConvertAll(u => typed.FirstOrDefault(t => t.Start == u.Start) ?? u);
        var near = asTyped.ConvertAll(_parts.Near);
        var found = absent.Count == 0 ? MostOf(units) : NearTo(near, [.. units.Except(absent)]);
        var articles = exact.Articles.Any() ? exact.Articles : found?.Articles ?? [];
        return new(found ?? exact, [.. articles], IsNearest: found is not null && !IsNothing(found), asTyped,
            units.Except(absent).SelectMany(Visible).Concat(near.SelectMany(n => n.Starts.Concat(n.Kind.SelectMany(Visible)))));
    }

    private static bool IsNothing(HitCollector hits) => hits.Matched == 0 && !hits.Articles.Any();

    /// <summary>In names and specs first; in descriptions only if that finds nothing, because it takes twice as long.</summary>
    private HitCollector Matching(IReadOnlyList<QueryUnit> units, int needed) =>
        collect(view.Queries.Build(units, needed, inText: false)) is var named && IsNothing(named)
            ? collect(view.Queries.Build(units, needed, inText: true)) : named;

    /// <summary>
    /// Products with a similar part number or of the same kind that match the rest; otherwise those that match most of the rest. Null if there are
    /// none.
    /// </summary>
    private HitCollector? NearTo(IReadOnlyList<NearPart> near, IReadOnlyList<QueryUnit> rest)
    {
        if (near.Any(n => n.Starts.Count + n.Kind.Count > 0) && collect(view.Queries.Near(near, rest)) is { Matched: > 0 } found)
            return found;
        return rest.Count == 0 ? null : Matching(rest, rest.Count) is { Matched: > 0 } whole ? whole : MostOf(rest);
    }

    /// <summary>Products that match the most units at once, with specs and words split. Null for a single unit.</summary>
    private HitCollector? MostOf(IReadOnlyList<QueryUnit> units)
    {
        var apart = units.SelectMany(Apart).Take(QueryReader.MaxUnits).ToList();
        return apart.Count > 1 ? Matching(apart, MostHad(apart)) : null;
    }

    /// <summary>
    /// The largest number of units that any product matches. It is monotonic, so a binary search without counting finds it: a dozen words without a
    /// common match cost four short queries instead of a dozen full ones.
    /// </summary>
    private int MostHad(List<QueryUnit> units)
    {
        var (had, tried) = (1, units.Count);
        while (tried - had > 1)
            if (IsAnywhere(units, (had + tried) / 2))
                had = (had + tried) / 2;
            else
                tried = (had + tried) / 2;
        return had;
    }

    private bool IsAnywhere(IReadOnlyList<QueryUnit> units, int needed) => isAnywhere(view.Queries.Build(units, needed, inText: true));

    /// <summary>A part number is not split: its pieces occur in unrelated part numbers.</summary>
    private static IEnumerable<QueryUnit> Apart(QueryUnit unit) =>
        unit.Pieces.Count < 2 || unit.IsPartNumber ? [unit] : unit.Pieces.Select(piece => unit with { Text = piece, Pieces = [piece], Also = [] });

    private static IEnumerable<string> Visible(QueryUnit unit) =>
        unit.Vendor is { } vendor ? unit.Forms.Concat(vendor.Aliases.Append(vendor.Name).Select(SearchText.Fold)) : unit.Pieces.Concat(unit.Forms);
}
