using System.Text.RegularExpressions;

namespace BaiguStore.Core.Inquiries;

/// <summary>Parses a line of free text: a part number anywhere in it, and possibly a quantity.</summary>
internal static partial class PartListLine
{
    /// <summary>Characters; a longer line is passed on unparsed.</summary>
    public const int MaxLength = 1_000;

    /// <summary>The requested items of a line; none for a greeting or a heading.</summary>
    public static IReadOnlyList<TypedRow> Read(string line, KnownParts known)
    {
        if (line.Length == 0)
            return [];
        if (line.Length > MaxLength)
            return [new(line)];
        var (number, rest) = OwnNumber(line, known);
        var rows = Segments(rest, known).Select(segment => Item(segment, known)).OfType<TypedRow>().ToList();
        for (var i = rows.Count - 2; i >= 0; i--)
            if (Each().IsMatch(rest) && rows[i] is { Quantity.Length: 0, IsUnclear: false })
                rows[i] = rows[i] with { Quantity = rows[^1].Quantity, IsUnclear = rows[^1].IsUnclear };
        return number.Length == 0 ? rows : [.. rows.Select(row => row with { ItemNumber = number })];
    }

    /// <summary>The part number in a cell or line: a known one, otherwise the most likely text; empty if there is none.</summary>
    public static string PartIn(string text, KnownParts known) => (known.Longest(text) ?? Likely(text)) is { } span ? text[span.Start..span.End] : "";

    /// <summary>Letters and digits without spaces and without Chinese; not "24GE" or "1.92TB".</summary>
    public static bool LooksLikePart(string text) => PartList.LooksLikePartNumber(text) && !Measure().IsMatch(text);

    /// <summary>The line's own number: "1、", "(2)", "③", "#4", "5. " or "3.2 ", unless it belongs to a known part number.</summary>
    private static (string Number, string Line) OwnNumber(string line, KnownParts known)
    {
        if (ListNumber().Match(line) is not { Success: true, Length: > 0 } match || known.Longest(line) is { } span && span.Start < match.Length)
            return ("", line);
        var number = match.Groups["n"].Value;
        if (number is [>= '\u2460' and <= '\u2473' and var circled])
            number = FormattableString.Invariant($"{circled - '\u2460' + 1}");
        return (number, line[match.Length..]);
    }

    private static TypedRow? Item(string text, KnownParts known)
    {
        var span = known.Longest(text);
        if (text.Length == 0 || (span is null && IsNoItem(text)))
            return null;
        span ??= Likely(text);
        if (span is not { } part)
            return Words(text);
        var quantity = PartQuantity.In($"{text[..part.Start]}{PartQuantity.Part}{text[part.End..]}");
        return new(text[part.Start..part.End], quantity.Text) { IsUnclear = !quantity.IsClear };
    }

    private static TypedRow? Words(string text)
    {
        var quantity = PartQuantity.In(text);
        var words = PartQuantity.WordsOf(text);
        if (words.Length == 0)
            return null;
        // "RTX 4090": the number may belong to the name.
        if (LatinAndNumber().IsMatch(text))
            return new(text) { IsUnclear = true };
        return new(words, quantity.Text) { IsUnclear = !quantity.IsClear };
    }

    /// <summary>The longest text that looks like a part number.</summary>
    private static PartSpan? Likely(string text)
    {
        var token = Token().Matches(text).Where(m => m.Length > 2 && LooksLikePart(m.Value)).MaxBy(m => m.Length);
        return token is null ? null : new(token.Index, token.Index + token.Length);
    }

    /// <summary>Segments of a line with one item each: "A 3台，B 2台", "A 3台 B 2台".</summary>
    private static IEnumerable<string> Segments(string text, KnownParts known)
    {
        List<string> segments = [];
        foreach (var piece in Pieces(text))
            if (segments.Count == 0 || (NamesPart(piece, known) && NamesPart(segments[^1], known)))
                segments.Add(piece.Trim());
            else
                segments[^1] += piece;
        return segments.SelectMany(segment => ByQuantity(segment, known));
    }

    /// <summary>A known part number; a text that only looks like one needs a quantity, because it may describe the item before.</summary>
    private static bool NamesPart(string piece, KnownParts known) =>
        known.Longest(piece) is not null || (Likely(piece) is { Length: > 4 } span && PartQuantity.In($"{piece[..span.Start]}{PartQuantity.Part}{piece[span.End..]}").IsGiven);

