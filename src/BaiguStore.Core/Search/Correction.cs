namespace BaiguStore.Core.Search;

/// <summary>
/// Corrects words that match nothing: pinyin, letters and digits without separator, one or two typing errors, a Han character with the right sound.
/// Words in the index are never changed.
/// </summary>
/// <param name="isForStaff">For staff, who change the products found: reads pinyin and splits letters from digits, but corrects no spelling. Also
/// knows the words of unpublished products.</param>
internal sealed class Correction(IndexView view, Words words, bool isForStaff = false)
{
    /// <summary>Minimum lengths for one and for two typing errors.</summary>
    private const int OneFrom = 5, TwoFrom = 8;

    /// <summary>A single letter is in too many part numbers to be useful.</summary>
    private const int ShortestPart = 2;

    /// <summary>
    /// The units as they can be found, and the corrections with their positions in the text; pinyin is not reported, since it is not a mistake.
    /// </summary>
    public (List<QueryUnit> Units, List<(QueryUnit Typed, string Meant)> Mistakes) Understand(IReadOnlyList<QueryUnit> typed)
    {
        List<QueryUnit> units = [];
        List<(QueryUnit, string)> mistakes = [];
        foreach (var unit in typed)
        {
            var meant = unit.IsWord || unit.Vendor is not null ? [unit] : unit.IsHan ? Han(unit) : Latin(unit);
            units.AddRange(meant);
            if (meant is [var one] && one.Text != unit.Text)
                mistakes.Add((unit, string.Join('-', one.Pieces)));
        }
        return (units, mistakes);
    }

    private QueryUnit[] Han(QueryUnit unit)
    {
        if (isForStaff || unit.Length == 1 || Pairs(unit.Text).All(pair => Terms.IsFiller(pair) || Exists(pair)))
            return [unit];
        var meant = view.Lexicon.SoundingLike(unit.Text).Concat(words.All.Where(w => w.Length == unit.Length && w.Length > 2 && Spellings.Distance(w, unit.Text) == 1)).FirstOrDefault();
        return meant is null ? [unit] : [unit with { Text = meant, Pieces = [meant] }];
    }

    private QueryUnit[] Latin(QueryUnit unit)
    {
        if (IsKnown(unit))
            return [unit];
        if (unit.Pieces.Count > 1)
        {
            var pieces = unit.Pieces.Select(p => IsKnown(p) ? p : Mended(p) ?? p).ToList();
            return [unit with { Text = string.Concat(pieces), Pieces = pieces }];
        }
        var text = unit.Text;
        if (text.All(char.IsAsciiLetter) && Read(unit) is { } read)
            return read;
        if (!unit.IsMeasure && Parts(text) is { Count: > 1 } parts && parts.TrueForAll(p => p.Length >= ShortestPart && IsKnown(p)))
            return [unit with { Pieces = parts }];
        return Mended(text) is not { } mended ? [unit]
            : words.Find(mended) is { } word ? [unit with { Text = mended, Pieces = [mended], Also = word.Also, Vendor = word.Vendor }]
            : view.Lexicon.Read(mended) is [var han, ..] && !IsKnown(mended) ? [unit with { Text = han, Pieces = [han], IsHan = true, IsWord = true }]
            : [unit with { Text = mended, Pieces = [mended] }];
    }

    /// <summary>Pinyin of one word, or of two without separator: huaweijiaohuanji.</summary>
    private QueryUnit[]? Read(QueryUnit unit)
    {
        if (Reading(unit.Text) is { } whole)
            return [unit with { Also = whole }];
        for (var split = unit.Text.Length - 2; split > 1; split--)
            if (Start(unit.Text[..split]) is { } first && Reading(unit.Text[split..]) is { } second)
                return [unit with { Text = unit.Text[..split], Pieces = [unit.Text[..split]], Also = first.Also, Vendor = first.Vendor, Length = split },
                    unit with { Text = unit.Text[split..], Pieces = [unit.Text[split..]], Also = second, Start = unit.Start + split, Length = unit.Length - split }];
        return null;

        Word? Start(string letters) => words.Find(letters) ?? (Reading(letters) is { } names ? new(names, null) : null);
    }

    private IReadOnlyList<string>? Reading(string letters) =>
        view.Lexicon.Read(letters) is { Count: > 0 } names ? names
        : isForStaff && view.UnpublishedLexicon.Read(letters) is { Count: > 0 } others ? others
        : null;

    private bool IsKnown(QueryUnit unit) => unit.Also.Count > 0 || IsKnown(unit.Text) || (unit.Pieces.Count > 1 && unit.Pieces.All(IsKnown));

    private bool IsKnown(string text) =>
        words.Find(text) is not null || IsIn(TermFields.Published, text) || (isForStaff && IsIn(TermFields.Unpublished, text));

    private bool IsIn(TermFields fields, string text) => Exists(fields, text) || (text.Length > 1 && view.BeginsAPart(fields, text));

    private bool Exists(string term) => Exists(TermFields.Published, term);

    private bool Exists(TermFields fields, string term) =>
        view.Searcher.IndexReader.DocFreq(new(fields.All, term)) > 0 || view.Searcher.IndexReader.DocFreq(new(fields.Text, term)) > 0;

    /// <summary>s5560ei becomes s5560 and ei: a part may end after digits.</summary>
    private static List<string> Parts(string text)
    {
        List<string> parts = [];
        var start = 0;
        for (var i = 1; i < text.Length; i++)
            if (char.IsAsciiLetter(text[i]) && char.IsAsciiDigit(text[i - 1]))
            {
                parts.Add(text[start..i]);
                start = i;
            }
        parts.Add(text[start..]);
        return parts;
    }

    /// <summary>The most frequent of the nearest words: index terms, vendor names, pinyin. Null if none is near enough.</summary>
    private string? Mended(string text)
    {
        var wrong = isForStaff || text.Length < OneFrom ? 0 : text.Length < TwoFrom ? 1 : 2;
        if (wrong == 0)
            return null;
        var (best, rank) = ((string?)null, (Distance: wrong + 1, NotBegun: 0, Rarity: 0));
        foreach (var (_, columns) in view.Segments)
            columns.Spellings.Near(text, wrong, Consider);
        foreach (var word in words.All)
            if (Math.Abs(word.Length - text.Length) <= wrong)
                Consider(word, int.MaxValue);
        foreach (var reading in view.Lexicon.ReadingsFrom(text[0]))
            if (Math.Abs(reading.Length - text.Length) <= wrong)
                Consider(reading, view.Lexicon.Read(reading).Max(view.Lexicon.WeightOf));
        return best;

        void Consider(string term, int frequency)
        {
            var found = (Spellings.Distance(text, term), term[0] == text[0] ? 0 : 1, -frequency);
            if (found.CompareTo(rank) < 0 && HaveSameDigits(text, term))
                (best, rank) = (term, found);
        }
    }

    /// <summary>Swapped digits are a typing error; a different digit is another model.</summary>
    private static bool HaveSameDigits(string one, string other) =>
        one.Where(char.IsAsciiDigit).Order().SequenceEqual(other.Where(char.IsAsciiDigit).Order());

    private static IEnumerable<string> Pairs(string text) => Enumerable.Range(0, text.Length - 1).Select(i => text.Substring(i, 2));
}
