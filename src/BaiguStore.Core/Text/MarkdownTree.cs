using System.Text.RegularExpressions;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace BaiguStore.Core.Text;

/// <summary>Checks on the parsed Markdown before it is rendered.</summary>
internal static partial class MarkdownTree
{
    /// <summary>Whether quotes, list items, links and emphasis are nested deeper than the limit. Brackets that are only text do not count.</summary>
    public static bool IsDeeperThan(MarkdownDocument document, int limit)
    {
        var open = new Stack<(MarkdownObject Node, int Depth)>([(document, 0)]);
        while (open.TryPop(out var at))
        {
            var depth = at.Depth + (at.Node is QuoteBlock or ListItemBlock or LinkInline or EmphasisInline ? 1 : 0);
            if (depth > limit)
                return true;
            foreach (var child in Children(at.Node))
                open.Push((child, depth));
        }
        return false;
    }

    /// <summary>In a table cell, `\|` inside code is a literal `|` (GitHub Flavored Markdown, section 4.10).</summary>
    public static void UnescapePipes(MarkdownDocument document)
    {
        foreach (var code in document.Descendants<TableCell>().SelectMany(cell => cell.Descendants<CodeInline>()))
            code.Content = code.Content.Replace("\\|", "|", StringComparison.Ordinal);
    }

    /// <summary>Footnotes that the renderer drops because nothing references them.</summary>
    public static IEnumerable<MarkdownOmission> LoneFootnotes(MarkdownDocument document) =>
        document.Descendants<LinkReferenceDefinitionGroup>().SelectMany(group => group.Links.Values).OfType<FootnoteLinkReferenceDefinition>()
            .Where(definition => definition.Footnote.Links.Count == 0)
            .Select(definition => new MarkdownOmission(OmissionReason.FootnoteWithoutMark, $"[{definition.Label}]"));

    /// <summary>Footnote references that stayed plain text because the footnote is missing.</summary>
    public static IEnumerable<MarkdownOmission> MarksIn(string text) =>
        Mark().Matches(text).Select(m => new MarkdownOmission(OmissionReason.MarkWithoutFootnote, m.Value));

    private static IEnumerable<MarkdownObject> Children(MarkdownObject node) => node switch
    {
        ContainerBlock container => container,
        LeafBlock { Inline: { } inline } => [inline],
        ContainerInline inlines => inlines,
        _ => [],
    };

    [GeneratedRegex(@"\[\^[^\]\s]+\]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mark();
}
