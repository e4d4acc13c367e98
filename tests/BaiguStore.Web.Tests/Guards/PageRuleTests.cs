using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using BaiguStore.Web.Tests.Comments;
using BaiguStore.Web.Urls;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>Rules for every page.</summary>
public sealed partial class PageRuleTests(SampleStore store)
{
    /// <summary>One URL of each kind of response, with its status.</summary>
    public static TheoryData<string, int> Answers => new()
    {
        { "/", 200 }, { "/c/huawei", 200 }, { "/c/huawei-products?page=2&size=48&sort=price", 200 }, { "/c/huawei-server", 200 }, { "/c/oracle-products", 200 },
        { "/articles", 200 }, { "/articles/intel-vt", 200 }, { "/articles/raid-rebuild", 200 }, { "/search", 200 }, { "/search?q=S5735", 200 }, { "/search?q=nothing-at-all", 200 },
        { "/inquiry", 200 }, { "/inquiry?item=nothing*3&item=x", 200 }, { "/inquiry?item=x*10000", 400 }, { "LOOK", 200 }, { "/compare", 200 }, { "COMPARE", 200 }, { "/compare?sku=nothing", 200 },
        { "/about", 200 }, { "/contact", 200 }, { "/privacy", 200 }, { "PRODUCT", 200 }, { "/?lang=en", 200 }, { "/articles/intel-vt?lang=en", 200 },
        { "/nothing", 404 }, { "/p/nothing", 404 }, { "/c/huawei?page=x", 400 }, { "/search?q=%FF", 400 }, { "/css/nothing.css", 404 },
        { "/api/v1/categories", 200 }, { "/api/v1/nothing", 404 }, { "/api/v1/products?page=0", 400 }, { "/openapi/v1.json", 200 }, { "/healthz/live", 200 },
        { "/robots.txt", 200 }, { "/sitemap.xml", 200 }, { "/sitemap/articles.xml", 200 }, { "/feed.xml", 200 }, { "/img/mark.svg", 200 }, { "/img/touch-icon.png", 200 }, { "/figures/intel-vt-rings.svg", 200 },
    };

    private static readonly string[] Directives =
    [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'", "form-action 'self'",
        "frame-ancestors 'none'", "base-uri 'none'", "manifest-src 'self'",
    ];

