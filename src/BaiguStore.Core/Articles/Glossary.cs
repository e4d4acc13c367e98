using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace BaiguStore.Core.Articles;

/// <summary>
/// Explains terms of the article's definition lists at their first use: a button that opens a popover, without script. The definition itself is
/// written once, in the list.
/// </summary>
internal static class Glossary
{
    private const string Readable = "p, li", NotIn = "a, code, pre, button, dl, table, figure, h2, h3, h4, .footnotes";

    public static void Explain(IHtmlDocument document)
    {
        var terms = document.QuerySelectorAll("dl > dt").Select(dt => (Term: Name(dt.TextContent), Meaning: dt.NextElementSibling))
            .Where(t => t.Term.Length > 1 && t.Meaning is { LocalName: "dd" })
            .OrderByDescending(t => t.Term.Length).ToList(); // "VM entry" before "VM"
        var number = 0;
        foreach (var (term, meaning) in terms)
        {
            if (FirstUse(document, term) is not { } use)
                continue;
            var id = string.Create(CultureInfo.InvariantCulture, $"term-{++number}");
            var (button, note) = (document.CreateElement("button"), document.CreateElement("span"));
            button.ClassName = "term";
            button.SetAttribute("type", "button");
            button.SetAttribute("popovertarget", id);
            button.TextContent = term;
            note.ClassName = "term__meaning";
            note.Id = id;
            note.SetAttribute("popover", "");
            note.TextContent = $"{term}：{meaning!.TextContent.Trim()}";
            var rest = use.Text.Split(use.At); // splits before the term
            rest.Replace(button, note, rest.Split(term.Length));
        }
    }

    /// <summary>The term without a trailing remark in brackets: "客户机（Guest）" becomes "客户机".</summary>
    private static string Name(string text) => text.Split('\uFF08', '(')[0].Trim();

    private static (IText Text, int At)? FirstUse(IHtmlDocument document, string term)
    {
        foreach (var text in document.QuerySelectorAll(Readable).Where(e => e.Closest(NotIn) is null).SelectMany(e => e.ChildNodes.OfType<IText>()))
            for (var at = text.Data.IndexOf(term, StringComparison.Ordinal); at >= 0; at = text.Data.IndexOf(term, at + 1, StringComparison.Ordinal))
                if (IsWhole(text.Data, at, term.Length))
                    return (text, at);
        return null;
    }

    /// <summary>A Latin term must not be part of a longer word; a Han term may stand anywhere.</summary>
    private static bool IsWhole(string text, int at, int length) =>
        (at == 0 || !Joins(text[at - 1], text[at])) && (at + length == text.Length || !Joins(text[at + length - 1], text[at + length]));

    private static bool Joins(char before, char after) => IsLatin(before) && IsLatin(after);

    private static bool IsLatin(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '+';
}
