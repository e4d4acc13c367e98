using System.Net;
using System.Xml.Linq;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Web.Controllers;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Discovery;

public sealed class SitemapTests(SampleStore store)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sitemap_names_every_page_of_the_catalogue_once()
    {
        using var visitor = store.App.Visitor();
        var parts = Locations(await visitor.GetStringAsync("/sitemap.xml", Cancel));
        List<string> pages = [];
        foreach (var part in parts)
            pages.AddRange(Locations(await visitor.GetStringAsync(new Uri(part).PathAndQuery, Cancel)));

        var (products, articles) = (
            await store.App.ReadAsync(db => db.Products.Published().CountAsync(Cancel)), await store.App.ReadAsync(db => db.Articles.Published().CountAsync(Cancel)));

        Assert.Equal((products + (SitemapController.PartSize - 1)) / SitemapController.PartSize + 2, parts.Count);
        Assert.Equal(products, pages.Count(p => p.Contains("/p/", StringComparison.Ordinal)));
        Assert.Equal(articles, pages.Count(p => p.Contains("/articles/", StringComparison.Ordinal)));
        Assert.Equal(store.App.Tree.All.Count(), pages.Count(p => p.Contains("/c/", StringComparison.Ordinal)));
        Assert.Distinct(pages);
        foreach (var page in pages.Where((_, n) => n % 5_000 == 0))
            Assert.Equal(HttpStatusCode.OK, (await visitor.AnswerAsync(new Uri(page).PathAndQuery)).StatusCode);
    }

    [Fact]
    public async Task A_part_that_holds_nothing_is_not_there()
    {
        using var visitor = store.App.Visitor();

        foreach (var part in (string[])["7", "0", "-1", "99999", "100001", "x"])
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.AnswerAsync($"/sitemap/products-{part}.xml")).StatusCode);
    }

    [Fact]
    public async Task Robots_are_kept_from_searches_and_shown_the_sitemap()
    {
        using var visitor = store.App.Visitor();

        var lines = (await visitor.GetStringAsync("/robots.txt", Cancel)).Split('\n');

        Assert.Contains("Disallow: /search", lines);
        Assert.Contains("Sitemap: http://localhost/sitemap.xml", lines);
    }

    [Fact]
    public async Task A_draft_and_an_unpublished_product_are_not_in_it()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "SHOWN-1");
        await app.AddProductAsync("h3c-switch", "HIDDEN-1", published: false);
        using var visitor = app.Visitor();

        var pages = Locations(await visitor.GetStringAsync("/sitemap/products-1.xml", Cancel));

        Assert.Equal(["http://localhost/p/shown-1"], pages);
    }

    [Fact]
    public async Task Each_host_that_the_store_answers_to_reads_its_own_name_and_no_other_gets_an_answer()
    {
        await using var app = await StoreApp.WithPageAsync(("AllowedHosts", "one.example;two.example"));
        using var visitor = app.Visitor();

        foreach (var host in (string[])["one.example", "two.example", "one.example"])
            Assert.Contains($"Sitemap: http://{host}/sitemap.xml", await (await visitor.AnswerAsync("/robots.txt", ("Host", host))).TextAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.AnswerAsync("/robots.txt", ("Host", "evil.example"))).StatusCode);
    }

    private static List<string> Locations(string xml) => [.. XDocument.Parse(xml).Descendants().Where(e => e.Name.LocalName == "loc").Select(e => e.Value)];
}
