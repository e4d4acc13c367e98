using System.Globalization;
using System.Text;

namespace BaiguStore.Core.Text;

/// <summary>The readable last segment of a URL: lower case, letters (Han included) and digits, joined by single hyphens.</summary>
public static class Slug
{
    /// <summary>UTF-16 units; percent-encoded, such a slug still fits every proxy's URL limit.</summary>
    public const int MaxLength = 160;

    /// <summary>A slug made from any text; "item" if nothing usable is left.</summary>
    public static string From(string text)
    {
        var slug = new StringBuilder();
        foreach (var rune in VisibleText.Compatible(text).EnumerateRunes())
        {
            if (slug.Length > MaxLength)
                break;
            if (Rune.IsLetterOrDigit(rune))
                slug.Append(Rune.ToLowerInvariant(rune));
            else if (slug.Length > 0 && slug[^1] != '-' && Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
                slug.Append('-');
        }
        var whole = PlainText.Truncate(slug.ToString(), MaxLength).Trim('-');
        return whole.Length == 0 ? "item" : whole;
    }

    /// <summary>The n-th candidate if the plain slug is taken: `name`, `name-2`, `name-3` ...</summary>
    public static string Numbered(string slug, int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        if (n == 1)
            return slug;
        var suffix = string.Create(CultureInfo.InvariantCulture, $"-{n}");
        return PlainText.Truncate(slug, MaxLength - suffix.Length).TrimEnd('-') + suffix;
    }

    /// <summary>Whether a string from a URL can be a slug at all; otherwise it is not looked up.</summary>
    public static bool IsPossible(string? slug) => slug is { Length: > 0 and <= MaxLength } && PlainText.IsWellFormed(slug);
}
