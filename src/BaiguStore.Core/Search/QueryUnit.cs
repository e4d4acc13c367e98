using BaiguStore.Core.Text;

namespace BaiguStore.Core.Search;

/// <summary>A unit of a query: a Han word, or joined letters and digits.</summary>
/// <param name="Text">Folded; a part number without punctuation.</param>
/// <param name="Pieces">The parts of a part number as typed; otherwise the text itself.</param>
/// <param name="Start">Offset in the query.</param>
internal sealed record QueryUnit(string Text, IReadOnlyList<string> Pieces, bool IsHan, int Start, int Length)
{
    /// <summary>Synonyms, each of which matches.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    public VendorName? Vendor { get; init; }

    /// <summary>A known word, so all of it must match.</summary>
    public bool IsWord { get; init; }

    /// <summary>A part number with its punctuation, or a word with a trailing + (`x1+`, `poe+`): exact matches rank first.</summary>
    public string Signed { get; init; } = Text;

    /// <summary>False if it was corrected to another word.</summary>
    public bool HasSigns => Signed.Length > Text.Length && string.Concat(Signed.Where(char.IsLetterOrDigit)) == Text;

    /// <summary>A number with unit: 42u, 2gbps.</summary>
    public bool IsMeasure => Pieces.Count == 1 && Measures.Is(Text);

    /// <summary>
    /// Whether it can only be a part number: letters and digits, not a measure. If the catalogue does not have it, matches of its parts mean nothing.
    /// </summary>
    public bool IsPartNumber => !IsHan && !IsWord && Vendor is null && !IsMeasure && Text.Length >= ShortestPart
        && Text.Any(char.IsAsciiDigit) && Text.Any(char.IsAsciiLetter) && !Text.Any(SearchText.IsHanChar);

    private const int ShortestPart = 4;

    public IEnumerable<string> Forms => Also.Prepend(Text);
}

/// <summary>Splits a query into units. There is no query syntax.</summary>
/// <param name="takesAll">Whether noise words are kept: a filter of staff means every word, a buyer's 价格 means nothing.</param>
internal sealed class QueryReader(Words words, bool takesAll = false)
{
    public const int MaxUnits = 12;

    /// <summary>Classifiers that may follow a number.</summary>
    private const string Counters = "口端核盘年天万槽路寸颗位芯米块层级";
    private const string Numerals = "零一二三四五六七八九十";

    public IReadOnlyList<QueryUnit> Read(string text)
    {
        var folded = SearchText.Fold(!takesAll && text.Length > SearchRequest.MaxText ? text[..SearchRequest.MaxText] : text);
        List<QueryUnit> units = [];
        var runs = SearchText.Runs(folded).ToList();
        var eaten = 0; // end of the Han text that a number has consumed
        for (var i = 0; i < runs.Count; i++)
        {
            var run = runs[i];
            if (run.IsHan)
            {
                ReadHan(folded, Math.Max(run.Start, eaten), run.End, units);
                continue;
            }
            var last = i;
            while (last + 1 < runs.Count && SearchText.AreJoined(folded, runs[last], runs[last + 1]))
                last++;
            if (last == i && ReadCounted(folded, run, units) is { } end)
                eaten = end;
            else if (last == i && i + 1 < runs.Count && Measures.Spaced(folded, run, runs[i + 1]) is { } measure)
                units.Add(new(measure, [measure], IsHan: false, run.Start, runs[last = i + 1].End - run.Start));
            else
                units.Add(Latin(folded, runs[i..(last + 1)]));
            i = last;
        }
        units = Paired(units);
        if (takesAll)
            return units;
        var meaningful = units.FindAll(u => !words.SaysNothing(u.Text));
        return [.. (meaningful.Count > 0 ? meaningful : units).Take(MaxUnits)];
    }

    private QueryUnit Latin(string folded, List<Run> runs)
    {
        var pieces = runs.ConvertAll(r => Terms.Unit(folded.Substring(r.Start, r.Length)));
        if (pieces is [var digits, "port" or "ports"] && digits.All(char.IsAsciiDigit))
            pieces = [digits + "口"];
        var (start, end) = (runs[0].Start, runs[^1].End + Terms.PlusesAt(folded, runs[^1].End));
        return Known(new(string.Concat(pieces), pieces, IsHan: false, start, runs[^1].End - start) { Signed = Terms.SignedOf(folded[start..end]) });
    }

    /// <summary>Names of two words: Dell EMC, 24 port.</summary>
    private List<QueryUnit> Paired(List<QueryUnit> units)
    {
        for (var i = 0; i + 1 < units.Count; i++)
        {
            var (one, next) = (units[i], units[i + 1]);
            var ports = next.Text is "port" or "ports" && one.Text.All(char.IsAsciiDigit);
            if (one.IsHan || next.IsHan || (!ports && words.Find(one.Text + next.Text) is null))
                continue;
            var both = ports ? one.Text + "口" : one.Text + next.Text;
            units[i] = Known(new(both, [both], IsHan: false, one.Start, next.Start + next.Length - one.Start));
            units.RemoveAt(i + 1);
        }
        return units;
    }

    private QueryUnit Known(QueryUnit unit) => words.Find(unit.Text) is { } word ? unit with { Also = word.Also, Vendor = word.Vendor, IsWord = true } : unit;

    /// <summary>24口, 24个口, 24端口, 3年: a number with its counter. Returns its end, or null for a plain number.</summary>
    private static int? ReadCounted(string folded, Run run, List<QueryUnit> units)
    {
        var at = run.End;
        if (at < folded.Length && folded[at] == '个')
            at++;
        if (at >= folded.Length || !Counters.Contains(folded[at], StringComparison.Ordinal))
            return null;
        var number = folded.AsSpan(run.Start, run.Length);
        if (number.ContainsAnyExceptInRange('0', '9'))
            return null;
        var counted = Terms.Counted(number, folded[at]);
        var end = folded[at] == '端' && at + 1 < folded.Length && folded[at + 1] == '口' ? at + 2 : at + 1;
        var inWords = int.TryParse(number, out var value) && value is > 0 and <= 10 ? $"{(value == 2 && folded[at] == '路' ? '双' : Numerals[value])}{folded[at]}" : null;
        units.Add(new(counted, [counted], IsHan: false, run.Start, end - run.Start) { Also = inWords is null ? [] : [inWords] });
        return end;
    }

    /// <summary>Known words at any position, longest first; the text between them is kept as it is.</summary>
    private void ReadHan(string folded, int start, int end, List<QueryUnit> units)
    {
        var rest = start;
        for (var at = start; at < end;)
        {
            var length = Math.Min(words.Longest, end - at);
            while (length > 0 && words.Find(folded.Substring(at, length)) is null && !words.SaysNothing(folded.Substring(at, length)))
                length--;
            if (length == 0 || (length == 1 && end - start < 4))
            {
                at++;
                continue;
            }
            AddHan(folded, rest, at, units);
            var text = folded.Substring(at, length);
            units.Add(Known(new(text, [text], IsHan: true, at, length)));
            rest = at += length;
        }
        AddHan(folded, rest, end, units);
    }

    private static void AddHan(string folded, int start, int end, List<QueryUnit> units)
    {
        if (end > start)
            units.Add(new(folded[start..end], [folded[start..end]], IsHan: true, start, end - start));
    }
}
