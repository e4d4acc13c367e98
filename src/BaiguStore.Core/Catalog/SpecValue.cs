using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Catalog;

/// <summary>
/// Normalizes spec values for grouping, comparison and sorting: `128GB`, `128 GB`, `１２８ＧＢ` and `128gb` are one value, and so are `2.0 Gbps` and `2
/// Gbps`.
/// </summary>
public static partial class SpecValue
{
    private const string Units =
        @"(?:[kmgtp]?(?:bps|byte/s|b|hz|wh?|va|v|ah?|pps|iops|m)|[cmn]m|kg|g|t|u|rpm|dbm?|m?s|h|°c|%|\p{IsCJKUnifiedIdeographs})(?![a-z])";

    /// <summary>A number with trailing zeros, unless it follows a Latin word and has no unit.</summary>
    private const string Measure = @"(?<![0-9.]|[a-z])([0-9]+)\.([0-9]*?)0+(?![0-9.])(?:(?<![a-z][ /_-][0-9]+\.[0-9]+)|(?= ?" + Units + "))";

    /// <summary>
    /// The part of a value that many products share, up to its first bracket or comma ("128GB（4×32GB）" becomes "128GB"). A comma inside a number does
    /// not end it.
    /// </summary>
    public static string Shortened(Spec spec)
    {
        var value = spec.Value;
        var end = 1;
        while (end < value.Length && !(value[end] is '（' or '(' or '、' || (value[end] is '，' or ',' && !IsWithinNumber(value, end))))
            end++;
        if (end >= value.Length)
            return spec.ToString();
        var kept = value[..end].TrimEnd();
        return kept.All(c => char.IsDigit(c) || c is '.' or ',' or '．' or '，') ? new Spec("", kept, spec.Unit).ToString() : kept;
    }

    /// <summary>
    /// Key of a value, equal for all spellings: width, case, spaces, thousands separators, trailing zeros, signs, and convertible units.
    /// </summary>
    public static string KeyOf(string value)
    {
        var key = Folded(value);
        key = Times().Replace(key, "×");
        key = Thousands().Replace(key, number => number.Value.Replace(",", "", StringComparison.Ordinal));
        key = TrailingZeros().Replace(key, number => number.Groups[1].Value + (number.Groups[2].Length == 0 ? "" : $".{number.Groups[2]}"));
        key = LooseSpace().Replace(key, "");
        return Quantity.FirstIn(key) is { IsWhole: true } quantity ? quantity.Key : key;
    }

    /// <summary>The first number of a key, in its smallest unit; infinity without a number, so that it sorts last.</summary>
    public static double NumberOf(string key) => Quantity.FirstIn(key)?.Number ?? double.PositiveInfinity;

    /// <summary>Natural sort order of keys: numbers in a text by value, 16 before 100.</summary>
    public static int Compare(string one, string other)
    {
        int i = 0, j = 0;
        while (i < one.Length && j < other.Length)
        {
            var digits = DigitsAt(one, i);
            var others = DigitsAt(other, j);
            var order = digits.Length == 0 || others.Length == 0 ? one[i].CompareTo(other[j]) : CompareDigits(digits, others);
            if (order != 0)
                return order;
            (i, j) = (i + Math.Max(1, digits.Length), j + Math.Max(1, others.Length));
        }
        return (one.Length - i).CompareTo(other.Length - j);
    }

    /// <summary>
    /// The preferred display form of two spellings: half width, the usual spelling of the unit, short. Deterministic, so that all nodes agree.
    /// </summary>
    public static string Nicer(string one, string other)
    {
        var (mine, theirs) = (Rank(one), Rank(other));
        return mine.CompareTo(theirs) is var order && order != 0 ? (order < 0 ? one : other) : string.CompareOrdinal(one, other) <= 0 ? one : other;

        static (int, int, int) Rank(string label) =>
        (
            label.Count(c => c is (>= '\uFF01' and <= '\uFF5E') or '\u3000'), Quantity.IsUsual(TrailingUnit().Match(label).Value) ? 0 : 1, label.Length
        );
    }

    private static bool IsWithinNumber(string value, int at) =>
        at > 0 && at + 1 < value.Length && char.IsDigit(value[at - 1]) && char.IsDigit(value[at + 1]);

    /// <summary>Half width, lower case, simplified; one character per meaning. Bytes and bits, which differ in case only, stay distinct.</summary>
    private static string Folded(string value)
    {
        var line = Raised().Replace(PlainText.Line(value), "^$0").Normalize(NormalizationForm.FormKC);
        var text = new StringBuilder(Bits().Replace(ByteRate().Replace(line, "byte/s"), "bit").ToLowerInvariant());
        for (var i = 0; i < text.Length; i++)
            text[i] = text[i] switch
            {
                '〜' or '–' or '—' or '−' or '‑' or '‐' => '-',
                '~' when i > 0 => '-',
                var c => Han.Simplified(c),
            };
        text.Replace(">=", "≥").Replace("<=", "≤").Replace('≧', '≥').Replace('≦', '≤');
        return BitRate().Replace(text.ToString(), "bps");
    }

    private static ReadOnlySpan<char> DigitsAt(string text, int at)
    {
        var digits = text.AsSpan(at);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? digits : digits[..end];
    }

    private static int CompareDigits(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        one = one.TrimStart('0');
        other = other.TrimStart('0');
        return one.Length != other.Length ? one.Length.CompareTo(other.Length) : one.SequenceCompareTo(other);
    }

