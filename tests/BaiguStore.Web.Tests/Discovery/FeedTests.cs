using System.Text.Json.Nodes;
using System.Xml.Linq;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Tests.Staff;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Discovery;

public sealed class FeedTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task The_feed_holds_the_newest_articles_whole_and_a_new_one_comes_first()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        var before = await FeedAsync(visitor);
        await app.AddArticleAsync("一篇新文章", "brand-new");
        await app.CatchUpAsync();

        var after = await FeedAsync(visitor);

        Assert.Equal(before.Elements(Atom + "entry").Count() + 1, after.Elements(Atom + "entry").Count());
        var first = after.Element(Atom + "entry")!;
        Assert.Equal("一篇新文章", (string?)first.Element(Atom + "title"));
        Assert.Equal("http://localhost/articles/brand-new", (string?)first.Element(Atom + "link")!.Attribute("href"));
        Assert.All(after.Elements(Atom + "entry"), e => Assert.StartsWith("<", e.Element(Atom + "content")!.Value.TrimStart(), StringComparison.Ordinal));
        Assert.Equal(after.Elements(Atom + "entry").Select(e => (string)e.Element(Atom + "published")!).OrderDescending(), after.Elements(Atom + "entry").Select(e => (string)e.Element(Atom + "published")!));
    }

    /// <summary>Stored by an older version that did not remove such characters, or by another program.</summary>
    [Fact]
    public async Task Characters_that_XML_forbids_take_neither_feed_nor_sitemap_nor_structured_data_down()
    {
        const string forbidden = "a\u000B\u0001\u001F\uFFFE\uFFFFb";
        await using var app = await StoreApp.WithPageAsync();
        await app.AddArticleAsync("标题", "broken");
        await app.AddProductAsync("huawei-switch", "S-1");
        await app.ChangeAsync(async db =>
        {
            await db.Articles.Where(a => a.Slug == "broken").ExecuteUpdateAsync(set => set
                .SetProperty(a => a.Title, forbidden).SetProperty(a => a.Summary, forbidden).SetProperty(a => a.BodyHtml, $"<p>{forbidden}</p>"), TestContext.Current.CancellationToken);
            await db.Products.ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, forbidden).SetProperty(p => p.Summary, forbidden), TestContext.Current.CancellationToken);
            await db.Categories.Where(c => c.Slug == "huawei").ExecuteUpdateAsync(set => set.SetProperty(c => c.Name, forbidden), TestContext.Current.CancellationToken);
            (await db.Companies.SingleAsync(TestContext.Current.CancellationToken)).Name = forbidden;
        });
        using var visitor = app.Visitor();

        var feed = await FeedAsync(visitor);

        var entry = feed.Elements(Atom + "entry").Single(e => ((string?)e.Element(Atom + "link")!.Attribute("href"))!.EndsWith("/broken", StringComparison.Ordinal));
        Assert.Equal(("ab", "ab", "ab", "<p>ab</p>"), ((string)feed.Element(Atom + "title")!, (string)entry.Element(Atom + "title")!, (string)entry.Element(Atom + "summary")!, (string)entry.Element(Atom + "content")!));
        foreach (var url in (string[])["/sitemap.xml", "/sitemap/categories.xml", "/sitemap/articles.xml", "/sitemap/products-1.xml"])
        {
            using var answer = await visitor.AnswerAsync(url);
            Assert.NotNull(XDocument.Parse(await answer.TextAsync()).Root);
        }
        foreach (var url in (string[])["/", "/articles/broken", "/p/s-1", "/c/huawei-switch"])
            foreach (var script in (await visitor.PageAsync(url)).QuerySelectorAll("script[type='application/ld+json']"))
                Assert.NotNull(JsonNode.Parse(script.TextContent));
    }

    [Fact]
    public async Task What_XML_forbids_is_not_kept_of_what_staff_write()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
        using var editor = await app.SignedInAsync();

        using var written = await editor.SubmitAsync("/admin/articles/new", "/admin/articles/new", ("Title", "一\u000B篇"), ("Slug", "written"), ("Summary", "x\u0001y"), ("Tags", "t\u001Fu"),
            ("Parameters", "a\u0002: 1\uFFFE"), ("Body", "## 第\u000B一节\uFDD0\n\n文字\u007F。"), ("Then", "Publish"));

        Assert.Equal(System.Net.HttpStatusCode.SeeOther, written.StatusCode);
        var article = await app.ReadAsync(db => db.Articles.SingleAsync(a => a.Slug == "written", TestContext.Current.CancellationToken));
        Assert.Equal(("一篇", "xy", "tu", "a: 1", "## 第一节\n\n文字。"), (article.Title, article.Summary, Assert.Single(article.Tags), SpecLines.Of(article.Parameters), article.Body));
        Assert.DoesNotContain(article.BodyHtml, c => c is '\u000B' or '\uFDD0' or '\u007F');
    }

    [Fact]
    public async Task The_ids_of_the_feed_change_with_neither_host_nor_address()
    {
        await using var app = await StoreApp.WithPageAsync(("AllowedHosts", "localhost;www.baigu.example"));
        await app.AddArticleAsync("一篇新文章", "brand-new");
        using var visitor = app.Visitor();
        var before = Ids(await FeedAsync(visitor));

        await app.ChangeAsync(async db => (await db.Articles.SingleAsync(a => a.Slug == "brand-new", TestContext.Current.CancellationToken)).Slug = "another-name");
        visitor.DefaultRequestHeaders.Host = "www.baigu.example";
        var after = await FeedAsync(visitor);

        Assert.StartsWith("http://www.baigu.example/articles/another-name", (string?)after.Element(Atom + "entry")!.Element(Atom + "link")!.Attribute("href"), StringComparison.Ordinal);
        Assert.Equal(before, Ids(after));
        Assert.Equal(before.Distinct(), before);
        Assert.All(before, id => Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id));
    }

    [Fact]
    public async Task The_feed_has_no_definitions_in_the_middle_of_sentences()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        Assert.NotNull((await visitor.PageAsync("/articles/intel-vt")).QuerySelector(".prose [popover]"));

        var contents = (await FeedAsync(visitor)).Descendants(Atom + "content").Select(c => c.Value).ToList();

        Assert.All(contents, c => Assert.DoesNotContain("popover", c, StringComparison.Ordinal));
        Assert.All(contents, c => Assert.DoesNotContain("<button", c, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_page_tells_feed_readers_where_it_is()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();

        Assert.Equal("/feed.xml", (await visitor.PageAsync("/")).QuerySelector("link[rel=alternate][type='application/atom+xml']")!.GetAttribute("href"));
    }

    private static List<string> Ids(XElement feed) => [.. feed.Elements(Atom + "entry").Prepend(feed).Select(e => (string)e.Element(Atom + "id")!)];

    private static async Task<XElement> FeedAsync(HttpClient visitor)
    {
        using var answer = await visitor.AnswerAsync("/feed.xml");
        Assert.Equal("application/atom+xml", answer.Content.Headers.ContentType!.MediaType);
        return XDocument.Parse(await answer.TextAsync()).Root!;
    }
}
