using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;
using Markdig.Syntax.Inlines;

namespace BaiguStore.Core.Text;

/// <summary>
/// Keeps multiplication stars as text. CommonMark allows `*` emphasis inside a word, so 600*600*2000mm would lose its stars. Here a star between
/// digits, Latin letters, brackets of a formula or names of dimensions is never emphasis.
/// </summary>
internal sealed class MultiplicationStars : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline) => pipeline.InlineParsers.InsertBefore<EmphasisInlineParser>(new Parser());

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
    }

    /// <summary>Longest unit between a number and its star: 600毫米*600毫米, 24口*2.</summary>
    private const int LongestUnit = 4;

    private const string Dimensions = "长宽高深厚径", BeforeDimensions = "长宽高深厚直内外";

    private static bool Multiplies(ReadOnlySpan<char> before, ReadOnlySpan<char> after, int stars)
    {
        var (last, next) = (before.IsEmpty ? '\0' : before[^1], after.IsEmpty ? '\0' : after[0]);
        if (char.IsDigit(Last(before.TrimEnd(' '))) && char.IsDigit(First(after.TrimStart(' '))))
            return true;
        return stars == 1 && (
            (IsWord(last) && IsWord(next))
            || (char.IsDigit(next) && EndsWithQuantity(before))
            || (last is ')' or '）' && (char.IsDigit(next) || next is '(' or '（'))
            || (char.IsDigit(last) && next is '(' or '（')
            || (BeforeDimensions.Contains(next) && Dimensions.Contains(Last(before.TrimEnd('度')))));
    }

    private static char First(ReadOnlySpan<char> text) => text.IsEmpty ? '\0' : text[0];

    private static char Last(ReadOnlySpan<char> text) => text.IsEmpty ? '\0' : text[^1];

    /// <summary>A letter or digit of a script that separates words by spaces.</summary>
    private static bool IsWord(char c) => char.IsLetterOrDigit(c) && !Han.Is(c);

    private static bool EndsWithQuantity(ReadOnlySpan<char> before)
    {
        for (var i = before.Length - 1; i >= 0 && before.Length - i <= LongestUnit + 1 && !char.IsWhiteSpace(before[i]) && before[i] != '*'; i--)
            if (char.IsDigit(before[i]))
                return true;
        return false;
    }

    private sealed class Parser : InlineParser
    {
        public Parser() => OpeningCharacters = ['*'];

        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            var (text, start) = (slice.Text, slice.Start);
            var end = start;
            while (end <= slice.End && text[end] == '*')
                end++;
            if (!Multiplies(text.AsSpan(0, start), text.AsSpan(end, slice.End + 1 - end), end - start))
                return false;
            processor.Inline = new LiteralInline { Content = new StringSlice(text, start, end - 1), IsClosed = true };
            slice.Start = end;
            return true;
        }
    }
}
