using System.Text.RegularExpressions;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Search;

/// <summary>
/// The index terms of a text. Texts: Han bigrams (and the last character of a run alone, so that every single character is a prefix of a term),
/// words, and numbers with units. Part numbers: the suffixes that start at each part.
/// </summary>
internal static partial class Terms
{
    /// <summary>Maximum length of a part number's term: long enough to distinguish models, short enough that many products share it.</summary>
    public const int PartLength = 12;

    private const int MaxWordLength = 40;

    private const string Particles = "的了和与及在是也而等";

    /// <summary>The terms of a text, which is folded here.</summary>
    public static void OfText(string text, ISet<string> into)
    {
        var folded = SearchText.Fold(text);
        Run? last = null;
        foreach (var run in SearchText.Runs(folded))
        {
            if (run.IsHan)
                OfHan(folded.AsSpan(run.Start, run.Length), into);
            else
                OfWord(folded, run, into);
            if (last is { } number && Measures.Spaced(folded, number, run) is { } measure)
                into.Add(measure);
            last = run;
        }
    }

    /// <summary>
    /// The terms of a description: without bigrams that contain a particle and without single characters, which nobody searches in prose and which
    /// are a fifth of it.
    /// </summary>
    public static void OfProse(string text, ISet<string> into)
    {
        HashSet<string> terms = new(StringComparer.Ordinal);
        OfText(text, terms);
        into.UnionWith(terms.Where(term => !IsFiller(term) && (term.Length > 1 || !SearchText.IsHanChar(term[0]))));
    }

    public static bool IsFiller(string term) => term.Length == 2 && (Particles.Contains(term[0], StringComparison.Ordinal) || Particles.Contains(term[1], StringComparison.Ordinal));

    /// <summary>Terms that find the part numbers in a text from any of their parts on.</summary>
    public static void OfParts(string text, ISet<string> into)
    {
        var folded = SearchText.Fold(text);
        foreach (var (joined, starts) in Chunks(folded))
            foreach (var start in starts)
                if (joined.Length - start > 1)
                    into.Add(joined.Substring(start, Math.Min(PartLength, joined.Length - start)));
    }

    /// <summary>Additional terms of a spec: numbers of ports as buyers write them (`24×GE` and `16个千兆电口` give `24口` and `16口`).</summary>
    public static void OfPorts(string name, string value, ISet<string> into)
    {
        if (!name.Contains('口', StringComparison.Ordinal))
            return;
        foreach (Match ports in PortCount().Matches(SearchText.Fold(value)))
            into.Add(ports.Groups[1].Value + "口");
    }

    /// <summary>Han runs of a text that are long enough to be words.</summary>
    public static IEnumerable<string> HanWords(string text)
    {
        var folded = SearchText.Fold(text);
        return SearchText.Runs(folded).Where(r => r.IsHan && r.Length is > 1 and <= MaxWordLength).Select(r => folded.Substring(r.Start, r.Length));
    }

    /// <summary>Canonical form of a unit: `16GB` becomes `16g`, `24port` becomes `24口`.</summary>
    public static string Unit(string word)
    {
        if (!char.IsAsciiDigit(word[0]) || char.IsAsciiDigit(word[^1]))
            return word;
        var measured = Measured().Match(word);
        return !measured.Success ? word : measured.Groups[1].Value + measured.Groups[2].Value switch
        {
            "gb" => "g",
            "tb" => "t",
            "mb" => "m",
            _ => "口",
        };
    }

    /// <summary>A number with the classifier after it: 24口, 500万. All names of ports become 口.</summary>
    public static string Counted(ReadOnlySpan<char> digits, char unit) => string.Concat(digits, unit == '端' ? "口" : [unit]);

    public static void OfHan(ReadOnlySpan<char> run, ISet<string> into)
    {
        for (var i = 0; i + 1 < run.Length; i++)
            into.Add(run.Slice(i, 2).ToString());
        into.Add(run[^1..].ToString());
    }

    private static void OfWord(string folded, Run run, ISet<string> into)
    {
        if (run.Length > MaxWordLength)
            return;
        var word = folded.Substring(run.Start, run.Length);
        into.Add(Unit(word));
        if (PlusesAt(folded, run.End) is > 0 and var pluses)
            into.Add(folded.Substring(run.Start, run.Length + pluses));
        for (int at = 0, x; (x = TimesAt(word, at)) > 0; at = x + 1)
        {
            // 2x600GB is two of 600GB: both forms are indexed.
            into.Add(Unit(word[at..x]));
            if (TimesAt(word, x + 1) < 0)
                into.Add(Unit(word[(x + 1)..]));
        }
        if (run.End < folded.Length && char.IsAsciiDigit(word[^1]))
            into.Add(Counted(word.AsSpan(word.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1), folded[run.End]));
    }

    /// <summary>Number of trailing + signs: PoE+ is not PoE. A + between two words only joins them.</summary>
    public static int PlusesAt(string folded, int end)
    {
        var at = end;
        while (at < folded.Length && folded[at] == '+')
            at++;
        return at < folded.Length && char.IsAsciiLetterOrDigit(folded[at]) ? 0 : at - end;
    }

    /// <summary>A part number with distinguishing punctuation (`x1+`, `a/b`), without hyphens and spaces.</summary>
    public static string SignedOf(string sku) => string.Concat(SearchText.Fold(sku).Where(c => c is not ('-' or '_') && !char.IsWhiteSpace(c)));

    private static int TimesAt(string word, int from)
    {
        for (var i = Math.Max(from, 1); i + 1 < word.Length; i++)
            if (word[i] == 'x' && char.IsAsciiDigit(word[i - 1]) && char.IsAsciiDigit(word[i + 1])) // SRX380 does not mean 380 of SR
                return i;
        return -1;
    }

    /// <summary>Joined runs without separators, and the offsets of their parts: after punctuation, and where letters and digits meet.</summary>
    private static IEnumerable<(string Joined, List<int> Starts)> Chunks(string folded)
    {
        var (joined, starts) = ("", new List<int>());
        Run? last = null;
        foreach (var run in SearchText.Runs(folded).Where(r => !r.IsHan))
        {
            if (last is { } before && !SearchText.AreJoined(folded, before, run))
            {
                yield return (joined, starts);
                (joined, starts) = ("", []);
            }
            var word = folded.Substring(run.Start, run.Length);
            for (var i = 0; i < word.Length; i++)
                if (i == 0 || char.IsAsciiDigit(word[i]) != char.IsAsciiDigit(word[i - 1]))
                    starts.Add(joined.Length + i);
            joined += word;
            last = run;
        }
        if (joined.Length > 0)
            yield return (joined, starts);
    }

    [GeneratedRegex("^([0-9.]+)(gb|tb|mb|ports?)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Measured();

    [GeneratedRegex(@"(?<![0-9.])([0-9]{1,4}) ?(?:x|个[^0-9、,]{0,6}口|口)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PortCount();
}
