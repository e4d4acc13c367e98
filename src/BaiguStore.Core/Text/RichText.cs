using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Ganss.Xss;
using Markdig;
using Markdig.Extensions.EmphasisExtras;

namespace BaiguStore.Core.Text;

/// <summary>Markdown that is not rendered; the message explains the reason to its author.</summary>
public sealed class MarkdownRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Rendered Markdown.</summary>
/// <param name="Omissions">Parts that readers do not see, to be reported to the author.</param>
public sealed record RenderedText(IHtmlDocument Document, IReadOnlyList<MarkdownOmission> Omissions)
{
    public string Html => Document.Body!.InnerHtml.Trim();
}

/// <summary>
/// Markdown to safe HTML: Markdig with raw HTML off and explicitly chosen extensions, then an allow-list sanitizer. Two layers, because each alone
/// has let something through before (`javascript:` links; attribute syntax).
/// </summary>
public static class RichText
{
    /// <summary>UTF-16 units. The longest article has about 20,000; longer text is refused before parsing.</summary>
    public const int MaxLength = 200_000;

    /// <summary>Maximum nesting of quotes, lists, links and emphasis; deeper text is unreadable.</summary>
    public const int MaxNesting = 24;

    /// <summary>Unclosed links per block: each is parsed again to the end of the block, so time is quadratic in their number.</summary>
    private const int MaxUnfinishedLinks = 1_000;

    /// <summary>
    /// Elements of the rendered text. Sanitizing is quadratic in their number (40,000 consecutive headings: 18 seconds); the longest article has
    /// about 1,500.
    /// </summary>
    public const int MaxElements = 10_000;

    /// <summary>Time limit of one parse.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseFootnotes()
        .UseDefinitionLists()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseCjkFriendlyEmphasis()
        .Use<MultiplicationStars>()
        .Use<BareLinks>()
        .Build();

    private static readonly string TooDeep = $"引用、列表或链接嵌套超过 {MaxNesting} 层：请减少嵌套。";

    private static readonly HtmlParser Parser = new();

    /// <summary>
    /// The sanitized document of a Markdown text, for callers that process it further. Throws <see cref="MarkdownRefusedException"/> for text that is
    /// too long, too deeply nested or too slow.
    /// </summary>
    public static RenderedText Render(string markdown)
    {
        var (html, omissions) = Convert(markdown);
        var document = Parser.ParseDocument(html);
        LowerTopHeadings(document);
        TextTables.KeepAlignment(document);
        List<MarkdownOmission> all = [.. Sanitize(document), .. omissions];
        HanLineBreaks.Join(document.Body!);
        TextTables.Arrange(document);
        return new(document, all);
    }

    /// <summary>Sanitized HTML of a Markdown text. Throws <see cref="MarkdownRefusedException"/> like <see cref="Render"/>.</summary>
    public static string ToHtml(string markdown) => string.IsNullOrWhiteSpace(markdown) ? "" : Render(markdown).Html;

