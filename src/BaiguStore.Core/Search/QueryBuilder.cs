using BaiguStore.Core.Text;
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

    /// <summary>Of part numbers that differ by signs alone (X1, X1+) the one that has them as they were typed.</summary>
    public const float Signs = 1_000;

    public const float Sku = 10_000, SkuStart = 400, Part = 100, Name = 20, Vendor = 20, Spec = 2, Text = 0.25f;
}

/// <summary>Makes Lucene's query from units. No text of a visitor is ever parsed as a query.</summary>
/// <param name="isStrict">For a filter of staff, by which products are changed: all of every unit must be there.</param>
internal sealed class QueryBuilder(WordSets sets, TermFields fields, bool isStrict = false)
{
    /// <summary>Terms behind one prefix; what begins so more often is found by its other matches.</summary>
    private const int ShortestPrefix = 2;

    /// <summary>From so many characters on a piece of a part number may begin a part; a shorter one must be all of it: SR is no SRX380.</summary>
    private const int ShortestPiece = 3;

    /// <param name="needed">How many of the units a document must have.</param>
    /// <param name="inText">Whether the text counts as well as name and specs.</param>
    public BooleanQuery Build(IReadOnlyList<QueryUnit> units, int needed, bool inText)
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
    public Query Beginning(IReadOnlyList<QueryUnit> typed) => Any(SkuMatches(string.Concat(typed.Select(u => u.Text))));

    /// <summary>What is near to part numbers that nothing has, the longest common beginning first, with the rest of what was asked for.</summary>
    public Query Near(IEnumerable<NearPart> parts, IReadOnlyList<QueryUnit> rest)
    {
        var near = new BooleanQuery();
        foreach (var part in parts.Where(part => part.Starts.Count + part.Kind.Count > 0))
            near.Add(Near(part), Occur.SHOULD);
        var all = new BooleanQuery { { near, Occur.MUST } };
        foreach (var unit in rest)
            all.Add(Unit(unit, inText: false), IsOptional(unit, rest.Count + 1) ? Occur.SHOULD : Occur.MUST);
        return all;
    }

    /// <summary>What begins alike, those of its kind first; where nothing does, what is of its kind.</summary>
    private BooleanQuery Near(NearPart part)
    {
        var kind = new BooleanQuery();
        foreach (var unit in part.Kind)
            kind.Add(Unit(unit, inText: false), unit.IsWord ? Occur.MUST : Occur.SHOULD);
        if (part.Starts.Count == 0)
            return kind;
        var near = new BooleanQuery { { Any(part.Starts.Select(Begins)), Occur.MUST } };
        if (part.Kind.Count > 0)
            near.Add(kind, Occur.SHOULD);
        return near;
    }

    private Query Begins(string start) =>
        start.Length < NearPart.ShortestInner ? new PrefixQuery(new(fields.Sku, start)) { Boost = Worth.Part } : Parts(start);

    /// <summary>A single Han character beside other words is rarely what is meant.</summary>
    private bool IsOptional(QueryUnit unit, int count) => !isStrict && unit is { IsHan: true, Length: 1 } && count > 1;

    private BooleanQuery Unit(QueryUnit unit, bool inText)
    {
        var any = new BooleanQuery { { Names(unit), Occur.SHOULD } };
        // What measures 42U says so; a text that names 42U says for what something else is good.
        if (inText && !unit.IsMeasure)
            Add(any, unit.Forms.Select(InText));
        return any;
    }

    /// <summary>What is in name or specs is not in the field of the text again, so one pair of a word may be here and the next there.</summary>
    private Query InText(string form)
    {
        if (!SearchText.IsHanChar(form[0]))
            return Term(fields.Text, form, Worth.Text);
        if (form.Length == 1)
            return new PrefixQuery(new(fields.Text, form)) { Boost = Worth.Text };
        var pairs = new BooleanQuery();
        foreach (var pair in Enumerable.Range(0, form.Length - 1).Select(i => form.Substring(i, 2)).Where(pair => !Terms.IsFiller(pair)))
            pairs.Add(Any([Term(fields.Text, pair, Worth.Text / (form.Length - 1)), Term(fields.All, pair, 0)]), Occur.MUST);
        return pairs;
    }

