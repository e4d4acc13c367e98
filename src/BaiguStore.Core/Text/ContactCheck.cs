using System.Globalization;
using System.Net.Mail;
using System.Text.RegularExpressions;

namespace BaiguStore.Core.Text;

/// <summary>Normalizes phone numbers and e-mail addresses as users type them. Accepts whatever a salesperson could dial or write to.</summary>
public static partial class ContactCheck
{
    /// <summary>Characters of a phone field: a few numbers with remarks. Longer input is not parsed.</summary>
    public const int MaxTyped = 100;

    /// <summary>Characters of the stored value: of a phone field with several numbers, and of an e-mail address.</summary>
    public const int MaxPhoneLength = 40, MaxEmailLength = 200;

    /// <summary>Separator of several numbers.</summary>
    public const string Between = " / ";

    private const int MaxNumbers = 3;

    /// <summary>
    /// The number in the form of <see cref="PhoneNumber.Of"/>, or several with <see cref="Between"/> between them, up to the stored length; remarks
    /// such as 微信同号 are dropped. Null if a part of it is not a phone number.
    /// </summary>
    public static string? Phone(string? typed)
    {
        if (typed?.Length > MaxTyped || Numbers(PhoneNumber.WithoutRemarks(PlainText.Line(VisibleText.Compatible(typed))), MaxNumbers) is not { } numbers)
            return null;
        var kept = "";
        foreach (var number in numbers.Distinct())
            if (kept.Length == 0 || kept.Length + Between.Length + number.Length <= MaxPhoneLength)
                kept += kept.Length == 0 ? number : Between + number;
        return kept;
    }

    /// <summary>URI to dial one of the stored numbers (RFC 3966).</summary>
    public static string LinkOf(string number) => "tel:" + number.Replace(' ', '-').Replace("转", ";ext=", StringComparison.Ordinal);

    /// <summary>The e-mail address, an internationalized domain in its Unicode form; null if mail cannot reach it.</summary>
    public static string? Email(string? typed)
    {
        if (typed?.Length > 2 * MaxEmailLength)
            return null;
        var text = VisibleText.Compatible(typed).Trim().Replace('\u3002', '.').TrimEnd('.', ',', ';');
        text = text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? text["mailto:".Length..] : text;
        return text.Length <= MaxEmailLength && Ascii(text) is { Length: <= MaxEmailLength } ascii && Address().IsMatch(ascii)
            && MailAddress.TryCreate(ascii, out var address) && address.Address == ascii ? text : null;
    }

    /// <summary>The text as one number, or split if every part is a number.</summary>
    private static IEnumerable<string>? Numbers(string text, int most)
    {
        text = text.Trim(' ', ',', ';', '/', '、', '|', '.', '。', ':', '!');
        if (PhoneNumber.Of(text) is { } one)
            return [one];
        for (var at = 1; most > 1 && at < text.Length; at++)
            if (text[at] is ' ' or ',' or ';' or '/' or '、' or '|' && PhoneNumber.Of(text[..at].TrimEnd()) is { } first && Numbers(text[at..], most - 1) is { } rest)
                return rest.Prepend(first);
        return null;
    }

    /// <summary>The address with its domain in punycode; null if it is invalid.</summary>
    private static string? Ascii(string text)
    {
        if (text.LastIndexOf('@') is not (> 0 and var at))
            return null;
        try
        {
            return text[..(at + 1)] + new IdnMapping { UseStd3AsciiRules = true }.GetAscii(text, at + 1);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
