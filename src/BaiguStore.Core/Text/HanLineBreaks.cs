using AngleSharp.Dom;

namespace BaiguStore.Core.Text;

/// <summary>
/// Removes line breaks of the source inside a paragraph where they would show as an unwanted space: between two Han characters, or next to full-width
/// punctuation.
/// </summary>
internal static class HanLineBreaks
{
    private const string NotIn = "pre, code", Blocks = "p, li, td, th, dd, dt, h2, h3, h4, h5, h6, blockquote, div";

    public static void Join(IElement body)
    {
        var texts = body.Descendants<IText>().Where(t => t.Data.Contains('\n') && t.ParentElement!.Closest(NotIn) is null).ToList();
        foreach (var text in texts)
            text.Data = Joined(text);
    }

    private static string Joined(IText text)
    {
        var (data, kept) = (text.Data, new System.Text.StringBuilder(text.Data.Length));
        for (var i = 0; i < data.Length; i++)
            if (data[i] != '\n' || !IsGapless(i > 0 ? data[i - 1] : Beside(text, -1), i + 1 < data.Length ? data[i + 1] : Beside(text, 1)))
                kept.Append(data[i]);
        return kept.ToString();
    }

    private static bool IsGapless(char before, char after) =>
        (IsHan(before) && IsHan(after)) || (IsFullWidthSign(before) && after != '\0') || (IsFullWidthSign(after) && before != '\0');

    private static bool IsHan(char c) => Han.Is(c) || IsFullWidthSign(c) || c is >= '\u3040' and <= '\u30FF';

    /// <summary>。、「」《》【】〔〕, the full-width forms of ASCII signs, and the dashes, dots and quotes of Chinese text.</summary>
    private static bool IsFullWidthSign(char c) =>
        c is (>= '\u3001' and <= '\u3003') or (>= '\u3008' and <= '\u301F') or (>= '\uFF01' and <= '\uFF0F') or (>= '\uFF1A' and <= '\uFF20') or (>= '\uFF3B' and <= '\uFF5E');

    /// <summary>The nearest character before or after a text node within its block; NUL if there is none.</summary>
    private static char Beside(INode text, int step)
    {
        for (var node = text; node is not null; node = node.Parent)
        {
            if (node is IElement element && element.Matches(Blocks))
                return '\0';
            for (var next = Next(node); next is not null; next = Next(next))
                if (next is IElement { LocalName: "br" or "img" })
                    return '\0';
                else if (next.TextContent is { Length: > 0 } words)
                    return step < 0 ? words[^1] : words[0];
        }
        return '\0';

        INode? Next(INode node) => step < 0 ? node.PreviousSibling : node.NextSibling;
    }
}