    [Theory, MemberData(nameof(Answers))]
    public async Task Every_answer_carries_the_headers_that_protect_it_and_no_cookie(string url, int status)
    {
        using var answer = await AnswerAsync(url);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("nosniff", One(answer, "X-Content-Type-Options"));
        Assert.Equal("DENY", One(answer, "X-Frame-Options"));
        Assert.Equal("strict-origin-when-cross-origin", One(answer, "Referrer-Policy"));
        Assert.Equal("same-origin", One(answer, "Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", One(answer, "Cross-Origin-Resource-Policy"));
        Assert.Equal("camera=(), geolocation=(), microphone=(), payment=(), usb=()", One(answer, "Permissions-Policy"));
        Assert.Equal(Directives.Order(), One(answer, "Content-Security-Policy").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("X-Powered-By"));
        Assert.NotNull(answer.Headers.CacheControl);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
    }

    [Fact]
    public async Task Over_https_a_browser_is_told_to_stay_there_and_over_http_it_is_not()
    {
        await using var app = await StoreApp.WithPageAsync(("AllowedHosts", "shop.example")); // HSTS is never sent for localhost
        using var secure = app.CreateClient(new() { BaseAddress = new Uri("https://shop.example") });
        using var plain = app.CreateClient(new() { BaseAddress = new Uri("http://shop.example") });

        using var kept = await secure.AnswerAsync("/search?q=a");
        using var open = await plain.AnswerAsync("/search?q=a");

        Assert.Equal("max-age=31536000", One(kept, "Strict-Transport-Security"));
        Assert.False(open.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory, MemberData(nameof(Answers))]
    public async Task No_page_has_anything_inline_foreign_or_a_token(string url, int status)
    {
        using var answer = await AnswerAsync(url);
        Assert.Equal(status, (int)answer.StatusCode);
        if (answer.Content.Headers.ContentType?.MediaType != "text/html")
            return;
        var page = await answer.DocumentAsync();

        Assert.Empty(page.QuerySelectorAll("style, [style], script:not([src]):not([type='application/ld+json']), iframe, object, embed, base, meta[http-equiv]"));
        Assert.Empty(page.All.SelectMany(e => e.Attributes).Where(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)).Select(a => a.Name));
        Assert.Empty(page.QuerySelectorAll("[name=__RequestVerificationToken]"));
        Assert.All(page.QuerySelectorAll("script[src], img[src], link[rel=stylesheet], link[rel=icon], form[action]"), e =>
            Assert.Matches("^/[^/]", e.GetAttribute("src") ?? e.GetAttribute("href") ?? e.GetAttribute("action") ?? ""));
        Assert.All(page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!.Trim()), h => Assert.Matches(KnownLink(), h));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("title"));
    }

    [Theory, MemberData(nameof(Answers))]
    public async Task Every_asset_and_link_within_the_store_answers(string url, int status)
    {
        using var visitor = store.App.Visitor();
        using var answer = await AnswerAsync(url);
        Assert.Equal(status, (int)answer.StatusCode);
        if (answer.Content.Headers.ContentType?.MediaType != "text/html")
            return;
        var page = await answer.DocumentAsync();

        var links = page.QuerySelectorAll("[src], [href]").Select(e => (e.GetAttribute("src") ?? e.GetAttribute("href"))!.Split('#')[0])
            .Where(l => l.StartsWith('/') && !l.StartsWith("/language/", StringComparison.Ordinal)).Distinct();
        foreach (var link in links)
        {
            using var there = await visitor.AnswerAsync(link);
            Assert.True(there.IsSuccessStatusCode, $"{link} on {url} answers {there.StatusCode}");
        }
    }

    [Fact]
    public async Task Stylesheets_and_scripts_reach_for_nothing_foreign()
    {
        using var visitor = store.App.Visitor();
        var home = await visitor.PageAsync("/articles/intel-vt");

        var assets = home.QuerySelectorAll("link[rel=stylesheet], script[src]").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!).ToList();

        Assert.True(assets.Count >= 3);
        foreach (var asset in assets)
        {
            var text = await visitor.GetStringAsync(asset, TestContext.Current.CancellationToken);
            Assert.DoesNotMatch(@"url\(\s*['""]?(https?:)?//|@import|eval\(|innerHTML", text);
        }
    }

    [Fact]
    public async Task A_posted_form_sets_no_cookie_either()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();

        using var taken = await visitor.SendAsync(app, Reader.Article);
        using var refused = await visitor.SendAsync(app, Reader.Article, "");

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.BadRequest), (taken.StatusCode, refused.StatusCode));
        Assert.False(taken.Headers.Contains("Set-Cookie") || refused.Headers.Contains("Set-Cookie"));
        Assert.Equal(Directives.Length, One(refused, "Content-Security-Policy").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Empty((await refused.DocumentAsync()).QuerySelectorAll("[name=__RequestVerificationToken]"));
    }

    private async Task<HttpResponseMessage> AnswerAsync(string url)
    {
        using var visitor = store.App.Visitor();
        if (url is "PRODUCT" or "LOOK")
        {
            var product = "/p/" + await store.App.ReadAsync(db => db.Products.OrderBy(p => p.Id).Select(p => p.Slug).FirstAsync(TestContext.Current.CancellationToken));
            url = url == "LOOK" ? product + "/look" : product;
        }
        if (url == "COMPARE")
            url = Links.Compare(await store.App.ReadAsync(db => db.Products.OrderBy(p => p.Id).Select(p => p.Sku).Take(3).ToListAsync(TestContext.Current.CancellationToken)));
        return await visitor.AnswerAsync(url);
    }

    private static string One(HttpResponseMessage answer, string header) => Assert.Single(answer.Headers.GetValues(header));

    [GeneratedRegex("^(/([^/].*)?|\\?.*|#.+|tel:.+|mailto:.+|https?://.+)$", RegexOptions.None, 1000)]
    private static partial Regex KnownLink();
}
