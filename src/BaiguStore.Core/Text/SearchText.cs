using System.Globalization;
using System.Text;

namespace BaiguStore.Core.Text;

/// <summary>A stretch of folded text: letters and digits, or Han characters.</summary>
internal readonly record struct Run(int Start, int Length, bool IsHan)
{
    public int End => Start + Length;
}

/// <summary>
/// The one form in which texts and queries meet. Every character is folded by itself, so a place in the folded text is the same place in the
/// text that people see; that is what highlighting rests on.
/// </summary>
internal static class SearchText
{
    private static readonly char[] Folded = MakeTable();

    /// <summary>Half-width, lower case, simplified; `×` is `x`, every hyphen and dash is `-`. As long as it was.</summary>
    public static string Fold(string text) => string.Create(text.Length, text, static (folded, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            folded[i] = Folded[from[i]];
    });

    /// <summary>The runs of a folded text, in their order. A point between digits belongs to the number.</summary>
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

    /// <summary>Whether one run goes on where the other ends, with a single sign between them, as the parts of a part number do.</summary>
    public static bool AreJoined(string folded, Run run, Run next) =>
        !run.IsHan && !next.IsHan && next.Start == run.End + 1 && folded[run.End] is '-' or '_' or '/' or '.' or '+' or '*' or '#' or '&';

    /// <summary>Characters that are written without spaces, Kana and Hangul too, and whatever lies beyond the basic plane.</summary>
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
