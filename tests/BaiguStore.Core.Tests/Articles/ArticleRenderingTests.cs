using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Tests.Articles;

public sealed class ArticleRenderingTests
{
    [Fact]
    public void Headings_have_anchors_and_stand_in_the_contents()
    {
        var (article, body) = Render("## \u6982\u8FF0\n\n### VT-x \u7B80\u4ECB\n\n#### deeper\n\n## End");

        Assert.Equal(
            [new(2, "\u6982\u8FF0", "\u6982\u8FF0"), new(3, "vt-x-\u7B80\u4ECB", "VT-x \u7B80\u4ECB"), new TocEntry(2, "end", "End")],
            article.Toc);
        Assert.Equal(article.Toc.Select(t => t.Id), body.QuerySelectorAll("h2, h3").Select(h => h.Id!));
    }

    [Fact]
    public void Headings_of_the_same_words_have_anchors_of_their_own()
    {
        var (article, _) = Render("## a\n\n## a\n\n## a-2\n\n## a\n\n## \U0001F600\n\n## \U0001F600");

        Assert.Equal(["a", "a-2", "a-2-2", "a-3", "item", "item-2"], article.Toc.Select(t => t.Id));
    }

    [Fact]
    public void No_two_elements_share_an_id_whatever_the_headings_are_called()
    {
        var (article, body) = Render("## Figure 1\n\n![x](/a.svg \"c\")\n\n## fn:1\n\ntext[^1]\n\n## Figure 1\n\n[^1]: note");
        var ids = body.QuerySelectorAll("[id]").Select(e => e.Id!).ToList();

        Assert.Equal(ids.Distinct(), ids);
        Assert.NotNull(body.QuerySelector("#figure-1")?.QuerySelector("img"));
        Assert.All(article.Toc, t => Assert.Equal(t.Text, body.QuerySelectorAll("h2").Single(h => h.Id == t.Id).TextContent));
    }

    [Fact]
    public void Pictures_alone_in_their_paragraph_are_numbered_figures_with_captions_and_sizes()
    {
        var (article, body) = Render(
            "![\u66FF\u4EE3](/figures/a.svg \"\u8BF4\u660E <\u4E00>\")\n\ntext ![inline](/figures/b.svg) text\n\n![only words](/figures/c.svg)",
            path => path == "/figures/a.svg" ? (640, 360) : null);
        var figures = body.QuerySelectorAll("figure").ToList();

        Assert.Equal("/figures/a.svg", article.FirstFigure);
        Assert.Equal(["figure-1", "figure-2"], figures.Select(f => f.Id!));
        Assert.Equal(["\u56FE 1 \u8BF4\u660E <\u4E00>", "\u56FE 2 only words"], figures.Select(f => f.QuerySelector("figcaption")!.TextContent));
        var image = figures[0].QuerySelector("img")!;
        Assert.Equal(("640", "360", "lazy", "\u66FF\u4EE3"), (image.GetAttribute("width"), image.GetAttribute("height"), image.GetAttribute("loading"), image.GetAttribute("alt")));
        Assert.Null(image.GetAttribute("title")); // it became the caption
        Assert.Null(figures[1].QuerySelector("img")!.GetAttribute("width"));
        Assert.Equal("/figures/b.svg", body.QuerySelector("p > img")!.GetAttribute("src"));
    }

    [Fact]
    public void An_article_without_pictures_has_no_first_figure()
    {
        Assert.Null(ArticleRendering.Render("text").FirstFigure);
        Assert.Null(ArticleRendering.Render("![x](https://elsewhere.cn/a.png)").FirstFigure);
    }

    [Theory]
    [InlineData("\u8868:")]
    [InlineData("\u8868\uFF1A")]
    public void A_paragraph_marked_as_caption_becomes_the_caption_of_the_table_behind_it(string mark)
    {
        var (_, body) = Render($"{mark}\u5B9A\u7F16\u5BF9\u7167\n\n| a | b |\n|---|---|\n| c | d |");

        Assert.Equal("\u8868 1 \u5B9A\u7F16\u5BF9\u7167", body.QuerySelector("table > caption")!.TextContent);
        Assert.Equal("\u8868 1 \u5B9A\u7F16\u5BF9\u7167", body.QuerySelector("div.table-scroll")!.GetAttribute("aria-label"));
        Assert.Empty(body.QuerySelectorAll("p"));
    }

    [Fact]
    public void Captions_are_numbered_in_order_and_a_table_without_one_takes_no_number()
    {
        const string table = "\n\n| a |\n|---|\n| b |\n\n";
        var (_, body) = Render($"\u8868:A{table}no caption{table}\u8868\uFF1A B{table}");

        Assert.Equal(["\u8868 1 A", "\u8868 2 B"], body.QuerySelectorAll("caption").Select(c => c.TextContent));
        Assert.Equal("no caption", body.QuerySelector("p")!.TextContent);
    }

    [Fact]
    public void A_caption_that_no_table_follows_stays_a_paragraph() =>
        Assert.Equal("\u8868:A", Render("\u8868:A\n\ntext").Body.QuerySelector("p")!.TextContent);

