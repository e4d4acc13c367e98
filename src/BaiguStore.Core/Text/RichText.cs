using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Ganss.Xss;
using Markdig;

namespace BaiguStore.Core.Text;

/// <summary>Markdown that we do not render, with the reason in words for the person who wrote it.</summary>
public sealed class MarkdownRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Markdown to safe HTML. Markdig with raw HTML off and extensions chosen one by one, then an allow-list sanitiser: two
/// walls, because each has let something through before (`javascript:` links; attribute syntax).
/// </summary>
public static class RichText
{
    /// <summary>UTF-16 units. The longest article has about 20,000; what is over this is refused before it is parsed.</summary>
    public const int MaxLength = 200_000;

    /// <summary>Nested quotes or lists in one line, and unclosed brackets in a row: more costs the parser its stack or its time.</summary>
    public const int MaxNesting = 24;

    /// <summary>
    /// Elements of the rendered text. Sanitising takes time with the square of their number (40,000 headings in a row: 18
    /// seconds); the longest article has about 1,500.
    /// </summary>
    public const int MaxElements = 10_000;

    /// <summary>What a whole parse may take before it is refused.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseFootnotes()
        .UseDefinitionLists()
        .UseAutoLinks()
        .Build();

    private static readonly HtmlParser Parser = new();

    /// <summary>
    /// The sanitised document of a Markdown text, for a caller that decorates it further.
    /// Throws <see cref="MarkdownRefusedException"/> for text that is too long, too deeply nested or too slow.
    /// </summary>
    public static IHtmlDocument ToDocument(string markdown)
    {
        var document = Parser.ParseDocument(Convert(markdown));
        LowerTopHeadings(document);
        NewSanitizer().SanitizeDom(document, document.Body);
        return document;
    }

    /// <summary>Sanitised HTML of a Markdown text; the same refusals as <see cref="ToDocument"/>.</summary>
    public static string ToHtml(string markdown) =>
        string.IsNullOrWhiteSpace(markdown) ? "" : ToDocument(markdown).Body!.InnerHtml.Trim();

    private static string Convert(string markdown)
    {
        Refuse(markdown.Length > MaxLength, $"正文有 {markdown.Length:N0} 个字符，最多 {MaxLength:N0} 个：请分成几篇。");
        Refuse(!PlainText.IsWellFormed(markdown), "正文里有无法识别的字符：请以 UTF-8 重新保存。");
        Refuse(DeepestNesting(markdown) > MaxNesting, $"引用、列表或括号嵌套超过 {MaxNesting} 层：请减少嵌套。");
        try
        {
            var rendering = Task.Run(() => Markdown.ToHtml(markdown, Pipeline));
            Refuse(!rendering.Wait(MaxTime), "正文的结构过于复杂，无法在限定时间内排版：请简化。");
            var html = rendering.Result;
            Refuse(html.AsSpan().Count('<') - html.AsSpan().Count("</") > MaxElements, $"正文有超过 {MaxElements:N0} 个段落、表格单元或链接：请分成几篇。");
            return html;
        }
        catch (AggregateException e) when (e.InnerException is ArgumentException or InvalidOperationException)
        {
            throw new MarkdownRefusedException("正文的结构无法排版：请减少嵌套。", e.InnerException);
        }
    }

    /// <summary>The page has its one first heading already; a writer's becomes a second one.</summary>
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

    /// <summary>One pass over the text: the deepest run of quote and list markers at a line's start, and of open brackets in a block.</summary>
    private static int DeepestNesting(string markdown)
    {
        int deepest = 0, brackets = 0;
        foreach (var line in markdown.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
                brackets = 0;
            var markers = 0;
            var atStart = true;
            for (var i = 0; i < line.Length; i++)
            {
                var c = line[i];
                atStart = atStart && c is '>' or ' ' or '\t' or '-' or '*' or '+';
                if (atStart && (c == '>' || (c is '-' or '*' or '+' && i + 1 < line.Length && line[i + 1] == ' ')))
                    markers++;
                brackets = c switch { '[' or '(' => brackets + 1, ']' or ')' => Math.Max(0, brackets - 1), _ => brackets };
                deepest = Math.Max(deepest, Math.Max(markers, brackets));
            }
        }
        return deepest;
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
        sanitizer.AllowedClasses.UnionWith(["footnotes", "footnote-ref", "footnote-back-ref"]);
        sanitizer.PostProcessNode += (_, e) => RefuseForeignPictures(e.Node);
        return sanitizer;
    }

    /// <summary>Pictures come from this store only: a foreign one would tell its host who reads what.</summary>
    private static void RefuseForeignPictures(INode node)
    {
        if (node is IHtmlImageElement image && image.GetAttribute("src") is not ['/', not '/', ..])
            image.Remove();
    }
}
