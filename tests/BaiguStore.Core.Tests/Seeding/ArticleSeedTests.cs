using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Seeding;
using BaiguStore.Core.Text;
using YamlDotNet.Core;

namespace BaiguStore.Core.Tests.Seeding;

/// <summary>Requirements for every article of `seeds/articles/`: length, figures, tables, valid links.</summary>
public sealed class ArticleSeedTests
{
    private const string Flagship = "intel-vt";

    public static TheoryData<string> Names => [.. SeedFiles.Names("articles/")];

    [Theory, MemberData(nameof(Names))]
    public void It_is_long_enough_to_be_an_article(string name)
    {
        var seed = Read(name);
        var body = Body(seed);

        var characters = body.TextContent.Count(c => c is >= '\u4E00' and <= '\u9FFF');
        Assert.True(characters >= (seed.Slug == Flagship ? 5_000 : 2_500), $"{name} has {characters} Han characters.");
        Assert.True(body.QuerySelectorAll("table").Length >= 3, $"{name} has fewer than three tables.");
        Assert.Equal(body.QuerySelectorAll("table").Length, body.QuerySelectorAll("table > caption").Length);
    }

    [Theory, MemberData(nameof(Names))]
    public void Its_head_fits_the_columns_and_its_file_is_called_by_its_slug(string name)
    {
        var seed = Read(name);

        Assert.Equal($"articles/{seed.Slug}.md", name);
        Assert.Equal(seed.Slug, Slug.From(seed.Slug));
        Assert.InRange(seed.Title.Length, 1, Article.MaxTitleLength);
        Assert.InRange(seed.Summary.Length, 1, Article.MaxSummaryLength);
        Assert.NotEmpty(seed.Parameters);
        Assert.NotEmpty(seed.Tags);
        Assert.All(seed.Tags, t => Assert.InRange(t.Length, 1, Article.MaxTagLength));
        Assert.True(seed.Published < new DateTimeOffset(TestStore.Now));
    }

    [Theory, MemberData(nameof(Names))]
    public void Its_contents_lead_to_headings_and_no_id_is_there_twice(string name)
    {
        var seed = Read(name);
        var rendered = ArticleRendering.Render(seed.Body, Figures.SizeOf);
        var body = Body(seed);
        var ids = body.QuerySelectorAll("[id]").Select(e => e.Id!).ToList();

        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(rendered.Toc.Select(t => (t.Id, t.Text)), body.QuerySelectorAll("h2, h3").Select(h => (h.Id!, PlainText.Line(h.TextContent))));
        Assert.True(rendered.Toc.Count(t => t.Level == 2) >= 4);
        Assert.Empty(body.QuerySelectorAll("h1"));
        foreach (var link in body.QuerySelectorAll("a[href^='#']"))
            Assert.Contains(Uri.UnescapeDataString(link.GetAttribute("href")![1..]), ids);
    }

