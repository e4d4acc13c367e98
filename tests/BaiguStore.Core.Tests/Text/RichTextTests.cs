using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Tests.Text;

public sealed class RichTextTests
{
    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](javascript&colon;alert(1))")]
    [InlineData("[x](javascript&#58;alert(1))")]
    [InlineData("[x](java&#x09;script:alert(1))")]
    [InlineData("[x](java&Tab;script&colon;alert(1))")]
    [InlineData("[x](<java\tscript:alert(1)>)")]
    [InlineData("[x](&#1;javascript:alert(1))")]
    [InlineData("[x](%6Aavascript:alert(1))")]
    [InlineData("[x](vbscript:msgbox(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)")]
    [InlineData("[x](DATA:text/html,<script>alert(1)</script>)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x](blob:https://a.cn/1)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x]\n\n[x]: javascript:alert(1)")]
    [InlineData("[x]\n\n[x]: <data:text/html,1> \"t\"")]
    [InlineData("[x](feed:javascript:alert(1))")]
    [InlineData("[x](view-source:javascript:alert(1))")]
    public void A_link_that_runs_or_carries_code_leads_nowhere(string markdown)
    {
        foreach (var link in Parse(RichText.ToHtml(markdown)).QuerySelectorAll("a"))
            Assert.True(link.GetAttribute("href") is null or "%6Aavascript:alert(1)" || IsHarmless(link.GetAttribute("href")!), link.OuterHtml);
    }

    [Theory]
    [InlineData("[x](https://a.cn/b?c=d&e=f#g)", "https://a.cn/b?c=d&e=f#g")]
    [InlineData("[x](/articles/intel-vt)", "/articles/intel-vt")]
    [InlineData("[x](#toc)", "#toc")]
    [InlineData("[x](mailto:sdbaigu@sdbaigu.com)", "mailto:sdbaigu@sdbaigu.com")]
    [InlineData("[x](tel:13608928216)", "tel:13608928216")]
    [InlineData("https://a.cn/b", "https://a.cn/b")]
    public void Other_links_stay(string markdown, string href) =>
        Assert.Equal(href, Parse(RichText.ToHtml(markdown)).QuerySelector("a")!.GetAttribute("href"));

    [Theory]
    [InlineData("# Title {onerror=alert(1)}\n\ntext")]
    [InlineData("![x](/a.png){onerror=alert(1)}")]
    [InlineData("[x](/a){onclick=\"alert(1)\" style=\"position:fixed\"}")]
    [InlineData("text {.class #id onmouseover=alert(1)}")]
    [InlineData("## H {#id onfocus=alert(1) autofocus tabindex=1}")]
    [InlineData("```{onerror=alert(1)}\ncode\n```")]
    [InlineData("::: {onclick=alert(1)}\ntext\n:::")]
    [InlineData("![x](/a.png \"t\\\" onerror=\\\"alert(1)\")")]
    [InlineData("![\" onerror=\"alert(1)](/a.png)")]
    [InlineData("[x](/a \"\" onclick=\"alert(1)\")")]
    public void Attribute_syntax_is_only_text(string markdown) => AssertInert(RichText.ToHtml(markdown));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<svg onload=alert(1)>")]
    [InlineData("<svg><script>alert&#40;1&#41;</script></svg>")]
    [InlineData("<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">")]
    [InlineData("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">")]
    [InlineData("<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">")]
    [InlineData("<style>@import'javascript:alert(1)';</style>")]
    [InlineData("<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>")]
    [InlineData("<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("<details open ontoggle=alert(1)>")]
    [InlineData("<base href=\"https://evil.cn/\">")]
    [InlineData("<template><script>alert(1)</script></template>")]
    [InlineData("<form action=\"https://evil.cn\"><input name=password></form>")]
    [InlineData("<meta http-equiv=refresh content=\"0;url=https://evil.cn\">")]
    [InlineData("<object data=\"javascript:alert(1)\"></object><embed src=\"javascript:alert(1)\">")]
    [InlineData("<!--[if gte IE 4]><script>alert(1)</script><![endif]-->")]
    [InlineData("`</code><script>alert(1)</script>`")]
    [InlineData("```html\n</code></pre><script>alert(1)</script>\n```")]
    [InlineData("| a |\n|---|\n| <img src=x onerror=alert(1)> |")]
    [InlineData("[^1]\n\n[^1]: <svg onload=alert(1)>")]
    [InlineData("term\n:   <img src=x onerror=alert(1)>")]
    [InlineData("[<img src=x onerror=alert(1)>](/a)")]
    [InlineData("![<svg/onload=alert(1)>](/a.png \"<script>\")")]
    public void Raw_html_is_inert_also_after_it_was_parsed_again(string markdown)
    {
        var html = RichText.ToHtml(markdown);
        AssertInert(html);
        AssertInert(Parse(html).InnerHtml);
        AssertInert(Parse(Parse(html).InnerHtml).InnerHtml);
    }

    [Fact]
    public void A_thousand_nested_quotes_are_refused() =>
        Assert.Throws<MarkdownRefusedException>(() => RichText.ToHtml(string.Concat(Enumerable.Repeat("> ", 1_000)) + "x"));

    [Theory]
    [InlineData(">")]
    [InlineData("> ")]
    [InlineData("+ ")]
    [InlineData("> - ")]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("[(")]
    [InlineData("[a](")]
    [InlineData("[^")]
    public void Eighty_kilobytes_of_nesting_are_refused(string piece) =>
        Assert.Throws<MarkdownRefusedException>(() => RichText.ToHtml(string.Concat(Enumerable.Repeat(piece, 80_000 / piece.Length))));

    [Theory]
    [InlineData("- ")]
    [InlineData("* ")]
    public void A_line_of_hyphens_or_stars_is_a_rule_however_long(string piece) =>
        Assert.NotNull(Parse(RichText.ToHtml(string.Concat(Enumerable.Repeat(piece, 40_000)))).QuerySelector("hr"));

    [Theory]
    [InlineData("> ", "x")]
    [InlineData("1. ", "x")]
    [InlineData("- > ", "x")]
    public void Only_what_stands_in_each_other_is_nesting(string piece, string text)
    {
        var levels = piece.Count(c => c is '>' or '-' or '1');

        Assert.NotEmpty(RichText.ToHtml(string.Concat(Enumerable.Repeat(piece, RichText.MaxNesting / levels)) + text));
        Assert.Throws<MarkdownRefusedException>(() => RichText.ToHtml(string.Concat(Enumerable.Repeat(piece, RichText.MaxNesting / levels + 1)) + text));
    }

    [Theory]
    [InlineData("[[[[[[[[[[[[x](a)](a)](a)](a)](a)](a)](a)](a)](a)](a)](a)](a)")]
    [InlineData("> > > > one")]
    [InlineData("- a\n  - b\n    - c\n      - d")]
    public void Nesting_that_people_write_is_rendered(string markdown) => Assert.NotEmpty(RichText.ToHtml(markdown));

    [Fact]
    public void A_list_that_goes_a_level_deeper_with_every_line_is_refused_or_rendered_but_never_fails()
    {
        var deep = string.Join('\n', Enumerable.Range(0, 300).Select(n => new string(' ', n * 2) + "- x"));

        Assert.Throws<MarkdownRefusedException>(() => RichText.ToHtml(deep));
    }

    [Theory]
    [InlineData("", "# a\n")]
    [InlineData("", "- a\n")]
    [InlineData("", "[a](b) ")]
    [InlineData("|a|\n|-|\n", "|b|\n")]
    public void A_text_of_more_parts_than_any_article_has_is_refused_before_it_is_sanitised(string start, string piece)
    {
        Assert.Throws<MarkdownRefusedException>(() => RichText.ToHtml(start + string.Concat(Enumerable.Repeat(piece, RichText.MaxElements + 1))));
        Assert.NotEmpty(RichText.ToHtml(start + string.Concat(Enumerable.Repeat(piece, 200))));
    }

    [Fact]
    public void A_megabyte_is_refused_before_it_is_parsed() =>
        Assert.Contains("1,000,000", Assert.Throws<MarkdownRefusedException>(() => RichText.ToHtml(new string('a', 1_000_000))).Message, StringComparison.Ordinal);

    [Fact]
    public void Text_that_is_not_well_formed_is_refused() =>
        Assert.All((string[])["a\0b", "half \uD83D", "bad \uFFFD bytes"], markdown => Assert.Throws<MarkdownRefusedException>(() => RichText.ToHtml(markdown)));

    [Theory]
    [InlineData("![x](https://evil.cn/a.png)")]
    [InlineData("![x](//evil.cn/a.png)")]
    [InlineData("![x](\\\\evil.cn/a.png)")]
    [InlineData("![x](data:image/png;base64,AAAA)")]
    [InlineData("![x](data:image/svg+xml,<svg onload=alert(1)>)")]
    [InlineData("![x](relative.png)")]
    [InlineData("![x]()")]
    public void A_picture_from_elsewhere_is_left_out(string markdown) => Assert.Null(Parse(RichText.ToHtml(markdown)).QuerySelector("img")?.OuterHtml);

    /// <summary>Browsers treat a backslash as a slash and ignore tabs; percent-encoded, both are part of a path.</summary>
    [Theory]
    [InlineData("![x](/\\evil.cn/a.png)")]
    [InlineData("![x](/&#9;/evil.cn/a.png)")]
    [InlineData("![x](/&#10;/evil.cn/a.png)")]
    public void A_picture_of_a_disguised_address_stays_on_this_host(string markdown)
    {
        var source = Parse(RichText.ToHtml(markdown)).QuerySelector("img")?.GetAttribute("src") ?? "/";

        Assert.DoesNotContain(source, c => c is '\\' or '\t' or '\n');
        Assert.Equal("store.example", new Uri(new Uri("https://store.example/articles/x"), source).Host);
    }

    [Fact]
    public void A_picture_of_this_store_stays() =>
        Assert.Equal("/figures/a.svg", Parse(RichText.ToHtml("![x](/figures/a.svg \"t\")")).QuerySelector("img")!.GetAttribute("src"));

    [Fact]
    public void What_authors_use_is_rendered()
    {
        var body = Parse(RichText.ToHtml("## A\n\n**b** *c* `d`\n\n1. e\n\n| f |\n|---|\n| g |\n\nterm\n:   h\n\ni[^1]\n\n[^1]: j\n\n> k\n\n```\nl\n```\n\n---"));

        foreach (var tag in (string[])["h2", "strong", "em", "code", "ol li", "table th", "dl dt", "dl dd", "div.footnotes ol li", "a.footnote-ref", "blockquote", "pre", "hr"])
            Assert.NotNull(body.QuerySelector(tag));
    }

    [Fact]
    public void The_first_heading_of_a_text_is_not_lost()
    {
        var body = Parse(RichText.ToHtml("# \u7B2C\u4E00\u7AE0\n\ntext"));

        Assert.Equal("\u7B2C\u4E00\u7AE0", body.QuerySelector("h2")?.TextContent);
        Assert.Null(body.QuerySelector("h1")); // the page already has one
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    public void An_empty_text_stays_empty(string markdown) => Assert.Equal("", RichText.ToHtml(markdown));

    private static IElement Parse(string html) => new HtmlParser().ParseDocument(html).Body!;

    private static bool IsHarmless(string href) => href is ['/' or '#', ..] || !href.Contains(':', StringComparison.Ordinal);

    /// <summary>No element that executes, frames, submits or styles, no event handler, only allowed schemes.</summary>
    private static void AssertInert(string html)
    {
        var body = Parse(html);
        Assert.Null(body.QuerySelector("script, style, svg, math, iframe, object, embed, form, input, base, meta, link, template, noscript, details, frame, applet, video, audio"));
        foreach (var element in body.QuerySelectorAll("*"))
        {
            Assert.DoesNotContain(element.Attributes, a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name is "style" or "srcdoc" or "formaction" or "autofocus");
            foreach (var address in (string?[])[element.GetAttribute("href"), element.GetAttribute("src")])
                Assert.False(address?.Contains("script:", StringComparison.OrdinalIgnoreCase) == true || address?.StartsWith("data:", StringComparison.OrdinalIgnoreCase) == true, element.OuterHtml);
        }
    }
}
