using System.Text.RegularExpressions;

namespace BaiguStore.Core.Text;

/// <summary>
/// A phone number: Chinese mobile and landline numbers, 400 numbers, local numbers of the distributor's city, and international numbers.
/// </summary>
internal static partial class PhoneNumber
{
    /// <summary>Digits of an international number with country code by E.164; numbers with fewer than eight do not exist.</summary>
    private const int MinDigits = 8, MaxDigits = 15;

    /// <summary>
    /// "13812345678" in any grouping, with or without +86; "0531-88888888"; "4008100000"; "88888888" without area code; "+852 2345 6789". An
    /// extension follows after 转, for landlines after a hyphen. Null for anything else.
    /// </summary>
    public static string? Of(string text)
    {
        if (Landline().Match(text) is { Success: true } line)
            return $"0{line.Groups["area"].Value}-{Separators().Replace(line.Groups["n"].Value, "")}{(line.Groups["ext"] is { Success: true, Value: var extension } ? "-" + extension : "")}";
        var extended = Extended().Match(text);
        var number = extended.Success ? extended.Groups["n"].Value : text;
        var digits = Separators().Replace(number, "");
        var plain = Mobile().Match(digits) is { Success: true } mobile ? mobile.Groups["n"].Value
            : Service().Match(digits) is { Success: true } service ? service.Groups["n"].Value
            : Local().IsMatch(digits) ? digits
            : International(number, digits);
        return plain is null || !extended.Success ? plain : $"{plain}转{extended.Groups["ext"].Value}"; // a hyphen would be read as part of the number
    }

    /// <summary>
    /// The text with normalized hyphens, without labels (手机, Tel:) and remarks (微信同号, a name); words that announce an extension stay.
    /// </summary>
    public static string WithoutRemarks(string text) => Remarks().Replace(Hyphens().Replace(text, "-"), " ");

    /// <summary>Keeps the typed grouping; a (0) for domestic calls is dropped.</summary>
    private static string? International(string number, string digits)
    {
        if (HongKong().Match(digits) is { Success: true } near)
            return $"+{near.Groups["code"].Value} {near.Groups["n"].Value}";
        if (!Abroad().IsMatch(digits) || Groups().Matches(number.Replace("(0)", " ", StringComparison.Ordinal)) is not { Count: > 0 } groups)
            return null;
        var grouped = string.Join(' ', groups.Select(g => g.Value));
        grouped = number.StartsWith('+') ? grouped : grouped[2..].TrimStart();
        return grouped.Count(char.IsAsciiDigit) is >= MinDigits and <= MaxDigits ? "+" + grouped : null;
    }

    [GeneratedRegex(@"[\s\-.()]", RegexOptions.None, 1000)]
    private static partial Regex Separators();

    [GeneratedRegex(@"[\u2010-\u2015\u2212\u30FC~_·•]", RegexOptions.None, 1000)]
    private static partial Regex Hyphens();

    [GeneratedRegex(@"[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Groups();

    [GeneratedRegex(@"^(?:\+?86|0086)?0?(?<n>1[3-9][0-9]{9})$", RegexOptions.None, 1000)]
    private static partial Regex Mobile();

    /// <summary>400 and 800 numbers.</summary>
    [GeneratedRegex(@"^(?:\+?86|0086)?(?<n>[48]00[0-9]{7})$", RegexOptions.None, 1000)]
    private static partial Regex Service();

    /// <summary>Eight digits, as in Jinan and other large cities.</summary>
    [GeneratedRegex(@"^[2-8][0-9]{7}$", RegexOptions.None, 1000)]
    private static partial Regex Local();

    /// <summary>Hong Kong and Macao, often written without a plus; their codes are not area codes of the mainland.</summary>
    [GeneratedRegex(@"^(?<code>85[23])(?<n>[2-9][0-9]{7})$", RegexOptions.None, 1000)]
    private static partial Regex HongKong();

    /// <summary>Country codes other than China's: an incomplete +86 number must not match.</summary>
    [GeneratedRegex(@"^(?:\+|00)(?!86)[1-9][0-9]+$", RegexOptions.None, 1000)]
    private static partial Regex Abroad();

    [GeneratedRegex(@"^(?<n>.*[0-9])\s*(?:转|分机|内线|extension|ext\.?|#|x)\s*[:.]?\s*(?<ext>[0-9]{1,6})$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Extended();

    /// <summary>Area codes have three or four digits; the two digits after the 0 tell which.</summary>
    private const string LandlinePattern =
        @"^(?:(?:\+|00)?86[\s\-]*)?\(?0?\)?(?<area>10|2[0-9]|(?!85[23]|[48]00)[3-9][0-9]{2})\)?[\s\-/]*"
        + @"(?<n>[2-9][0-9]{2,3}[\s\-]?[0-9]{4})(?:\s*(?:-|转|分机|内线|extension|ext\.?|#|x)\s*[:.]?\s*(?<ext>[0-9]{1,6}))?$";

    [GeneratedRegex(LandlinePattern, RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Landline();

    /// <summary>Words in brackets, Chinese words, and names of communication channels.</summary>
    private const string RemarksPattern =
        @"\([^()0-9]*\)|(?:(?!转|分机|内线)(?<!分(?=机)|内(?=线))[\u4E00-\u9FFF])+:?"
        + @"|(?<![a-z])(?:tel|phone|mobile|mob|cell|wechat|weixin|whatsapp)(?![a-z])[.:]*";

    [GeneratedRegex(RemarksPattern, RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Remarks();
}