    /// <summary>10⁶ is not 106.</summary>
    [GeneratedRegex("(?<=[0-9])[⁰¹²³⁴⁵⁶⁷⁸⁹]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Raised();

    [GeneratedRegex("(?<=[0-9] ?[KMGT]?)B(?:/s|ps)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ByteRate();

    /// <summary>`32Mb`: the capital prefix shows that the case is intended.</summary>
    [GeneratedRegex("(?<=[0-9] ?[KMGT])b(?![A-Za-z/])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bits();

    [GeneratedRegex("(?<=[0-9] ?[kmgt]?)b(?:it)?(?:/s|ps)(?![a-z])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BitRate();

    [GeneratedRegex("(?<=[0-9]) ?[x×*✕╳] ?(?=[0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Times();

    [GeneratedRegex("(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9]|,[0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Thousands();

    /// <summary>Not in names and versions: `V1.10` and `PCIe 3.0` stay, `SAS 2.50TB` becomes `SAS 2.5TB`.</summary>
    [GeneratedRegex(Measure, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TrailingZeros();

    /// <summary>A space is significant only between two words or two numbers.</summary>
    [GeneratedRegex("(?<![a-z0-9]) |(?<=[a-z]) (?![a-z])|(?<=[0-9]) (?![0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LooseSpace();

    [GeneratedRegex("[A-Za-z/]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TrailingUnit();

    /// <summary>A number with its unit.</summary>
    /// <param name="Number">In the smallest of the convertible units.</param>
    /// <param name="Key">Equal for one quantity in different units.</param>
    /// <param name="IsWhole">Whether the quantity is the whole text.</param>
    private sealed partial record Quantity(double Number, string Key, bool IsWhole)
    {
        /// <summary>More digits are a name, not a number.</summary>
        private const int MaxDigits = 15;

        /// <summary>A decimal holds some 7.9e28; no real quantity is that large.</summary>
        private const double Largest = 1e27;

        /// <summary>
        /// Usual spellings; conversion factor and base unit. Memory sizes are only ordered: 1 TB and 1024 GB stay distinct, because makers also mean
        /// 1000.
        /// </summary>
        private static readonly (string Unit, decimal Factor, string? Base)[] Usual =
        [
            ("bps", 1, "bps"), ("Kbps", 1e3m, "bps"), ("Mbps", 1e6m, "bps"), ("Gbps", 1e9m, "bps"), ("Tbps", 1e12m, "bps"),
            ("pps", 1, "pps"), ("Kpps", 1e3m, "pps"), ("Mpps", 1e6m, "pps"), ("Gpps", 1e9m, "pps"),
            ("Hz", 1, "hz"), ("kHz", 1e3m, "hz"), ("MHz", 1e6m, "hz"), ("GHz", 1e9m, "hz"),
            ("W", 1, "w"), ("kW", 1e3m, "w"), ("VA", 1, "va"), ("kVA", 1e3m, "va"), ("V", 1, "v"), ("kV", 1e3m, "v"),
            ("Wh", 1, "wh"), ("kWh", 1e3m, "wh"),
            ("mA", 1, "ma"), ("A", 1e3m, "ma"), ("mAh", 1, "mah"), ("Ah", 1e3m, "mah"),
            ("mm", 1, "mm"), ("cm", 10, "mm"), ("m", 1e3m, "mm"), ("km", 1e6m, "mm"),
            ("B", 1, null), ("KB", 1L << 10, null), ("MB", 1L << 20, null), ("GB", 1L << 30, null), ("TB", 1L << 40, null),
            ("K", 1L << 10, null), ("G", 1L << 30, null), ("T", 1L << 40, null),
            ("byte/s", 1, "byte/s"), ("Kbyte/s", 1e3m, "byte/s"), ("Mbyte/s", 1e6m, "byte/s"), ("Gbyte/s", 1e9m, "byte/s"),
            ("MB/s", 1e6m, null), ("GB/s", 1e9m, null),
        ];

        private static readonly HashSet<string> Written = [.. Usual.Select(u => u.Unit)];
        private static readonly Dictionary<string, (decimal Factor, string? Base)> Factors =
            Usual.ToDictionary(u => u.Unit.ToLowerInvariant(), u => (u.Factor, u.Base), StringComparer.Ordinal);

        public static bool IsUsual(string unit) => Written.Contains(unit);

        public static Quantity? FirstIn(string key)
        {
            var first = Measured().Match(key);
            if (!first.Success || first.Groups[1].Length > MaxDigits)
                return null;
            var unit = first.Groups[3].Value;
            var rest = key.AsSpan(first.Index + first.Length);
            var (factor, inUnit) = Factors.TryGetValue(unit, out var known) ? known : (1, null);
            var counted = first.Groups[2].Value switch { "万" => 10_000, "亿" => 100_000_000, _ => 1 };
            var digits = decimal.Parse(first.Groups[1].Value, CultureInfo.InvariantCulture);
            if (Math.Abs((double)digits) * counted * (double)factor > Largest)
                return null;
            var number = digits * counted * factor;
            var isWhole = first.Index == 0 && rest.IndexOfAnyInRange('0', '9') < 0 && (inUnit is not null ? rest.Length == 0 : counted > 1);
            return new((double)number, $"{number.ToString("0.############", CultureInfo.InvariantCulture)}{inUnit ?? unit}{rest}", isWhole);
        }

        [GeneratedRegex(@"((?:^-)?[0-9]+(?:\.[0-9]+)?)(万|亿)?([a-z]*(?:/s)?)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
        private static partial Regex Measured();
    }
}
