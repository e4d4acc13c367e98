using Lucene.Net.Index;
using Lucene.Net.Search;

namespace BaiguStore.Core.Search;

/// <summary>
/// What a match is worth. The steps are so far apart that no number of matches on one of them reaches the next: the exact part number, the
/// beginning of one, a part of one, the name, the rest.
/// </summary>
internal static class Worth
{
    /// <summary>What is called by another name than the typed one is worth half.</summary>
    public const float OtherName = 0.5f;

    public const float Sku = 10_000, SkuStart = 400, Part = 100, Name = 20, Vendor = 20, Spec = 2, Text = 0.25f;
}

/// <summary>Makes Lucene's query from units. No text of a visitor is ever parsed as a query.</summary>
internal sealed class QueryBuilder(WordSets sets)
{
    /// <summary>Terms behind one prefix; what begins so more often is found by its other matches.</summary>
    private const int ShortestPrefix = 2;

    /// <param name="needed">How many of the units a document must have.</param>
    /// <param name="inText">Whether the text counts as well as name and specs.</param>
    public Query Build(IReadOnlyList<QueryUnit> units, int needed, bool inText)
    {
        var all = new BooleanQuery();
        foreach (var unit in units)
            all.Add(Unit(unit, inText), needed >= units.Count && !IsOptional(unit, units.Count) ? Occur.MUST : Occur.SHOULD);
        if (needed < units.Count)
            all.MinimumNumberShouldMatch = needed;
        // The parts of a part number, typed with spaces between them.
        if (units.Count > 1 && units.All(u => !u.IsHan) && string.Concat(units.Select(u => u.Text)) is { Length: <= 64 } joined)
        {
            all = new() { { all, Occur.MUST } };
            Add(all, SkuMatches(joined));
        }
        return all;
    }

    /// <summary>Part numbers that are or begin with what was typed, whatever signs and spaces stand in it.</summary>
    public static Query Beginning(IReadOnlyList<QueryUnit> typed) => Any(SkuMatches(string.Concat(typed.Select(u => u.Text))));

    /// <summary>A single Han character beside other words is rarely what is meant.</summary>
    private static bool IsOptional(QueryUnit unit, int count) => unit is { IsHan: true, Length: 1 } && count > 1;

    private BooleanQuery Unit(QueryUnit unit, bool inText)
    {
        var any = new BooleanQuery { { Names(unit), Occur.SHOULD } };
        if (inText)
            Add(any, unit.Forms.Select(InText));
        return any;
    }

    /// <summary>What is in name or specs is not in the field of the text again, so one pair of a word may be here and the next there.</summary>
    private static Query InText(string form)
    {
        if (!SearchText.IsHanChar(form[0]))
            return Term(SearchFields.Text, form, Worth.Text);
        if (form.Length == 1)
            return new PrefixQuery(new(SearchFields.Text, form)) { Boost = Worth.Text };
        var pairs = new BooleanQuery();
        foreach (var pair in Enumerable.Range(0, form.Length - 1).Select(i => form.Substring(i, 2)).Where(pair => !Terms.IsFiller(pair)))
            pairs.Add(Any([Term(SearchFields.Text, pair, Worth.Text / (form.Length - 1)), Term(SearchFields.All, pair, 0)]), Occur.MUST);
        return pairs;
    }

