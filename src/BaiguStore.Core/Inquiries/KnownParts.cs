using System.Buffers;
using System.Text.RegularExpressions;
using BaiguStore.Core.Catalog;

namespace BaiguStore.Core.Inquiries;

/// <summary>Position of a part number in a text.</summary>
public readonly record struct PartSpan(int Start, int End)
{
    public int Length => End - Start;
}

/// <summary>
/// Finds the catalogue's part numbers in a list. First all lines give their candidates, which one query looks up; then the longest part number of
/// each line is found.
/// </summary>
public sealed partial class KnownParts
{
    /// <summary>Maximum runs of letters and digits in a part number: the catalogue's have at most nine.</summary>
    private const int MaxRuns = 10;

    /// <summary>Maximum runs per line, and candidates per list.</summary>
    private const int MaxRunsOfLine = 60, MaxCandidates = 20_000;

    /// <summary>Minimum length of a part number of digits only, and of letters only.</summary>
    private const int MinDigits = 4, MinLetters = 3;

    /// <summary>Punctuation within part numbers that people omit or vary.</summary>
    private static readonly SearchValues<char> Joining = SearchValues.Create(" -_./+#&");

    private readonly ILookup<string, string> _byKey;
    private readonly List<string> _withoutKey;

    public KnownParts(IEnumerable<string> skus)
    {
        var all = skus.ToList();
        _byKey = all.Where(s => Product.KeyOf(s).Length > 0).ToLookup(Product.KeyOf, StringComparer.Ordinal);
        _withoutKey = all.FindAll(s => Product.KeyOf(s).Length == 0);
    }

    public static KnownParts None { get; } = new([]);

    /// <summary>Keys of possible part numbers in these texts, and whole words for part numbers without a key.</summary>
    public static (IReadOnlyCollection<string> Keys, IReadOnlyCollection<string> Words) Candidates(IEnumerable<string> texts)
    {
        HashSet<string> keys = new(StringComparer.Ordinal), words = new(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            foreach (var run in Runs(text))
                if (keys.Count < MaxCandidates)
                    keys.Add(run.Key);
            foreach (Match word in Word().Matches(text))
                if (words.Count < MaxCandidates && word.Length <= Product.MaxSkuLength && Product.KeyOf(word.Value).Length == 0)
                    words.Add(word.Value);
        }
        return (keys, words);
    }

    /// <summary>The longest known part number in a text that is not a part of a longer one.</summary>
    public PartSpan? Longest(string text) => Spans(text).MaxBy(p => p?.Length);

    /// <summary>All known part numbers that do not overlap, longest first, returned in text order.</summary>
    public IReadOnlyList<PartSpan> All(string text)
    {
        List<PartSpan> taken = [];
        foreach (var span in Spans(text).OfType<PartSpan>().OrderByDescending(p => p.Length))
            if (taken.TrueForAll(t => span.End <= t.Start || span.Start >= t.End))
                taken.Add(span);
        return [.. taken.OrderBy(p => p.Start)];
    }

    private IEnumerable<PartSpan?> Spans(string text) =>
        Runs(text).SelectMany(run => _byKey[run.Key].Select(sku => SpanOf(sku, run, text)))
            .Concat(_withoutKey.Select(sku => text.IndexOf(sku, StringComparison.Ordinal) is >= 0 and var at ? new PartSpan(at, at + sku.Length) : default(PartSpan?)))
            .Where(p => p is { } span && StandsAlone(text, span));

    /// <summary>Position of the part number for that key: in the catalogue's spelling if present, otherwise with other punctuation.</summary>
    private static PartSpan? SpanOf(string sku, Run run, string text)
    {
        var from = Math.Max(0, run.Start - sku.Length);
        var literal = text.IndexOf(sku, from, Math.Min(text.Length, run.End + sku.Length) - from, StringComparison.OrdinalIgnoreCase);
        if (literal >= 0 && literal <= run.Start && literal + sku.Length >= run.End)
            return new(literal, literal + sku.Length);
        var needsLiteral = run.IsLoose || !run.Key.Any(char.IsAsciiDigit) || !run.Key.Any(char.IsAsciiLetter) || sku.Any(c => c > '\u02FF');
        return needsLiteral ? null : new(run.Start, run.End);
    }

