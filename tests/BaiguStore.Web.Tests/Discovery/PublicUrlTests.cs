using System.Text.Json;
using AngleSharp.Dom;
using BaiguStore.Core.Data;
using BaiguStore.Web.Urls;
using Microsoft.Extensions.Configuration;

namespace BaiguStore.Web.Tests.Discovery;

public sealed class PublicUrlTests
{
    [Fact]
    public async Task Pages_name_their_one_address_where_the_store_knows_its_own()
    {
        await using var app = await StoreApp.WithPageAsync((PublicUrl.Key, "https://shop.example"));
        await app.AddProductAsync("h3c-switch", "LS-5130S");
        using var visitor = app.Visitor();

        foreach (var (asked, canonical) in new[]
        {
            ("/", "/"), ("/?utm_source=x", "/"), ("/articles/intel-vt", "/articles/intel-vt"), ("/p/ls-5130s", "/p/ls-5130s"), ("/c/h3c-switch?size=24", "/c/h3c-switch"),
            ("/c/h3c-switch?sort=price", "/c/h3c-switch"), ("/c/h3c-switch?size=96&page=1", "/c/h3c-switch"), ("/c/h3c-switch?lang=en", "/c/h3c-switch"),
            ("/articles", "/articles"), ("/articles?page=1", "/articles"), ("/about", "/about"), ("/contact?lang=en", "/contact"), ("/privacy", "/privacy"),
        })
        {
            var page = await visitor.PageAsync(asked);
            Assert.Equal("https://shop.example" + canonical, page.QuerySelector("link[rel=canonical]")?.GetAttribute("href"));
            Assert.Equal("https://shop.example" + canonical, page.QuerySelector("meta[property='og:url']")?.GetAttribute("content"));
            Assert.Equal("https://shop.example/img/share.png", page.QuerySelector("meta[property='og:image']")?.GetAttribute("content"));
        }
        Assert.Contains("Sitemap: https://shop.example/sitemap.xml", await visitor.GetStringAsync("/robots.txt", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/search?sort=relevance&size=24&page=1&utm_source=x&q=s5735", "/search?q=s5735")]
    [InlineData("/search?sort=price&stock=InStock&q=s5735", "/search?q=s5735&stock=InStock")]
    [InlineData("/search?q=%E4%BA%A4%E6%8D%A2%E6%9C%BA%20PoE%2B", "/search?q=%E4%BA%A4%E6%8D%A2%E6%9C%BA%20PoE%2B")]
    [InlineData("/search", "/search")]
    public async Task A_search_names_its_one_address_and_search_engines_follow_its_links_without_keeping_it(string asked, string canonical)
    {
        await using var app = await StoreApp.WithPageAsync((PublicUrl.Key, "https://shop.example"));
        using var visitor = app.Visitor();

        var page = await visitor.PageAsync(asked);

        Assert.Equal("https://shop.example" + canonical, Assert.Single(page.QuerySelectorAll("link[rel=canonical]")).GetAttribute("href"));
        Assert.Equal("noindex, follow", Assert.Single(page.QuerySelectorAll("meta[name=robots]")).GetAttribute("content"));
    }

    [Fact]
    public async Task Where_it_is_not_known_no_page_makes_one_up()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();

        Assert.Empty((await visitor.PageAsync("/articles/intel-vt")).QuerySelectorAll("link[rel=canonical], meta[property='og:url'], meta[property='og:image']"));
    }

    [Theory]
    [InlineData("shop.example")]
    [InlineData("https://shop.example/store")]
    [InlineData("https://shop.example/?a=b")]
    [InlineData("https://user@shop.example")]
    [InlineData("ftp://shop.example")]
    public void Anything_but_a_plain_address_stops_the_start(string text)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(PublicUrl.Key, text)]).Build();

        Assert.Equal(PublicUrl.Key, Assert.Throws<BadSettingException>(() => PublicUrl.Read(configuration)).Key);
    }

    [Theory]
    [InlineData("/", "Organization")]
    [InlineData("/c/h3c-switch", "BreadcrumbList")]
    [InlineData("/p/ls-5130s", "Product", "BreadcrumbList")]
    [InlineData("/articles/intel-vt", "TechArticle", "BreadcrumbList")]
    public async Task Pages_say_what_they_are_about_in_the_words_of_search_engines(string url, params string[] kinds)
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "LS-5130S", p => p.ListPriceFen = 428_050);
        using var visitor = app.Visitor();

        var facts = Facts(await visitor.PageAsync(url));

        Assert.Equal(kinds, facts.Select(f => f.GetProperty("@type").GetString()));
        if (url.StartsWith("/p/", StringComparison.Ordinal))
        {
            Assert.Equal("LS-5130S", facts[0].GetProperty("sku").GetString());
            Assert.Equal(4280.50m, facts[0].GetProperty("offers").GetProperty("price").GetDecimal());
        }
    }

    [Fact]
    public async Task A_product_without_a_price_offers_none_and_a_hostile_name_stays_text()
    {
        const string Name = "</script><script>alert(1)</script>\"'&<!--";
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "LS-1", p => (p.Name, p.ListPriceFen) = (Name, null));
        using var visitor = app.Visitor();

        var page = await visitor.PageAsync("/p/ls-1");

        Assert.Equal(Name, Facts(page)[0].GetProperty("name").GetString());
        Assert.False(Facts(page)[0].TryGetProperty("offers", out _));
        Assert.Equal("ItemPage", Facts(page)[0].GetProperty("@type").GetString()); // a Product requires an offer with a price
        Assert.Empty(page.QuerySelectorAll("script:not([src]):not([type='application/ld+json'])"));
    }

    private static List<JsonElement> Facts(IParentNode page) =>
        [.. page.QuerySelectorAll("script[type='application/ld+json']").Select(s => JsonDocument.Parse(s.TextContent).RootElement)];
}