    /// <summary>Of several names for the same the best counts, not all together.</summary>
    private DisjunctionMaxQuery Names(QueryUnit unit)
    {
        var names = new DisjunctionMaxQuery(0);
        List<(float Worth, IReadOnlyList<Query> Queries)> words = [];
        if (unit.Vendor is { } vendor)
            words.Add((Worth.Vendor, [Term(SearchFields.VendorTerm, vendor.Id.ToString(), 1)]));
        if (unit.IsWord)
            AddWords([unit.Text], 1);
        else
            names.Add(Any(unit.Text.Any(SearchText.IsHanChar) ? Han(unit.Text) : Latin(unit.Text, unit.Pieces)));
        if (unit.Also.Count > 0)
            AddWords(unit.Also, Worth.OtherName);
        foreach (var set in sets.BestOf(words))
            names.Add(set);
        return names;

        // What is in the name is in the field of all, too.
        void AddWords(IReadOnlyList<string> forms, float share)
        {
            words.Add((share * (Worth.Name + Worth.Spec), [.. forms.SelectMany(form => Whole(SearchFields.Name, form, 1))]));
            words.Add((share * Worth.Spec, [.. forms.SelectMany(form => Whole(SearchFields.All, form, 1))]));
        }
    }

    private static IEnumerable<Query> Latin(string text, IReadOnlyList<string> pieces)
    {
        foreach (var query in SkuMatches(text))
            yield return query;
        if (text.Length >= ShortestPrefix)
            yield return Parts(text);
        if (pieces.Count == 1)
        {
            foreach (var query in Whole(text))
                yield return query;
            yield break;
        }
        var each = new BooleanQuery();
        foreach (var piece in pieces)
        {
            var any = new BooleanQuery { { Term(SearchFields.All, piece, Worth.Spec), Occur.SHOULD } };
            if (piece.Length >= ShortestPrefix)
                any.Add(Parts(piece), Occur.SHOULD);
            each.Add(any, Occur.MUST);
        }
        yield return each;
    }

    private static Query[] Whole(string text) => [Term(SearchFields.Name, text, Worth.Name), Term(SearchFields.All, text, Worth.Spec)];

    private static IEnumerable<Query> Whole(string field, string text, float worth) =>
        text.Any(SearchText.IsHanChar) ? Han(field, worth, text, mustBeWhole: true) : [Term(field, text, worth)];

    private static IEnumerable<Query> SkuMatches(string text)
    {
        yield return Term(SearchFields.Sku, text, Worth.Sku);
        if (text.Length > ShortestPrefix)
            yield return new PrefixQuery(new(SearchFields.Sku, text)) { Boost = Worth.SkuStart };
    }

    private static PrefixQuery Parts(string text) =>
        new(new(SearchFields.Parts, text.Length > Terms.PartLength ? text[..Terms.PartLength] : text)) { Boost = Worth.Part };

    /// <summary>
    /// Numbers with what they count are terms; other Han are found by their pairs. Of a longer run that is no known word some pairs may be
    /// missing, because words that stand together in the query need not do so in the text.
    /// </summary>
    private static IEnumerable<Query> Han(string text) => Han(SearchFields.Name, Worth.Name, text, mustBeWhole: false).Concat(Han(SearchFields.All, Worth.Spec, text, mustBeWhole: false));

    private static IEnumerable<Query> Han(string field, float worth, string text, bool mustBeWhole)
    {
        if (text.Length == 1)
            yield return new PrefixQuery(new(field, text)) { Boost = worth };
        else if (!SearchText.IsHanChar(text[0]))
            yield return Term(field, text, worth);
        else
        {
            var pairs = new BooleanQuery();
            for (var i = 0; i + 1 < text.Length; i++)
                pairs.Add(Term(field, text.Substring(i, 2), worth / (text.Length - 1)), mustBeWhole || text.Length < 4 ? Occur.MUST : Occur.SHOULD);
            pairs.MinimumNumberShouldMatch = mustBeWhole || text.Length < 4 ? 0 : text.Length - 1 - ((text.Length - 2) / 2);
            yield return pairs;
        }
    }

    private static TermQuery Term(string field, string text, float worth) => new(new Term(field, text)) { Boost = worth };

    private static BooleanQuery Any(IEnumerable<Query> queries)
    {
        var any = new BooleanQuery();
        Add(any, queries);
        return any;
    }

    private static void Add(BooleanQuery any, IEnumerable<Query> queries)
    {
        foreach (var query in queries)
            any.Add(query, Occur.SHOULD);
    }
}
