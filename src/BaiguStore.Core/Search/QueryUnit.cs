using BaiguStore.Core.Text;

namespace BaiguStore.Core.Search;

/// <summary>One thing that a query asks for: a Han word, or letters and digits with what joins them.</summary>
/// <param name="Text">Folded; a part number without its signs.</param>
/// <param name="Pieces">The parts of a part number as they were typed; for everything else the text alone.</param>
/// <param name="Start">Where it stands in the query.</param>
internal sealed record QueryUnit(string Text, IReadOnlyList<string> Pieces, bool IsHan, int Start, int Length)
{
    /// <summary>Other names of the same, any of which will do.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    public VendorName? Vendor { get; init; }

    /// <summary>Standing in the list of words, so that all of it must be there.</summary>
    public bool IsWord { get; init; }

    /// <summary>A part number with its signs, and a word with the + behind it (`x1+`, `poe+`): what has them comes first.</summary>
    public string Signed { get; init; } = Text;

    /// <summary>Not where it was mended into another.</summary>
    public bool HasSigns => Signed.Length > Text.Length && string.Concat(Signed.Where(char.IsLetterOrDigit)) == Text;

    /// <summary>A number with its unit: 42u, 2gbps.</summary>
    public bool IsMeasure => Pieces.Count == 1 && Measures.Is(Text);

    /// <summary>
    /// Whether it can only be a part number: letters and digits, and no measure. Where the catalogue has none such, the parts of others say nothing
    /// about it.
    /// </summary>
    public bool IsPartNumber => !IsHan && !IsWord && Vendor is null && !IsMeasure && Text.Length >= ShortestPart
        && Text.Any(char.IsAsciiDigit) && Text.Any(char.IsAsciiLetter) && !Text.Any(SearchText.IsHanChar);

    private const int ShortestPart = 4;

    public IEnumerable<string> Forms => Also.Prepend(Text);
}

/// <summary>Takes a query apart. Nothing in it is syntax.</summary>
/// <param name="takesAll">Whether nothing is left out: a filter of staff means all that was typed, a buyer's 价格 means nothing.</param>
internal sealed class QueryReader(Words words, bool takesAll = false)
{
    public const int MaxUnits = 12;

    /// <summary>Characters that count something behind a number.</summary>
    private const string Counters = "口端核盘年天万槽路寸颗位芯米块层级";
    private const string Numerals = "零一二三四五六七八九十";

    public IReadOnlyList<QueryUnit> Read(string text)
    {
        var folded = SearchText.Fold(!takesAll && text.Length > SearchRequest.MaxText ? text[..SearchRequest.MaxText] : text);
        List<QueryUnit> units = [];
        var runs = SearchText.Runs(folded).ToList();
        var eaten = 0; // up to where a number has taken in the Han behind it
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

    /// <summary>Names that are typed in two words: Dell EMC, 24 port.</summary>
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

    /// <summary>24口, 24个口, 24端口, 3年: the number with what it counts. Answers where that ends, or null for a plain number.</summary>
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

    /// <summary>Known words wherever they stand, the longest first; what lies between them as it is.</summary>
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
