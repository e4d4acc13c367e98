using System.Globalization;
using System.Text;

namespace BaiguStore.Core.Text;

/// <summary>What people type, made fit to keep: well-formed Unicode, no invisible tricks, cut only between graphemes.</summary>
public static class PlainText
{
    private const char ZeroWidthJoiner = '\u200D';

    /// <summary>
    /// False for text that no database should see: NUL, lone surrogates, and U+FFFD, which is what a decoder leaves where
    /// the bytes were not UTF-8.
    /// </summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\0' or '\uFFFD')
                return false;
            if (!char.IsSurrogate(c))
                continue;
            if (!char.IsHighSurrogate(c) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return false;
            i++;
        }
        return true;
    }

    /// <summary>One line: control characters and line breaks become single spaces, ends are trimmed.</summary>
    public static string Line(string? text) =>
        string.Join(' ', Visible(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Several lines: line ends become LF, never more than one empty line in a row, ends are trimmed.</summary>
    public static string Paragraphs(string? text)
    {
        var lines = Visible(text).ReplaceLineEndings("\n").Split('\n');
        var kept = new StringBuilder();
        var empty = 0;
        foreach (var line in lines.Select(l => l.TrimEnd()))
        {
            empty = line.Length == 0 ? empty + 1 : 0;
            if (empty < 2)
                kept.Append(line).Append('\n');
        }
        return kept.ToString().Trim();
    }

    /// <summary>The first <paramref name="max"/> graphemes (what a reader calls characters) with an ellipsis where something was cut.</summary>
    public static string Excerpt(string text, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var line = Line(text);
        var graphemes = StringInfo.ParseCombiningCharacters(line);
        return graphemes.Length <= max ? line : line[..graphemes[max - 1]].TrimEnd() + "…";
    }

    /// <summary>At most <paramref name="maxChars"/> UTF-16 units, never cutting a grapheme.</summary>
    public static string Truncate(string text, int maxChars)
    {
        if (text.Length <= maxChars)
            return text;
        var end = 0;
        foreach (var start in StringInfo.ParseCombiningCharacters(text))
        {
            if (start > maxChars)
                break;
            end = start;
        }
        return text[..end];
    }

    /// <summary>
    /// Normal form C without bidirectional overrides, zero-width characters and control characters. A zero-width joiner stays
    /// where it joins emoji (it follows a symbol, a variation selector or a skin tone), and nowhere else.
    /// </summary>
    private static string Visible(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var kept = new StringBuilder(text.Length);
        var previous = default(Rune);
        foreach (var rune in WithoutHalves(text).Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (rune.Value == ZeroWidthJoiner ? JoinsEmoji(previous) : IsKept(rune))
                kept.Append(rune);
            previous = rune;
        }
        return kept.ToString();
    }

    /// <summary>The text without lone surrogates, on which normalising throws.</summary>
    internal static string WithoutHalves(string text)
    {
        if (!text.Any(char.IsSurrogate))
            return text;
        var whole = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                whole.Append(text[i]);
            else if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                whole.Append(text, i++, 2);
        }
        return whole.ToString();
    }

    private static bool IsKept(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value is '\n' or '\r' or '\t',
        // Format characters hold the bidirectional controls (U+202A-E, U+2066-9, U+200E-F) and the zero-width ones;
        // the tag characters (U+E0020-7F) spell the flags of England, Scotland and Wales.
        UnicodeCategory.Format => rune.Value is >= 0xE0020 and <= 0xE007F,
        UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
        _ => rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0), // Hangul fillers, which look like nothing
    };

    private static bool JoinsEmoji(Rune previous) =>
        Rune.GetUnicodeCategory(previous) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol || previous.Value == 0xFE0F;
}