    [Fact]
    public void Every_table_scrolls_inside_itself_and_can_be_reached_by_keyboard()
    {
        var (_, body) = Render("| a |\n|---|\n| b |\n\n> | c |\n> |---|\n> | d |");

        Assert.Equal(2, body.QuerySelectorAll("table").Length);
        Assert.All(body.QuerySelectorAll("table"), t => Assert.Equal(
            ("div", "table-scroll", "region", "0"),
            (t.ParentElement!.LocalName, t.ParentElement.ClassName, t.ParentElement.GetAttribute("role"), t.ParentElement.GetAttribute("tabindex"))));
        Assert.All(body.QuerySelectorAll("th"), h => Assert.Equal("col", h.GetAttribute("scope")));
    }

    [Fact]
    public void Footnotes_lead_there_and_back_and_say_what_they_are()
    {
        var (_, body) = Render("one[^a] two[^b]\n\n[^a]: first\n\n[^b]: second");
        var marks = body.QuerySelectorAll("a.footnote-ref").ToList();

        Assert.Equal(["\u6CE8\u91CA 1", "\u6CE8\u91CA 2"], marks.Select(m => m.GetAttribute("aria-label")!));
        Assert.All(marks, m => Assert.NotNull(body.QuerySelectorAll("[id]").SingleOrDefault(e => "#" + e.Id == m.GetAttribute("href"))));
        var back = body.QuerySelectorAll("a.footnote-back-ref").ToList();
        Assert.Equal(2, back.Count);
        Assert.All(back, m => Assert.Equal("\u56DE\u5230\u6B63\u6587", m.GetAttribute("aria-label")));
        Assert.All(back, m => Assert.NotNull(body.QuerySelectorAll("[id]").SingleOrDefault(e => "#" + e.Id == m.GetAttribute("href"))));
    }

    [Fact]
    public void Terms_are_listed_with_their_explanations()
    {
        var (_, body) = Render("VMM\n:   monitor\n\nVMCS\n:   control structure");

        Assert.Equal(["VMM", "VMCS"], body.QuerySelectorAll("dl > dt").Select(t => t.TextContent.Trim()));
        Assert.Equal(["monitor", "control structure"], body.QuerySelectorAll("dl > dd").Select(t => t.TextContent.Trim()));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(400, 1)]
    [InlineData(599, 1)]
    [InlineData(610, 2)]
    [InlineData(4_000, 10)]
    public void Reading_takes_a_minute_for_every_four_hundred_Han_characters(int characters, int minutes) =>
        Assert.Equal(minutes, ArticleRendering.Render(new string('\u5B57', characters)).ReadingMinutes);

    [Fact]
    public void A_Latin_word_counts_as_two_characters_and_Markdown_signs_as_none()
    {
        Assert.Equal(2, ArticleRendering.Render(string.Join(' ', Enumerable.Repeat("virtualization", 400))).ReadingMinutes);
        Assert.Equal(1, ArticleRendering.Render(string.Concat(Enumerable.Repeat("---\n\n", 2_000))).ReadingMinutes);
    }

    [Fact]
    public void Nothing_of_a_caption_or_heading_becomes_markup()
    {
        var (article, body) = Render("## <img src=x onerror=alert(1)>\n\n\u8868:<b onclick=alert(1)>x\n\n| a |\n|---|\n| b |\n\n![a](/a.svg \"<script>alert(1)</script>\")");

        Assert.Null(body.QuerySelector("script, b, h2 img, [onclick], [onerror]"));
        Assert.Equal("<img src=x onerror=alert(1)>", article.Toc[0].Text);
        Assert.DoesNotContain(article.Toc[0].Id, c => c is '<' or '>' or '"' or ' ');
    }

    [Fact]
    public void A_text_that_cannot_be_rendered_leaves_the_article_as_it_was()
    {
        var article = new Article { Title = "a", Slug = "a" };
        article.Write("## A\n\ntext");
        var html = article.BodyHtml;

        Assert.Throws<MarkdownRefusedException>(() => article.Write(new string('a', RichText.MaxLength + 1)));
        Assert.Equal(("## A\n\ntext", html), (article.Body, article.BodyHtml));
        Assert.Single(article.Toc);
    }

    [Fact]
    public void A_withdrawn_article_that_is_published_again_keeps_its_first_day()
    {
        var article = new Article { Title = "a", Slug = "a" };
        Assert.Equal(ArticleStatus.Draft, article.Status);
        article.Publish(TestStore.Now);
        article.Withdraw();
        Assert.Equal(ArticleStatus.Withdrawn, article.Status);
        article.Publish(TestStore.Now.AddDays(1));

        Assert.Equal((ArticleStatus.Published, TestStore.Now), (article.Status, article.PublishedAt));
    }

    private static (RenderedArticle Article, IElement Body) Render(string markdown, PictureSizes? sizes = null)
    {
        var article = ArticleRendering.Render(markdown, sizes);
        return (article, new HtmlParser().ParseDocument(article.Html).Body!);
    }
}