    private static IEnumerable<string> Pieces(string text)
    {
        var (from, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            var isThousand = text[i] == ',' && i > 0 && i + 3 < text.Length && char.IsAsciiDigit(text[i - 1]) && text.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '9') < 0;
            if (depth > 0 || isThousand || text[i] is not (',' or ';' or '\u3001' or '\u3002'))
                continue;
            yield return text[from..i];
            from = i;
        }
        yield return text[from..];
    }

    private static IEnumerable<string> ByQuantity(string segment, KnownParts known)
    {
        var spans = known.All(segment);
        var from = 0;
        for (var i = 0; i + 1 < spans.Count; i++)
            if (CountedBetween().Match(segment[spans[i].End..spans[i + 1].Start]) is { Success: true } counted)
            {
                var end = spans[i].End + counted.Index + counted.Length;
                yield return segment[from..end];
                from = end;
            }
        yield return segment[from..];
    }

    /// <summary>Greetings, thanks, contact data, headings and totals: text without a product or quantity.</summary>
    private static bool IsNoItem(string text) =>
        PartList.IsTotal(text) || Talk().IsMatch(text)
        || (Likely(text) is null && !PartQuantity.In(text).IsGiven && (Heading().IsMatch(text) || text[^1] is ':' or '!' or '?' or '\u3002'));

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^(?:[-•·●○▪■◆★*>→]+\s*)?(?:(?<n>[①-⑳])\s*|\(\s*(?<n>[0-9]{1,3})\s*\)\s*|#\s?(?<n>[0-9]{1,3})\s+|(?<n>[0-9]{1,3}(?:\.[0-9]{1,3}){0,3})(?:[)、]\s*|\.\s+|\.(?=[A-Za-z\u4E00-\u9FFF])|(?<=\.[0-9]{1,3})\s+))?", Options, 1000)]
    private static partial Regex ListNumber();

    [GeneratedRegex(@"[A-Za-z0-9]+(?:[-_./+#][A-Za-z0-9]+)*[+#]?", Options, 1000)]
    private static partial Regex Token();

    /// <summary>A number with the unit of a measure.</summary>
    [GeneratedRegex(@"^[0-9.]+\s*[x×*]?\s*(?:[0-9.]+\s*)?(?:[kmgtp]b?|[gf]e|kw|w|va|kva|v|u|a|ah|hz|[kmg]hz|mm|cm|[kmgt]bps|bit|core|p|c|rj45|rpm|base-?t|in|inch)$", Options, 1000)]
    private static partial Regex Measure();

    [GeneratedRegex(@"^[a-z][a-z ]*\s[0-9]{3,5}$", Options, 1000)]
    private static partial Regex LatinAndNumber();

    [GeneratedRegex(@"[×*]\s*[0-9]+(?:\s*" + PartQuantity.Units + @")?|[0-9一二两三四五六七八九十]+\s*" + PartQuantity.Units, Options, 1000)]
    private static partial Regex CountedBetween();

    [GeneratedRegex(@"各\s*[0-9一二两三四五六七八九十]", Options, 1000)]
    private static partial Regex Each();

    private const string Greetings = @"^(?:你好|您好|大家好|早上好|上午好|下午好|晚上好|hi\b|hello\b|dear\b|谢谢|感谢|多谢|thanks|thank you|麻烦|烦请|劳烦|辛苦"
        + "|请(?:帮|报|给|提供|尽快|查收|见|回)|帮忙|需要报价|求购|询价|报个?价|以上|以下|如下|附件|此致|敬礼|best regards|regards|祝)";

    private const string Contacts = "(?:电话|手机|联系人|联系方式|微信|qq|邮箱|地址|日期|时间|传真|交货期?|交期|付款方式|项目名称|项目编号|采购单位|采购人|单位名称|公司名称|公司|tel|phone|e-?mail|fax|date)\\s*:";

    [GeneratedRegex($"{Greetings}|{Contacts}", Options, 1000)]
    private static partial Regex Talk();

    [GeneratedRegex(@"^(?:第?[一二三四五六七八九十]+\s*[、.:)部章]|\([一二三四五六七八九十]+\)|[\[【#=]).*$|(?:清单|明细|列表|list|报价单|询价单|采购单|设备表)$", Options, 1000)]
    private static partial Regex Heading();
}