    [Theory, MemberData(nameof(Names))]
    public void Its_figures_are_there_with_sizes_words_and_nothing_that_runs(string name)
    {
        var seed = Read(name);
        var figures = Body(seed).QuerySelectorAll("figure").ToList();

        Assert.True(figures.Count >= (seed.Slug == Flagship ? 6 : 3), $"{name} has {figures.Count} figures.");
        Assert.Empty(Body(seed).QuerySelectorAll("p > img"));
        foreach (var image in figures.Select(f => f.QuerySelector("img")!))
        {
            var path = image.GetAttribute("src")!;
            Assert.StartsWith("/figures/", path, StringComparison.Ordinal);
            using var stream = Figures.Open(path["/figures/".Length..]);
            Assert.True(stream is not null, $"{name} shows {path}, which is not in the seeds.");
            var size = Figures.SizeOf(path);
            Assert.True(size is { Width: > 0, Height: > 0 }, $"{path} has no viewBox of whole numbers.");
            Assert.Equal($"{size.Value.Width}x{size.Value.Height}", $"{image.GetAttribute("width")}x{image.GetAttribute("height")}");
            Assert.NotEmpty(image.GetAttribute("alt")!);
            var svg = XDocument.Load(stream);
            Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName is "script" or "foreignObject" or "image" or "use");
            Assert.DoesNotContain(svg.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Its_links_lead_to_lines_and_articles_that_are_there(string name)
    {
        var seed = Read(name);
        var lines = LineSlugs();
        var articles = ArticleSeed.All().Select(a => a.Slug).ToHashSet();
        var figures = SeedFiles.Names("figures/").Select(f => f["figures/".Length..]).ToHashSet();

        Assert.Contains(seed.Category, lines);
        Assert.NotEmpty(seed.Categories);
        Assert.All(seed.Categories, c => Assert.Contains(c, lines));
        foreach (var href in Body(seed).QuerySelectorAll("a").Select(a => a.GetAttribute("href")!).Where(h => h.StartsWith('/') && !h.StartsWith("/figures/", StringComparison.Ordinal)))
        {
            var parts = Uri.UnescapeDataString(href).Split('/', '#');
            Assert.True(parts[1] is "c" or "articles" or "figures", $"{name} links to {href}.");
            Assert.Contains(parts[2], parts[1] switch { "c" => lines, "articles" => articles, _ => figures });
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Its_comments_fit_and_come_after_it(string name)
    {
        var seed = Read(name);

        Assert.NotEmpty(seed.Comments);
        var all = seed.Comments.SelectMany(c => c.Replies.Prepend(c)).ToList();
        foreach (var comment in all)
        {
            Assert.InRange(comment.Body.Length, 1, Comment.MaxBodyLength);
            Assert.InRange(comment.Title.Length, 0, Comment.MaxTitleLength);
            Assert.InRange(comment.Author.Length, 1, Comment.MaxAuthorLength);
            Assert.True(comment.At > seed.Published && comment.At < new DateTimeOffset(TestStore.Now));
        }
        Assert.Equal(all.Count, all.Select(c => (c.Author, c.Title, c.Body)).Distinct().Count());
        Assert.NotEmpty(all.Except(seed.Comments));
        Assert.All(seed.Comments, c => Assert.Equal(c.Replies.Prepend(c).OrderBy(r => r.At), c.Replies.Prepend(c)));
    }

    [Fact]
    public void The_article_of_the_old_page_has_its_exact_title() =>
        Assert.Equal("Intel\u865A\u62DF\u5316\u6280\u672F(\u5C71\u4E1C\u6D4E\u5357)", Read($"articles/{Flagship}.md").Title);

    [Fact]
    public void Slugs_and_titles_are_unique()
    {
        var all = ArticleSeed.All().ToList();

        Assert.Equal(all.Count, all.Select(a => a.Slug).Distinct().Count());
        Assert.Equal(all.Count, all.Select(a => a.Title).Distinct().Count());
    }

    [Fact]
    public void Every_figure_of_the_seeds_is_shown_somewhere()
    {
        var bodies = string.Concat(ArticleSeed.All().Select(a => a.Body));

        Assert.Equal([], SeedFiles.Names("figures/").Where(f => !bodies.Contains($"/{f}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no head")]
    [InlineData("---\ntitle: a\n")]
    [InlineData("---")]
    public void A_file_without_a_closed_head_is_refused(string text) => Assert.Throws<InvalidDataException>(() => ArticleSeed.Parse(text));

    [Fact]
    public void A_head_that_is_no_YAML_is_refused() => Assert.ThrowsAny<YamlException>(() => ArticleSeed.Parse("---\ntitle: [a\n---\ntext"));

    [Fact]
    public void A_head_may_have_Windows_line_ends() => Assert.Equal(("a", "text"), ArticleSeed.Parse("---\r\ntitle: a\r\n---\r\n\r\ntext\r\n") is var a ? (a.Title, a.Body) : default);

    private static ArticleSeed Read(string name) => ArticleSeed.Parse(SeedFiles.Text(name));

    private static IElement Body(ArticleSeed seed) =>
        new HtmlParser().ParseDocument(ArticleRendering.Render(seed.Body, Figures.SizeOf).Html).Body!;

    private static HashSet<string> LineSlugs()
    {
        var names = LineNames.Load();
        Dictionary<string, int> tries = [];
        return [.. SourcePage.Read(SeedFiles.Text("source-page.html")).Lines.Select(l =>
        {
            var slug = names.Understand(l.Name).Slug;
            return Slug.Numbered(slug, tries[slug] = tries.GetValueOrDefault(slug) + 1);
        })];
    }
}
