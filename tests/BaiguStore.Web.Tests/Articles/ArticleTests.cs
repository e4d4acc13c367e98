using System.Net;
using BaiguStore.Core.Seeding;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Articles;

public sealed class ArticleTests(SampleStore store)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Slugs => [.. ArticleSeed.All().Select(a => a.Slug)];

    [Fact]
    public async Task The_list_shows_every_article_the_newest_first()
    {
        using var visitor = store.App.Visitor();
        var seeds = ArticleSeed.All().OrderByDescending(a => a.Published).ThenByDescending(a => a.Slug, StringComparer.Ordinal).ToList();

        var page = await visitor.PageAsync("/articles");

        Assert.Equal(seeds.Select(a => (a.Title, $"/articles/{a.Slug}", a.Summary)), page.QuerySelectorAll(".article-card").Select(c =>
            (c.Text("h3"), c.QuerySelector("h3 a")!.GetAttribute("href")!, c.Text(".article-card__summary"))));
        Assert.Null(page.QuerySelector(".pager"));
    }

    [Fact]
    public async Task A_long_list_of_articles_has_pages()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        for (var n = 1; n <= 12; n++)
            await app.AddArticleAsync($"第 {n} 篇", $"a-{n}");
        var total = ArticleSeed.All().Count() + 12;

        var first = (await visitor.PageAsync("/articles")).QuerySelectorAll(".article-card h3 a").Select(a => a.GetAttribute("href")).ToList();
        var second = (await visitor.PageAsync("/articles?page=2")).QuerySelectorAll(".article-card h3 a").Select(a => a.GetAttribute("href")).ToList();

        Assert.Equal((12, total - 12), (first.Count, second.Count));
        Assert.Equal(total, first.Concat(second).Distinct().Count());
        await visitor.PageAsync("/articles?page=3", HttpStatusCode.NotFound);
        await visitor.PageAsync("/articles?page=-1", HttpStatusCode.NotFound);
        await visitor.PageAsync("/articles?page=x", HttpStatusCode.BadRequest);
    }

    [Theory, MemberData(nameof(Slugs))]
    public async Task Every_link_in_a_table_of_contents_has_its_target(string slug)
    {
        using var visitor = store.App.Visitor();

        var page = await visitor.PageAsync($"/articles/{slug}");

        var anchors = page.QuerySelectorAll(".toc a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.True(anchors.Count >= 5);
        Assert.All(anchors, a => Assert.NotNull(page.GetElementById(Uri.UnescapeDataString(a.TrimStart('#')))));
        Assert.Equal(anchors.Count, anchors.Distinct().Count());
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory, MemberData(nameof(Slugs))]
    public async Task Every_figure_has_its_size_a_text_and_a_picture(string slug)
    {
        using var visitor = store.App.Visitor();
        var page = await visitor.PageAsync($"/articles/{slug}");

        var figures = page.QuerySelectorAll(".prose figure").ToList();

        Assert.NotEmpty(figures);
        foreach (var (figure, number) in figures.Select((f, i) => (f, i + 1)))
        {
            var image = figure.QuerySelector("img")!;
            Assert.True(int.Parse(image.GetAttribute("width")!, System.Globalization.CultureInfo.InvariantCulture) > 0);
            Assert.True(int.Parse(image.GetAttribute("height")!, System.Globalization.CultureInfo.InvariantCulture) > 0);
            Assert.NotEmpty(image.GetAttribute("alt")!);
            Assert.StartsWith($"图 {number} ", figure.Text("figcaption"), StringComparison.Ordinal);
            using var picture = await visitor.AnswerAsync(image.GetAttribute("src")!);
            Assert.Equal((HttpStatusCode.OK, "image/svg+xml"), (picture.StatusCode, picture.Content.Headers.ContentType!.MediaType));
            Assert.StartsWith("<svg", (await picture.TextAsync()).TrimStart(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/figures/nothing.svg")]
    [InlineData("/figures/..svg")]
    [InlineData("/figures/..%2fvendors.json")]
    [InlineData("/figures/intel-vt-rings.png")]
    public async Task A_figure_that_does_not_exist_is_not_found(string url)
    {
        using var visitor = store.App.Visitor();
        await visitor.PageAsync(url, HttpStatusCode.NotFound);
    }

    [Theory, MemberData(nameof(Slugs))]
    public async Task An_article_shows_its_parameters_its_lines_and_the_comments_of_its_readers(string slug)
    {
        using var visitor = store.App.Visitor();
        var seed = ArticleSeed.All().Single(a => a.Slug == slug);

        var page = await visitor.PageAsync($"/articles/{slug}");

        Assert.Equal(seed.Title, page.Text("h1"));
        Assert.Equal(seed.Summary, page.Text("#summary p"));
        Assert.Equal(seed.Parameters.Select(p => p.Name), page.QuerySelectorAll("#parameters th").Select(t => t.TextContent.Trim()));
        Assert.Equal(seed.Categories.Select(c => $"/c/{c}").Order(), page.QuerySelectorAll("[aria-labelledby=lines-title] a").Select(a => a.GetAttribute("href")!).Order());
        Assert.Equal($"最新评论 ({seed.Comments.Sum(c => 1 + c.Replies.Count)})", page.Text("#comments-title"));
        Assert.Equal(
            seed.Comments.OrderByDescending(c => c.At).SelectMany(c => c.Replies.Prepend(c)).Select(c => (c.Author, c.Title)),
            page.QuerySelectorAll(".comment").Select(c => (c.Text(".comment__author"), c.Text(".comment__title"))));
        Assert.Null(page.QuerySelector(".comment.is-pending"));
    }

    [Fact]
    public async Task Previous_and_next_walk_through_all_articles()
    {
        using var visitor = store.App.Visitor();
        var oldestFirst = ArticleSeed.All().OrderBy(a => a.Published).ThenBy(a => a.Slug, StringComparer.Ordinal).Select(a => $"/articles/{a.Slug}").ToList();

        List<string> forwards = [], backwards = [];
        for (string? url = oldestFirst[0]; url is not null; url = (await visitor.PageAsync(url)).QuerySelector(".article__siblings a[rel=next]")?.GetAttribute("href"))
            forwards.Add(url);
        for (string? url = oldestFirst[^1]; url is not null; url = (await visitor.PageAsync(url)).QuerySelector(".article__siblings a[rel=prev]")?.GetAttribute("href"))
            backwards.Add(url);

        Assert.Equal(oldestFirst, forwards);
        Assert.Equal(oldestFirst, Enumerable.Reverse(backwards));
    }

    [Fact]
    public async Task Articles_published_in_one_moment_are_still_all_reached_by_previous_and_next()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.AddArticleAsync("一", "a-1");
        await app.AddArticleAsync("二", "a-2");
        await app.AddArticleAsync("三", "a-3");

        var middle = await visitor.PageAsync("/articles/a-2");

        Assert.Equal("/articles/a-1", middle.QuerySelector(".article__siblings a[rel=prev]")?.GetAttribute("href"));
        Assert.Equal("/articles/a-3", middle.QuerySelector(".article__siblings a[rel=next]")?.GetAttribute("href"));
    }

    [Fact]
    public async Task A_draft_and_a_withdrawn_article_are_nowhere()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.AddArticleAsync("草稿一篇", "draft-1", published: false);
        await visitor.PageAsync("/articles/intel-vt");
        await app.ChangeAsync(async db => (await db.Articles.SingleAsync(a => a.Slug == "intel-vt", Cancel)).Withdraw());

        foreach (var slug in (string[])["draft-1", "intel-vt"])
        {
            await visitor.PageAsync($"/articles/{slug}", HttpStatusCode.NotFound);
            foreach (var url in (string[])["/articles", "/", "/api/v1/articles", "/c/vmware-products"])
            {
                using var answer = await visitor.AnswerAsync(url);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.DoesNotContain($"/articles/{slug}", await answer.TextAsync(), StringComparison.Ordinal);
            }
            using var post = await visitor.PostFormAsync($"/articles/{slug}/comments", new() { ["Body"] = "x" });
            Assert.Equal(HttpStatusCode.NotFound, post.StatusCode);
        }
    }
}
