using System.Net.Mail;
using System.Text;
using System.Text.RegularExpressions;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Inquiries;

/// <summary>Phone numbers and addresses as people type them, in one form.</summary>
public static partial class ContactCheck
{
    /// <summary>
    /// "13812345678" for a Chinese mobile number, however it was grouped and with or without +86; "0531-88888888" or "0531-88888888-801" for a landline;
    /// null for what is neither.
    /// </summary>
    public static string? Phone(string? typed)
    {
        var text = PlainText.Line((typed ?? "").Normalize(NormalizationForm.FormKC));
        var digits = Separators().Replace(text, "");
        if (Mobile().Match(digits) is { Success: true } mobile)
            return mobile.Groups["n"].Value;
        if (Service().IsMatch(digits))
            return digits;
        return Landline().Match(text) is { Success: true } line
            ? $"0{line.Groups["area"].Value}-{Separators().Replace(line.Groups["n"].Value, "")}{(line.Groups["ext"] is { Success: true, Value: var ext } ? "-" + ext : "")}"
            : null;
    }

    /// <summary>The address, or null where no mail could reach it.</summary>
    public static string? Email(string? typed)
    {
        var text = (typed ?? "").Normalize(NormalizationForm.FormKC).Trim();
        return text.Length <= Inquiry.MaxEmailLength && Address().IsMatch(text) && MailAddress.TryCreate(text, out var address) && address.Address == text ? text : null;
    }

    [GeneratedRegex(@"[\s\-–—.()]", RegexOptions.None, 1000)]
    private static partial Regex Separators();

    [GeneratedRegex(@"^(?:\+?86|0086)?(?<n>1[3-9][0-9]{9})$", RegexOptions.None, 1000)]
    private static partial Regex Mobile();

    /// <summary>400 and 800 numbers.</summary>
    [GeneratedRegex(@"^[48]00[0-9]{7}$", RegexOptions.None, 1000)]
    private static partial Regex Service();

    /// <summary>Area codes have three or four digits; the two of a four-digit one that follow the 0 tell where the number begins.</summary>
    [GeneratedRegex(@"^(?:(?:\+|00)?86[\s\-]*)?\(?0?(?<area>10|2[0-9]|[3-9][0-9]{2})\)?[\s\-]*(?<n>[2-9][0-9]{2,3}[\s\-]?[0-9]{4})(?:\s*(?:-|转|分机|ext\.?|#|x)\s*(?<ext>[0-9]{1,6}))?$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Landline();

    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
