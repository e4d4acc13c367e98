using BaiguStore.Core.Text;
using Lucene.Net.Index;
using Lucene.Net.Search;

namespace BaiguStore.Core.Search;

/// <summary>
/// Scores of matches. The tiers are so far apart that matches of a lower tier never add up to a higher one: the exact part number, its prefix, a part
/// of one, the name, the rest.
/// </summary>
internal static class Worth
{
    /// <summary>A match by a synonym scores half.</summary>
    public const float OtherName = 0.5f;

    /// <summary>Bonus among part numbers that differ only in punctuation (X1, X1+) for the one as typed.</summary>
    public const float Signs = 1_000;

    public const float Sku = 10_000, SkuStart = 400, Part = 100, Name = 20, Vendor = 20, Spec = 2, Text = 0.25f;
}

/// <summary>Builds Lucene's query from units. No user input is ever parsed as a query.</summary>
/// <param name="isStrict">For filters of staff, who change the products found: every unit must match completely.</param>
internal sealed class QueryBuilder(WordSets sets, TermFields fields, bool isStrict = false)
{
    /// <summary>Minimum length of a prefix; shorter ones match too many terms and are found by other fields.</summary>
    private const int ShortestPrefix = 2;

    /// <summary>
    /// From so many characters on a piece of a part number may be a prefix of a part; a shorter one must match it completely: SR does not match
    /// SRX380.
    /// </summary>
    private const int ShortestPiece = 3;

    /// <param name="needed">Minimum number of units that a document must have.</param>
    /// <param name="inText">Whether the description counts as well as name and specs.</param>
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

    /// <summary>Part numbers that equal the input or begin with it, ignoring punctuation and spaces.</summary>
    public Query Beginning(IReadOnlyList<QueryUnit> typed) => Any(SkuMatches(string.Concat(typed.Select(u => u.Text))));

    /// <summary>Products similar to missing part numbers, longest common prefix first, with the rest of the query.</summary>
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

    /// <summary>Common prefixes, those of the same kind first; if there are none, products of the same kind.</summary>
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

    /// <summary>A single Han character beside other words is optional, because it is rarely significant.</summary>
    private bool IsOptional(QueryUnit unit, int count) => !isStrict && unit is { IsHan: true, Length: 1 } && count > 1;

    private BooleanQuery Unit(QueryUnit unit, bool inText)
    {
        var any = new BooleanQuery { { Names(unit), Occur.SHOULD } };
        // A measure such as 42U counts in name and specs only: in descriptions it usually refers to other products.
        if (inText && !unit.IsMeasure)
            Add(any, unit.Forms.Select(InText));
        return any;
    }

    /// <summary>
    /// The text field omits words that are in name or specs, so one bigram of a word may be in one field and the next in the other.
    /// </summary>
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

    /// <summary>The best match among synonyms counts, not their sum.</summary>
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

        // Words of the name are in the field of all words, too.
        void AddWords(IReadOnlyList<string> forms, float share)
        {
            words.Add((share * (Worth.Name + Worth.Spec), [.. forms.SelectMany(form => Whole(fields.Name, form, 1))]));
            words.Add((share * Worth.Spec, [.. forms.SelectMany(form => Whole(fields.All, form, 1))]));
        }
    }

    /// <summary>
    /// As a whole, and by its pieces where they are separate: of two part numbers that begin with the whole, more pieces give no advantage.
    /// </summary>
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

    /// <summary>PoE+ must not match PoE for staff, who change all products found.</summary>
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

    /// <param name="signed">With the punctuation as typed; null if there is none.</param>
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

    /// <summary>For a text longer than a term: its prefix, and the following parts that fit into a term completely.</summary>
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
    /// Numbers with their counters are terms; other Han text is matched by bigrams. A longer run that is not a known word may miss some bigrams,
    /// because its words need not be adjacent in the text.
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
