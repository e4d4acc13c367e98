using System.Globalization;
using System.Text.RegularExpressions;

namespace BaiguStore.Core.Inquiries;

/// <summary>A quantity found in a list.</summary>
/// <param name="Text">Digits; the original text if not understood; empty for none.</param>
/// <param name="IsClear">If false, the buyer is asked: an unclear quantity never becomes one piece.</param>
public readonly partial record struct PartQuantity(string Text, bool IsClear)
{
    public static PartQuantity None { get; } = new("", true);

    /// <summary>Placeholder for the part number in a line.</summary>
    internal const char Part = '\u0001';

    internal bool IsGiven => Text.Length > 0 || !IsClear;

    internal static PartQuantity Unclear(string text) => new(text.Trim(), false);

    /// <summary>A cell with a quantity only: "3", "1,000", "3.0", "x3", "3台", "两台", "3台（含备件）".</summary>
    internal static PartQuantity Of(string cell) =>
        cell.Length == 0 ? None : Cell().Match(cell) is { Success: true } match && Digits(match.Groups["n"].Value) is { } digits ? new(digits, true) : Unclear(cell);

    /// <summary>
    /// The quantity in a line. By priority: a label, a multiplication sign, a number with a unit, a plain number, a number in brackets. Two different
    /// ones of the same priority are ambiguous.
    /// </summary>
    internal static PartQuantity In(string line)
    {
        var text = Price().Replace(line, " ");
        if (Label().Match(text) is { Success: true } label)
            return Labelled(label.Groups["rest"].Value);
        foreach (var hits in Strengths(text).Select(h => h.Distinct().ToList()))
            if (hits.Count > 0)
                return hits.Count == 1 ? hits[0] : Unclear(string.Join(" / ", hits.Select(h => h.Text)));
        return Vague().Match(text) is { Success: true } vague ? Unclear(vague.Value) : UnitAlone().IsMatch(text) ? Unclear("") : None;
    }

    /// <summary>The line without its quantity and price.</summary>
    internal static string WordsOf(string line) =>
        new[] { Price(), Label(), Unit(), Times(), Rest() }.Aggregate(line, (words, pattern) => pattern.Replace(words, " ")).Trim(' ', ',', ';', ':', '-', '.', '/');

    internal static bool IsPrice(string cell) => Price().IsMatch(cell) || Cents().IsMatch(cell);

    private static PartQuantity Labelled(string rest) => rest.Length == 0 ? Unclear("") : Of(rest);

    private static IEnumerable<IEnumerable<PartQuantity>> Strengths(string text)
    {
        var counted = Unit().Matches(text).ToList();
        var outside = counted.FindAll(m => !IsInBrackets(text, m.Index));
        // "2路服务器 … 3台": a classifier that describes a product stands directly before its noun.
        var plain = outside.FindAll(m => m.Index + m.Length >= text.Length || text[m.Index + m.Length] is < '\u2E80' or > '\u9FFF');
        var alone = Bare().Matches(text).ToList();
        var behind = alone.FindAll(m => m.Index > text.IndexOf(Part, StringComparison.Ordinal));
        return new[] { Times().Matches(text).ToList(), plain, behind, counted.Except(outside), alone, outside.FindAll(m => !m.Value.EndsWith('路')) }
            .Select(matches => matches.Select(Read).OfType<PartQuantity>());
    }

    private static PartQuantity? Read(Match match) =>
        match.Groups["vague"].Success || match.Groups["about"].Success ? Unclear(match.Value) : Digits(match.Groups["n"].Value) is { } digits ? new(digits, true) : null;

    private static bool IsInBrackets(string text, int at) => text.AsSpan(0, at).Count('(') > text.AsSpan(0, at).Count(')');

    /// <summary>"3" for "03", "3.00" and "三"; null if it is not a whole number.</summary>
    private static string? Digits(string number)
    {
        if (number.Length > 0 && char.IsAsciiDigit(number[0]))
        {
            var whole = number.Split('.')[0].Replace(",", "", StringComparison.Ordinal).TrimStart('0');
            return whole.Length == 0 ? "0" : whole;
        }
        return HanNumber(number)?.ToString(CultureInfo.InvariantCulture);
    }

    private static int? HanNumber(string text)
    {
        var (total, section, digit) = (0, 0, -1);
        foreach (var c in text)
        {
            var unit = c switch { '十' or '拾' => 10, '百' or '佰' => 100, '千' or '仟' => 1_000, '万' => 10_000, _ => 0 };
            if (unit == 0)
            {
                if (digit > 0)
                    return null; // "三五": two digits in a row are not a number
                digit = "零一二三四五六七八九".IndexOf(Plain(c), StringComparison.Ordinal);
            }
            else if (unit == 10_000)
                (total, section, digit) = ((section + Math.Max(digit, 0)) * unit, 0, -1);
            else
                (section, digit) = (section + (digit < 0 ? 1 : digit) * unit, -1);
        }
        return total + section + Math.Max(digit, 0) is > 0 and var number ? number : null;
    }

    private static char Plain(char c) => "〇两俩壹贰叁肆伍陆柒捌玖".IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? "零二二一二三四五六七八九"[at] : c;

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const string Han = "[零〇一二两俩三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]{1,9}";
    private const string Number = @"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.0+)?(?![0-9])";
    private const string Any = $"(?<n>{Number}|{Han})";
    internal const string Units = "(?:台套|台|个|套|块|只|条|件|张|根|片|支|对|箱|包|组|颗|米|节|盒|部|把|路|卷|份|项|双|枚|本|副|捆|筒|瓶|袋|座|辆|架|粒"
        + "|(?:pcs?|pieces?|ea|each|units?|sets?|nos?|lics?|licen[sc]es?)(?![a-z0-9]))";
    private const string About = @"(?<vague>(?:[≥≤<>~]=?|大?约|大概|至少|不少于|不低于|不超过|最多|[0-9一二三四五六七八九十]\s*(?:[~\-+]|至|到|\.))\s*)?";

    /// <summary>Not preceded by a character that its digits might belong to.</summary>
    private const string Free = @"(?<![A-Za-z0-9.]|[0-9],)";

    [GeneratedRegex($@"^(?:(?:数量|qty|共|需要?)\s*:?\s*|[x×*]\s*)?{Any}\s*{Units}?\s*(?:\([^()0-9一二三四五六七八九十两]*\))?\.?$", Options, 1000)]
    private static partial Regex Cell();

    [GeneratedRegex($@"(?:采购|需求)?(?:数量|台数|件数|套数|qty\.?|quantity)\s*(?:\([^()]*\)\s*)?(?:为|是|[:=])?\s*(?<rest>{Number}\s*{Units}?(?![0-9~\-+A-Za-z.])|[^\s,;、()。\u0001]*)", Options, 1000)]
    private static partial Regex Label();

    /// <summary>"*3", "× 3台", "x3", "3 x" before the part number; not "600*600*2000mm".</summary>
    [GeneratedRegex($@"(?<![0-9]\s*)(?:[×*]|(?<=[\s\u0001])x)\s*(?<n>{Number})(?![a-z*×\-])\s*{Units}?|{Free}(?<n>{Number})\s*(?:{Units}\s*)?(?:[×*]\s*|x\s*)(?=\u0001)", Options, 1000)]
    private static partial Regex Times();

    [GeneratedRegex($@"(?:(?:共计?|总共|需要?|要|各|采购|订购?|买|来)\s*{About}{Any}(?![0-9a-z.%])\s*{Units}?|{Free}{About}{Any}\s*{Units})(?<about>\s*(?:左右|以上|以下|以内|上下|起))?", Options, 1000)]
    private static partial Regex Unit();

    /// <summary>A number between spaces, separators or the ends of the text.</summary>
    [GeneratedRegex($@"(?<=^|[\s,;:|/()\u0001]|\s-|\u0001-{{1,2}})(?<vague>(?:[≥≤<>~]=?|-|[0-9]+\s*[~\-+])\s*|[0-9]+\.(?=[0-9]*[1-9]))?(?<n>{Number}|(?<=[\s\u0001]){Han}(?=$))(?=$|[\s,;。|)\u0001]|\.$)", Options, 1000)]
    private static partial Regex Bare();

    [GeneratedRegex(@"若干|适量|待定|不详|不限|tbd|[一1]批|数?[几多][台个套块只条件张根片支]", Options, 1000)]
    private static partial Regex Vague();

    /// <summary>A unit directly after the part number, whose last digits may be the quantity.</summary>
    [GeneratedRegex($@"\u0001\s?{Units}", Options, 1000)]
    private static partial Regex UnitAlone();

    private const string Money = @"[0-9][0-9,]*(?:\.[0-9]+)?", EachOf = @"(?:\s*/\s*[台个套块只条件])?";

    [GeneratedRegex($@"[¥￥$]\s*{Money}(?:\s*元)?{EachOf}|{Money}\s*(?:万?元|rmb|cny|usd){EachOf}|(?:单价|总价|价格|金额|预算|报价|price|amount)\s*[:为是]?\s*{Money}", Options, 1000)]
    private static partial Regex Price();

    [GeneratedRegex(@"^[0-9][0-9,]*\.[0-9]*[1-9][0-9]*$", RegexOptions.None, 1000)]
    private static partial Regex Cents();

    [GeneratedRegex(@"(?<=[\s,;:|])[0-9][0-9,]*$|^[0-9][0-9,]*(?=[\s,;:|])|[\u0001\s,;|]+", RegexOptions.None, 1000)]
    private static partial Regex Rest();
}
