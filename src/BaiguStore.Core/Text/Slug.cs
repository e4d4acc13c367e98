using System.Globalization;
using System.Text;

namespace BaiguStore.Core.Text;

/// <summary>The readable last part of an address: lower case, letters (Han included) and digits, joined by single hyphens.</summary>
public static class Slug
{
    /// <summary>UTF-16 units; a slug with its percent-encoding still fits every proxy's limit on an address.</summary>
    public const int MaxLength = 160;

    /// <summary>A slug made from any text; "item" where nothing usable is left.</summary>
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

    /// <summary>The slug's n-th try, for when the plain one is taken: `name`, `name-2`, `name-3` ...</summary>
    public static string Numbered(string slug, int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        if (n == 1)
            return slug;
        var suffix = string.Create(CultureInfo.InvariantCulture, $"-{n}");
        return PlainText.Truncate(slug, MaxLength - suffix.Length).TrimEnd('-') + suffix;
    }

    /// <summary>Whether a string from an address can be a slug at all; what cannot is not looked up.</summary>
    public static bool IsPossible(string? slug) => slug is { Length: > 0 and <= MaxLength } && PlainText.IsWellFormed(slug);
}
