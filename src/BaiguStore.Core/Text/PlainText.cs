using System.Globalization;
using System.Text;

namespace BaiguStore.Core.Text;

/// <summary>Normalizes user input for storage: well-formed Unicode, no invisible characters, cut only between graphemes.</summary>
public static class PlainText
{
    /// <summary>
    /// False for text that must not reach the database: NUL, lone surrogates, and U+FFFD, which a decoder inserts for invalid UTF-8.
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

    /// <summary>Single line: control characters and line breaks become single spaces; ends are trimmed.</summary>
    public static string Line(string? text) =>
        string.Join(' ', VisibleText.Of(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Multiple lines: line ends become LF, at most one empty line in a row; ends are trimmed.</summary>
    public static string Paragraphs(string? text)
    {
        var lines = VisibleText.Of(text).ReplaceLineEndings("\n").Split('\n');
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

    /// <summary>The first <paramref name="max"/> graphemes (user-perceived characters), with an ellipsis if the text was cut.</summary>
    public static string Excerpt(string text, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var line = Line(text);
        var end = 0;
        for (var graphemes = 1; end < line.Length; graphemes++)
        {
            var next = end + StringInfo.GetNextTextElementLength(line, end);
            if (graphemes == max && next < line.Length)
                return line[..end].TrimEnd() + "…";
            end = next;
        }
        return line;
    }

    /// <summary>
    /// At most <paramref name="maxChars"/> UTF-16 units, never splitting a grapheme. A cut text has no trailing space: SQL Server ignores trailing
    /// spaces when it compares keys, so two keys could collide there and differ in other databases.
    /// </summary>
    public static string Truncate(string text, int maxChars)
    {
        if (text.Length <= maxChars)
            return text;
        for (var end = 0; ;)
        {
            var next = end + StringInfo.GetNextTextElementLength(text, end);
            if (next > maxChars)
                return text[..end].TrimEnd();
            end = next;
        }
    }

    /// <summary>
    /// Removes characters that XML 1.0 and HTML forbid: control characters except tabs and line ends, noncharacters, lone surrogates. Everything else
    /// is unchanged.
    /// </summary>
    public static string WithoutForbidden(string text)
    {
        var whole = WithoutHalves(text);
        if (!whole.EnumerateRunes().Any(IsForbidden))
            return whole;
        var kept = new StringBuilder(whole.Length);
        foreach (var rune in whole.EnumerateRunes())
            if (!IsForbidden(rune))
                kept.Append(rune);
        return kept.ToString();
    }

    /// <summary>Removes lone surrogates, because normalization throws on them.</summary>
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

    private static bool IsForbidden(Rune rune) =>
        (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r')) || rune.Value is >= 0xFDD0 and <= 0xFDEF || (rune.Value & 0xFFFE) == 0xFFFE;
}
