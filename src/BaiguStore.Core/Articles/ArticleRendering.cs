using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Articles;

/// <summary>A heading of the text: level 2 or 3, the anchor's id, the text.</summary>
public sealed record TocEntry(int Level, string Id, string Text);

/// <summary>Length of a text as authors count it: Han characters, and Latin words and numbers.</summary>
public sealed record TextCount(int Han, int Words);

public sealed record RenderedArticle(string Html, IReadOnlyList<TocEntry> Toc, int ReadingMinutes, string? FirstFigure, TextCount Count, IReadOnlyList<MarkdownOmission> Omissions);

/// <summary>
/// Turns sanitized Markdown into a reading page: headings with anchors, pictures as numbered figures, inline explanations of terms and footnotes.
/// </summary>
public static class ArticleRendering
{
    /// <summary>Han characters per minute when reading technical Chinese; a Latin word counts as two.</summary>
    public const int HanPerMinute = 400;

    /// <summary>Displayed width: the text column on a large screen, the viewport on a phone.</summary>
    private const string ShownWidth = "(min-width: 48rem) 45rem, 100vw";

    public static RenderedArticle Render(string markdown, PictureSizes? pictures = null)
    {
        var (document, omissions) = RichText.Render(markdown);
        var body = document.Body!;
        var figures = MakeFigures(document, pictures);
        var toc = AnchorHeadings(body);
        foreach (var image in document.QuerySelectorAll<IHtmlImageElement>("img:not([loading])").ToList()) // inline images
            Sized(image, pictures?.Invoke(image.GetAttribute("src")!));
        ExplainFootnotes(body);
        var count = Count(body.TextContent);
        var minutes = Math.Max(1, (int)Math.Round((count.Han + 2 * count.Words) / (double)HanPerMinute));
        Glossary.Explain(document);
        return new(body.InnerHtml.Trim(), toc, minutes, figures, count, omissions);
    }

    /// <summary>
    /// An image alone in its paragraph becomes a figure; its title is the caption, its number follows the order. Returns the path of the first
    /// figure.
    /// </summary>
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
            var link = document.CreateElement("a"); // links to the full-size image; a script opens it in a dialog
            link.ClassName = "figure__link";
            link.SetAttribute("href", Sized(image, pictures?.Invoke(path)) ?? path);
            link.AppendChild(image);
            figure.AppendChild(link);
            figure.AppendChild(TextTables.Caption(document, "figcaption", $"图 {number}", image.GetAttribute("title") ?? image.AlternativeText ?? ""));
            image.RemoveAttribute("title");
            paragraph.Replace(figure);
        }
        return first;
    }

    /// <summary>Adds srcset to an uploaded picture; returns the URL of its largest file.</summary>
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
        HashSet<string> taken = new(body.QuerySelectorAll("[id]").Select(e => e.Id!), StringComparer.Ordinal); // ids of figures and footnotes
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

    /// <summary>Footnote references are links of one digit: they get labels for screen readers.</summary>
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