    /// <summary>Of several names for the same the best counts, not all together.</summary>
    private DisjunctionMaxQuery Names(QueryUnit unit)
    {
        var names = new DisjunctionMaxQuery(0);
        List<(float Worth, IReadOnlyList<Query> Queries)> words = [];
        if (unit.Vendor is { } vendor)
            words.Add((Worth.Vendor, [Term(fields.Vendor, vendor.Id.ToString(), 1)]));
        if (unit.IsWord)
            AddWords([unit.Text], 1);
        else if (unit.Text.Any(SearchText.IsHanChar))
            names.Add(Any(Han(unit.Text)));
        else
            foreach (var way in Latin(unit))
                names.Add(way);
        if (unit.Also.Count > 0)
            AddWords(unit.Also, Worth.OtherName);
        foreach (var set in sets.BestOf(words))
            names.Add(set);
        return names;

        // What is in the name is in the field of all, too.
        void AddWords(IReadOnlyList<string> forms, float share)
        {
            words.Add((share * (Worth.Name + Worth.Spec), [.. forms.SelectMany(form => Whole(fields.Name, form, 1))]));
            words.Add((share * Worth.Spec, [.. forms.SelectMany(form => Whole(fields.All, form, 1))]));
        }
    }

    /// <summary>As a whole, and by its pieces where they lie apart: of two that begin with the whole, none is better for having more pieces.</summary>
    private IEnumerable<Query> Latin(QueryUnit unit)
    {
        yield return Any(AsWhole(unit));
        if (unit.Pieces.Count == 1 || HasPlus(unit))
            yield break;
        var each = new BooleanQuery { Boost = 1f / unit.Pieces.Count };
        foreach (var piece in unit.Pieces)
        {
            var any = new BooleanQuery { { Term(fields.All, piece, Worth.Spec), Occur.SHOULD } };
            if (piece.Length >= ShortestPiece)
                any.Add(Parts(piece), Occur.SHOULD);
            each.Add(any, Occur.MUST);
        }
        yield return each;
    }

    /// <summary>PoE+ is not PoE for staff who change all that have it.</summary>
    private bool HasPlus(QueryUnit unit) => isStrict && unit.HasSigns && unit.Signed.EndsWith('+');

    private IEnumerable<Query> AsWhole(QueryUnit unit)
    {
        var text = unit.Text;
        if (HasPlus(unit))
            return [new PrefixQuery(new(fields.Sku, SearchFields.SignedMark + unit.Signed)), Term(fields.All, unit.Signed, Worth.Spec)];
        var whole = SkuMatches(text, unit.HasSigns ? unit.Signed : null);
        if (unit.HasSigns)
            whole = whole.Append(Term(fields.All, unit.Signed, Worth.Spec));
        if (text.Length >= ShortestPrefix)
            whole = whole.Append(Parts(text));
        return unit.Pieces.Count == 1 ? whole.Concat(Whole(text)) : whole;
    }

    private Query[] Whole(string text) => [Term(fields.Name, text, Worth.Name), Term(fields.All, text, Worth.Spec)];

    private static IEnumerable<Query> Whole(string field, string text, float worth) =>
        text.Any(SearchText.IsHanChar) ? Han(field, worth, text, mustBeWhole: true) : [Term(field, text, worth)];

    /// <param name="signed">With the signs that were typed; null where there are none.</param>
    private IEnumerable<Query> SkuMatches(string text, string? signed = null)
    {
        yield return Term(fields.Sku, text, Worth.Sku);
        if (signed is not null)
            yield return Term(fields.Sku, SearchFields.SignedMark + signed, Worth.Signs);
        else
            yield return new BooleanQuery
            {
                { Term(fields.Sku, text, Worth.Signs), Occur.MUST },
                { Term(fields.Sku, SearchFields.SignedMark, 0), Occur.MUST_NOT },
            };
        if (text.Length > ShortestPrefix)
            yield return new PrefixQuery(new(fields.Sku, text)) { Boost = Worth.SkuStart };
    }

    /// <summary>A longer text than a term keeps: its beginning, and what follows from the first part on that a term keeps to the end.</summary>
    private Query Parts(string text)
    {
        if (text.Length <= Terms.PartLength)
            return new PrefixQuery(new(fields.Parts, text)) { Boost = Worth.Part };
        var rest = text.Length - Terms.PartLength;
        while (rest < text.Length - 1 && char.IsAsciiDigit(text[rest]) == char.IsAsciiDigit(text[rest - 1]))
            rest++;
        return new BooleanQuery { { Parts(text[..Terms.PartLength]), Occur.MUST }, { Parts(text[rest..]), Occur.MUST } };
    }

    /// <summary>
    /// Numbers with what they count are terms; other Han are found by their pairs. Of a longer run that is no known word some pairs may be
    /// missing, because words that stand together in the query need not do so in the text.
    /// </summary>
    private IEnumerable<Query> Han(string text) => Han(fields.Name, Worth.Name, text, isStrict).Concat(Han(fields.All, Worth.Spec, text, isStrict));

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