    /// <summary>"S5735" is not contained in "S5735-L24T4S" nor in "WS-S5735"; but "S5735-3台" means three pieces of it.</summary>
    private static bool StandsAlone(string text, PartSpan span)
    {
        var before = text.AsSpan(0, span.Start);
        if (before.Length > 0 && IsPart(text[span.Start]) && (IsPart(before[^1]) || (before.Length > 1 && before[^1] is '-' or '_' or '+' or '#' && IsPart(before[^2]))))
            return false;
        var rest = text.AsSpan(span.End);
        if (rest.Length == 0 || !IsPart(text[span.End - 1]))
            return true;
        if (IsPart(rest[0]) || (rest.Length > 1 && rest[0] is '-' or '_' or '.' or '/' or '+' or '#' && IsPart(rest[1])))
            return Counted().IsMatch(rest);
        return true;

        static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c);
    }

    /// <param name="IsLoose">Contains punctuation or spaces that part numbers seldom have: only the exact spelling matches.</param>
    private readonly record struct Run(int Start, int End, string Key, bool IsLoose);

    private static IEnumerable<Run> Runs(string text)
    {
        var atoms = Atom().Matches(text).Take(MaxRunsOfLine).ToList();
        for (var i = 0; i < atoms.Count; i++)
        {
            var (key, isLoose) = ("", false);
            for (var j = i; j < Math.Min(atoms.Count, i + MaxRuns); j++)
            {
                if (j > i)
                {
                    var between = text.AsSpan(atoms[j - 1].Index + atoms[j - 1].Length, atoms[j].Index - atoms[j - 1].Index - atoms[j - 1].Length);
                    if (between.Length > 3 || between.ContainsAny("\t|\u3001\u3002"))
                        break;
                    isLoose |= between.ContainsAnyExcept(Joining) || (between.Contains(' ') && !atoms[j].Value.Any(char.IsAsciiLetter));
                }
                foreach (var end in Ends(atoms[j], text))
                    if (key + atoms[j].Value[..end] is var whole && IsCandidate(whole))
                        yield return new(atoms[i].Index, atoms[j].Index + end, whole.ToUpperInvariant(), isLoose);
                key += atoms[j].Value;
                if (key.Length > Product.MaxSkuLength)
                    break;
            }
        }
    }

    /// <summary>Possible ends of a part number within letters and digits: at their end, or before an appended quantity ("V23台", "V2x3").</summary>
    private static IEnumerable<int> Ends(Match atom, string text)
    {
        yield return atom.Length;
        var digits = atom.Value.Length - atom.Value.AsSpan().TrimEnd("0123456789").Length;
        if (digits is 0 or > 4 || digits == atom.Length)
            yield break;
        if (Counted().IsMatch(text.AsSpan(atom.Index + atom.Length - 1)))
            for (var n = 1; n <= digits; n++)
                yield return atom.Length - n;
        if (atom.Length > digits + 1 && atom.Value[^(digits + 1)] is 'x' or 'X')
            yield return atom.Length - digits - 1;
    }

    private static bool IsCandidate(string key) => key.Length <= Product.MaxSkuLength
        && key.Length >= (!key.Any(char.IsAsciiDigit) ? MinLetters : key.Any(char.IsAsciiLetter) ? 2 : MinDigits);

    [GeneratedRegex("[A-Za-z0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Atom();

    /// <summary>A word between spaces and separators, without an appended quantity.</summary>
    [GeneratedRegex($@"(?<=^|[\s,;、|()])[^\s,;、|()]{{2,64}}?(?=$|[\s,;、|()*×]|[0-9]{{1,4}}{PartQuantity.Units})", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Word();

    /// <summary>A quantity directly after the part number.</summary>
    [GeneratedRegex($@"^(?:[-/.]{{0,2}}[0-9]{{1,4}}\s*{PartQuantity.Units}|x[0-9]{{1,4}}(?![A-Za-z0-9]))", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Counted();
}
