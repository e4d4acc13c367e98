using System.Buffers;
using System.Text.RegularExpressions;
using BaiguStore.Core.Catalog;

namespace BaiguStore.Core.Inquiries;

/// <summary>Where a part number stands in a text.</summary>
public readonly record struct PartSpan(int Start, int End)
{
    public int Length => End - Start;
}

/// <summary>
/// The part numbers of the catalogue among those that a list may name. A list is asked for its candidates, which one query looks up for all its
/// lines; then each line is asked for the longest part number in it.
/// </summary>
public sealed partial class KnownParts
{
    /// <summary>Letters and digits that stand together: a part number of the catalogue has nine such runs at most.</summary>
    private const int MaxRuns = 10;

    /// <summary>Runs of a line that are looked at, and candidates of a list.</summary>
    private const int MaxRunsOfLine = 60, MaxCandidates = 20_000;

    /// <summary>Digits alone are a part number only if there are some of them.</summary>
    private const int MinDigits = 4, MinLetters = 3;

    /// <summary>Signs within part numbers that people leave out or write otherwise.</summary>
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

    /// <summary>Keys of part numbers that these texts may name, and words as they stand, for part numbers without a key.</summary>
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

    /// <summary>The longest part number of the catalogue that stands in a text for itself, not as the beginning of another one.</summary>
    public PartSpan? Longest(string text) => Places(text).MaxBy(p => p?.Length);

    /// <summary>All of them that do not overlap, the longest first taken, in their order in the text.</summary>
    public IReadOnlyList<PartSpan> All(string text)
    {
        List<PartSpan> taken = [];
        foreach (var place in Places(text).OfType<PartSpan>().OrderByDescending(p => p.Length))
            if (taken.TrueForAll(t => place.End <= t.Start || place.Start >= t.End))
                taken.Add(place);
        return [.. taken.OrderBy(p => p.Start)];
    }

    private IEnumerable<PartSpan?> Places(string text) =>
        Runs(text).SelectMany(run => _byKey[run.Key].Select(sku => PlaceOf(sku, run, text)))
            .Concat(_withoutKey.Select(sku => text.IndexOf(sku, StringComparison.Ordinal) is >= 0 and var at ? new PartSpan(at, at + sku.Length) : default(PartSpan?)))
            .Where(p => p is { } place && StandsAlone(text, place));

    /// <summary>Where a part number of that key stands: as it is written in the catalogue if that is there, else with other signs in it.</summary>
    private static PartSpan? PlaceOf(string sku, Run run, string text)
    {
        var from = Math.Max(0, run.Start - sku.Length);
        var literal = text.IndexOf(sku, from, Math.Min(text.Length, run.End + sku.Length) - from, StringComparison.OrdinalIgnoreCase);
        if (literal >= 0 && literal <= run.Start && literal + sku.Length >= run.End)
            return new(literal, literal + sku.Length);
        var needsLiteral = run.IsLoose || !run.Key.Any(char.IsAsciiDigit) || !run.Key.Any(char.IsAsciiLetter) || sku.Any(c => c > '\u02FF');
        return needsLiteral ? null : new(run.Start, run.End);
    }

    /// <summary>"S5735" is not what "S5735-L24T4S" names, nor what "WS-S5735" does; "S5735-3台" names it three times.</summary>
    private static bool StandsAlone(string text, PartSpan place)
    {
        var before = text.AsSpan(0, place.Start);
        if (before.Length > 0 && IsPart(text[place.Start]) && (IsPart(before[^1]) || (before.Length > 1 && before[^1] is '-' or '_' or '+' or '#' && IsPart(before[^2]))))
            return false;
        var rest = text.AsSpan(place.End);
        if (rest.Length == 0 || !IsPart(text[place.End - 1]))
            return true;
        if (IsPart(rest[0]) || (rest.Length > 1 && rest[0] is '-' or '_' or '.' or '/' or '+' or '#' && IsPart(rest[1])))
            return Counted().IsMatch(rest);
        return true;

        static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c);
    }

    /// <param name="IsLoose">Signs or blanks stand within that part numbers seldom have: only the very same text will do.</param>
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

    /// <summary>Where a part number may end in letters and digits: at their end, or before the quantity that was written right behind it ("V23台", "V2x3").</summary>
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

    /// <summary>A word between blanks and separators, without the quantity behind it.</summary>
    [GeneratedRegex($@"(?<=^|[\s,;、|()])[^\s,;、|()]{{2,64}}?(?=$|[\s,;、|()*×]|[0-9]{{1,4}}{PartQuantity.Units})", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Word();

    /// <summary>A quantity right behind the part number.</summary>
    [GeneratedRegex($@"^(?:[-/.]{{0,2}}[0-9]{{1,4}}\s*{PartQuantity.Units}|x[0-9]{{1,4}}(?![A-Za-z0-9]))", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Counted();
}
