using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Articles;

/// <summary>A heading of the text: level 2 or 3, the anchor's id, the words.</summary>
public sealed record TocEntry(int Level, string Id, string Text);

/// <summary>How long a text is as its writer counts: Han characters, and Latin words and numbers between them.</summary>
public sealed record TextCount(int Han, int Words);

public sealed record RenderedArticle(string Html, IReadOnlyList<TocEntry> Toc, int ReadingMinutes, string? FirstFigure, TextCount Count);

/// <summary>Width and height in CSS pixels of a picture on this site, by its path, or null where nobody knows.</summary>
public delegate (int Width, int Height)? PictureSizes(string path);

/// <summary>
/// Sanitised Markdown made into a reading page: headings with anchors, pictures as numbered figures, tables with numbered
/// captions that scroll inside themselves.
/// </summary>
public static class ArticleRendering
{
    /// <summary>Han characters that a reader of technical Chinese takes in a minute; a Latin word counts as two.</summary>
    public const int HanPerMinute = 400;

    /// <summary>As wide as the text: its measure on a desk, the window on a phone.</summary>
    private const string ShownWidth = "(min-width: 48rem) 45rem, 100vw";

    /// <summary>A paragraph that begins so and stands before a table is the table's caption.</summary>
    private static readonly string[] TableCaptionMarks = ["表:", "表："];

    public static RenderedArticle Render(string markdown, PictureSizes? pictures = null)
    {
        var document = RichText.ToDocument(markdown);
        var body = document.Body!;
        var figures = MakeFigures(document, pictures);
        var toc = AnchorHeadings(body);
        foreach (var image in document.QuerySelectorAll<IHtmlImageElement>("img:not([loading])").ToList()) // those within a line
            Sized(image, pictures?.Invoke(image.GetAttribute("src")!));
        CaptionTables(document);
        ExplainFootnotes(body);
        var count = Count(body.TextContent);
        var minutes = Math.Max(1, (int)Math.Round((count.Han + 2 * count.Words) / (double)HanPerMinute));
        Glossary.Explain(document);
        return new(body.InnerHtml.Trim(), toc, minutes, figures, count);
    }

    /// <summary>A picture alone in its paragraph is a figure; its title is the caption, its number comes from the order.</summary>
    private static string? MakeFigures(IHtmlDocument document, PictureSizes? pictures)
    {
        string? first = null;
        var number = 0;
        foreach (var image in document.QuerySelectorAll<IHtmlImageElement>("p > img:only-child").ToList())
        {
            var paragraph = image.ParentElement!;
            if (paragraph.TextContent.Trim().Length > 0)
                continue;
            number++;
            var path = image.GetAttribute("src")!;
            first ??= path;
            var figure = document.CreateElement("figure");
            figure.Id = string.Create(CultureInfo.InvariantCulture, $"figure-{number}");
            figure.ClassName = "figure";
            var link = document.CreateElement("a"); // to itself, large; a script makes a dialog of it
            link.ClassName = "figure__link";
            link.SetAttribute("href", Sized(image, pictures?.Invoke(path)) ?? path);
            link.AppendChild(image);
            figure.AppendChild(link);
            figure.AppendChild(Caption(document, "figcaption", $"图 {number}", image.GetAttribute("title") ?? image.AlternativeText ?? ""));
            image.RemoveAttribute("title");
            paragraph.Replace(figure);
        }
        return first;
    }

    /// <summary>A picture from our shelf comes in the width that fits; answers where it is largest.</summary>
    private static string? Sized(IHtmlImageElement image, (int Width, int Height)? size)
    {
        image.SetAttribute("loading", "lazy");
        image.SetAttribute("decoding", "async");
        if (size is not { } s)
            return null;
        image.SetAttribute("width", s.Width.ToString(CultureInfo.InvariantCulture));
        image.SetAttribute("height", s.Height.ToString(CultureInfo.InvariantCulture));
        if (PictureAddress.Parse(image.GetAttribute("src")!) is not { } ours)
            return null;
        image.SetAttribute("srcset", PictureAddress.SourceSet(ours.Key, s.Width));
        image.SetAttribute("sizes", ShownWidth);
        return PictureAddress.Of(ours.Key, s.Width, s.Width);
    }

    private static List<TocEntry> AnchorHeadings(IElement body)
    {
        List<TocEntry> toc = [];
        HashSet<string> taken = new(body.QuerySelectorAll("[id]").Select(e => e.Id!), StringComparer.Ordinal); // figures and footnotes
        foreach (var heading in body.QuerySelectorAll("h2, h3").ToList())
        {
            var text = PlainText.Line(heading.TextContent);
            var slug = Slug.From(text);
            var id = Enumerable.Range(1, int.MaxValue).Select(n => Slug.Numbered(slug, n)).First(taken.Add);
            heading.Id = id;
            toc.Add(new(heading.LocalName == "h2" ? 2 : 3, id, text));
        }
        return toc;
    }

    private static void CaptionTables(IHtmlDocument document)
    {
        var number = 0;
        foreach (var table in document.QuerySelectorAll("table").ToList())
        {
            var scroller = document.CreateElement("div");
            scroller.ClassName = "table-scroll";
            scroller.SetAttribute("role", "region");
            scroller.SetAttribute("tabindex", "0");
            var before = table.PreviousElementSibling;
            table.Replace(scroller);
            scroller.AppendChild(table);
            if (before is { LocalName: "p" } && TableCaptionMarks.FirstOrDefault(m => before.TextContent.StartsWith(m, StringComparison.Ordinal)) is { } mark)
            {
                number++;
                var text = before.TextContent[mark.Length..].Trim();
                table.Prepend(Caption(document, "caption", $"表 {number}", text));
                scroller.SetAttribute("aria-label", $"表 {number} {text}");
                before.Remove();
            }
            else
                scroller.SetAttribute("aria-label", "表");
            foreach (var head in table.QuerySelectorAll("th"))
                head.SetAttribute("scope", "col");
        }
    }

    private static IElement Caption(IHtmlDocument document, string tag, string label, string text)
    {
        var caption = document.CreateElement(tag);
        var numbered = document.CreateElement("span");
        numbered.ClassName = "caption-number";
        numbered.TextContent = label;
        caption.Append(numbered, document.CreateTextNode(" " + text));
        return caption;
    }

    /// <summary>Footnote marks are links of one digit: they get names that a screen reader can say.</summary>
    private static void ExplainFootnotes(IElement body)
    {
        foreach (var mark in body.QuerySelectorAll("a.footnote-ref"))
            mark.SetAttribute("aria-label", $"注释 {mark.TextContent.Trim()}");
        foreach (var back in body.QuerySelectorAll("a.footnote-back-ref"))
            back.SetAttribute("aria-label", "回到正文");
    }

    private static TextCount Count(string text)
    {
        var (han, words, inWord) = (0, 0, false);
        foreach (var c in text)
        {
            var latin = char.IsAsciiLetterOrDigit(c);
            han += c is >= '\u4E00' and <= '\u9FFF' ? 1 : 0;
            words += latin && !inWord ? 1 : 0;
            inWord = latin;
        }
        return new(han, words);
    }
}
