using System.Globalization;
using System.Text;

namespace BaiguStore.Core.Text;

/// <summary>A run of folded text: letters and digits, or Han characters.</summary>
internal readonly record struct Run(int Start, int Length, bool IsHan)
{
    public int End => Start + Length;
}

/// <summary>
/// The one normalized form of indexed texts and queries. Each character is folded on its own, so offsets in the folded text equal offsets in the
/// displayed text; highlighting depends on this.
/// </summary>
internal static class SearchText
{
    private static readonly char[] Folded = MakeTable();

    /// <summary>Half-width, lower case, simplified; `×` becomes `x`, every hyphen and dash becomes `-`. The length does not change.</summary>
    public static string Fold(string text) => string.Create(text.Length, text, static (folded, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            folded[i] = Folded[from[i]];
    });

    /// <summary>The runs of a folded text in order. A point between digits belongs to the number.</summary>
    public static IEnumerable<Run> Runs(string folded)
    {
        for (var i = 0; i < folded.Length;)
        {
            var start = i;
            if (IsHanChar(folded[i]))
            {
                while (i < folded.Length && IsHanChar(folded[i]))
                    i++;
                yield return new(start, i - start, IsHan: true);
            }
            else if (IsWord(folded[i]))
            {
                while (i < folded.Length && (IsWord(folded[i]) || IsPoint(folded, i)))
                    i++;
                yield return new(start, i - start, IsHan: false);
            }
            else
                i++;
        }
    }

    /// <summary>Whether one run follows the other with exactly one sign between them, like the parts of a part number.</summary>
    public static bool AreJoined(string folded, Run run, Run next) =>
        !run.IsHan && !next.IsHan && next.Start == run.End + 1 && folded[run.End] is '-' or '_' or '/' or '.' or '+' or '*' or '#' or '&';

    /// <summary>Characters of scripts without spaces, Kana and Hangul included, and everything beyond the basic plane.</summary>
    public static bool IsHanChar(char c) => Han.Is(c) || c is (>= '\u3040' and <= '\u30FF') or (>= '\uAC00' and <= '\uD7AF') || char.IsSurrogate(c);

    private static bool IsWord(char c) => char.IsAscii(c) ? char.IsAsciiLetterOrDigit(c) : char.IsLetterOrDigit(c) && !IsHanChar(c);

    private static bool IsPoint(string text, int i) =>
        text[i] == '.' && i > 0 && i + 1 < text.Length && char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1]);

    private static char[] MakeTable()
    {
        var table = new char[char.MaxValue + 1];
        for (var i = 0; i < table.Length; i++)
        {
            var c = (char)i;
            table[i] = c;
            if (char.IsSurrogate(c) || char.GetUnicodeCategory(c) == UnicodeCategory.OtherNotAssigned)
                continue;
            var plain = c.ToString().Normalize(NormalizationForm.FormKC);
            if (char.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation || c == '\u2212')
                table[i] = '-';
            else
                table[i] = c == '×' ? 'x' : Han.Simplified(char.ToLowerInvariant(plain.Length == 1 ? plain[0] : c));
        }
        return table;
    }
}
