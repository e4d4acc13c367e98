using System.Xml.Linq;

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

    [Fact]
    public async Task Every_page_tells_feed_readers_where_it_is()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();

        Assert.Equal("/feed.xml", (await visitor.PageAsync("/")).QuerySelector("link[rel=alternate][type='application/atom+xml']")!.GetAttribute("href"));
    }

    private static async Task<XElement> FeedAsync(HttpClient visitor)
    {
        using var answer = await visitor.AnswerAsync("/feed.xml");
        Assert.Equal("application/atom+xml", answer.Content.Headers.ContentType!.MediaType);
        return XDocument.Parse(await answer.TextAsync()).Root!;
    }
}
