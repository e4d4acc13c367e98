using System.Buffers;
using System.Text.RegularExpressions;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Search;

/// <summary>
/// Numbers with units (2 Gbps, 42U, 3kVA): one token, with or without a space. So "2 Gbps" does not match "1.2 Gbps" or a part of a part number.
/// </summary>
internal static partial class Measures
{
    private const string Units =
        "gbps|mbps|kbps|tbps|bps|gbit|mbit|mpps|kpps|gpps|pps|iops|kiops|va|kva|w|kw|mw|v|kv|ma|mah|ah|kah|wh|kwh"
        + "|hz|khz|mhz|ghz|kb|mb|gb|tb|pb|g|t|m|km|cm|mm|nm|um|inch|u|ru|db|dbi|dbm|rpm|kg";

    /// <summary>Possible parts of a part number typed with spaces: `S5720 28 T`. After a space they are not units.</summary>
    private const string OnlyJoined = "v|t|m";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly string[] Spaceable = [.. Units.Split('|').Except(OnlyJoined.Split('|')).Order(StringComparer.Ordinal)];

    /// <summary>Whether the whole word is a number with unit.</summary>
    public static bool Is(string word) => char.IsAsciiDigit(word[0]) && Joined().IsMatch(word);

    /// <summary>A number and a unit separated by one space, as one term; null if they are not.</summary>
    public static string? Spaced(string folded, Run number, Run unit) =>
        !number.IsHan && !unit.IsHan && unit.Start == number.End + 1 && folded[number.End] == ' '
            && IsNumber(folded, number) && IsUnit(folded.Substring(unit.Start, unit.Length))
            ? Terms.Unit(string.Concat(folded.AsSpan(number.Start, number.Length), folded.AsSpan(unit.Start, unit.Length)))
            : null;

    private static bool IsNumber(string folded, Run run) =>
        !folded.AsSpan(run.Start, run.Length).ContainsAnyExcept(Digits) && (run.Start == 0 || folded[run.Start - 1] is not ('-' or '_' or '/'));

    private static bool IsUnit(string word) => Array.BinarySearch(Spaceable, word, StringComparer.Ordinal) >= 0;

    [GeneratedRegex("^[0-9]+([.][0-9]+)?(" + Units + ")$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Joined();
}