    private static (string Html, List<MarkdownOmission> Omissions) Convert(string markdown)
    {
        Refuse(markdown.Length > MaxLength, $"正文有 {markdown.Length:N0} 个字符，最多 {MaxLength:N0} 个：请分成几篇。");
        Refuse(!PlainText.IsWellFormed(markdown), "正文里有无法识别的字符：请以 UTF-8 重新保存。");
        Refuse(UnfinishedLinks(markdown) > MaxUnfinishedLinks, $"一段里有超过 {MaxUnfinishedLinks:N0} 个没有写完的链接：请补上右括号。");
        try
        {
            var rendering = Task.Run(() =>
            {
                var parsed = Markdown.Parse(markdown, Pipeline);
                Refuse(MarkdownTree.IsDeeperThan(parsed, MaxNesting), TooDeep);
                MarkdownTree.UnescapePipes(parsed);
                return (parsed.ToHtml(Pipeline), MarkdownTree.LoneFootnotes(parsed).ToList());
            });
#pragma warning disable RS0030 // parsed on a thread of its own, which is given up when the time is over
            Refuse(!rendering.Wait(MaxTime), "正文的结构过于复杂，无法在限定时间内排版：请简化。");
            var html = rendering.Result.Item1;
            Refuse(html.AsSpan().Count('<') - html.AsSpan().Count("</") > MaxElements, $"正文有超过 {MaxElements:N0} 个段落、表格单元或链接：请分成几篇。");
            return rendering.Result;
#pragma warning restore RS0030
        }
        catch (AggregateException e) when (e.InnerException is MarkdownRefusedException refused)
        {
            throw refused;
        }
        catch (AggregateException e) when (e.InnerException is ArgumentException or InvalidOperationException)
        {
            throw new MarkdownRefusedException(TooDeep, e.InnerException); // Markdig has a nesting limit of its own
        }
    }

    /// <summary>The page already has its h1, so an author's h1 becomes h2.</summary>
    private static void LowerTopHeadings(IHtmlDocument document)
    {
        foreach (var top in document.QuerySelectorAll("h1").ToList())
        {
            var heading = document.CreateElement("h2");
            heading.Append([.. top.ChildNodes]);
            top.Replace(heading);
        }
    }

    private static void Refuse(bool condition, string message)
    {
        if (condition)
            throw new MarkdownRefusedException(message);
    }

    /// <summary>The largest number of unclosed links in any block; a blank line ends a block.</summary>
    private static int UnfinishedLinks(string markdown)
    {
        int most = 0, open = 0;
        foreach (var line in markdown.AsSpan().EnumerateLines())
        {
            open = line.IsWhiteSpace() ? 0 : Math.Max(0, open + line.Count("](") - line.Count(')'));
            most = Math.Max(most, open);
        }
        return most;
    }

    /// <summary>Returns what was removed that the author may miss.</summary>
    private static List<MarkdownOmission> Sanitize(IHtmlDocument document)
    {
        var images = document.Images.Select(i => (Element: (IElement)i, Address: i.GetAttribute("src") ?? "")).ToList();
        var links = document.QuerySelectorAll("a[href]").Select(a => (Element: a, Address: a.GetAttribute("href")!)).ToList();
        NewSanitizer().SanitizeDom(document, document.Body);
        foreach (var empty in document.QuerySelectorAll(".footnotes").Where(f => f.QuerySelector("li") is null).ToList())
            empty.Remove();
        return
        [
            .. images.Where(i => i.Element.Parent is null).Select(i => new MarkdownOmission(OmissionReason.ForeignPicture, i.Address)),
            .. links.Where(a => !a.Element.HasAttribute("href")).Select(a => new MarkdownOmission(OmissionReason.ForbiddenLink, a.Address)),
            .. document.Body!.Descendants<IText>().Where(t => t.ParentElement!.Closest("code, pre") is null).SelectMany(t => MarkdownTree.MarksIn(t.Data)),
        ];
    }

    private static HtmlSanitizer NewSanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
            {
                "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "sub", "sup", "code", "pre", "blockquote", "ul", "ol", "li",
                "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "a", "img", "div",
            },
            AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src", "alt", "title", "id", "class", "start", "colspan", "rowspan" },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto", "tel" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
        });
        sanitizer.AllowedClasses.UnionWith(["footnotes", "footnote-ref", "footnote-back-ref", "align-left", "align-center", "align-right"]);
        sanitizer.PostProcessNode += (_, e) => RefuseForeignPictures(e.Node);
        return sanitizer;
    }

    /// <summary>Images come from this store only: a foreign image would tell its host who reads what.</summary>
    private static void RefuseForeignPictures(INode node)
    {
        if (node is IHtmlImageElement image && image.GetAttribute("src") is not ['/', not '/', ..])
            image.Remove();
    }
}
