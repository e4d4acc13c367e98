using System.Net;
using System.Text.RegularExpressions;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Controllers;
using BaiguStore.Web.Inquiries;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Tests.Comments;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.PageCache;

/// <summary>Cache poisoning: no spelling of one visitor's query string may appear on the plain page of another.</summary>
public sealed partial class PoisoningTests
{
    private const string Text = "CALL+0531";

    /// <summary>Every query key of public pages, with a value that changes the page.</summary>
    private static readonly (string Key, string Value)[] Keys =
    [
        (ListingQuery.PageKey, "2"), (ListingQuery.SizeKey, "48"), (ListingQuery.SortKey, "price"), (ListingQuery.TextKey, Text),
        (ListingQuery.PriceFrom, Text), (ListingQuery.PriceTo, "1"), ("vendor", "h3c"), ("category", "h3c-switch"), ("price", "1-2"), ("stock", "OutOfStock"), ("spec.PoE", "x"),
        (CommentsQuery.PageKey, "2"), (CommentsQuery.ReplyKey, "1"), (CommentReceipts.Query, Text), (SiteLanguage.Query, "en"),
        (InquiryKeys.Item, Text), (ComparisonsController.Sku, Text), ("facets", "vendor"), ("utm_source", Text),
    ];

    private static readonly Func<string, string, string>[] Spellings =
    [
        (key, value) => $"{key}={value}",
        (key, value) => $"{key.ToUpperInvariant()}={value}",
        (key, value) => $"{char.ToUpperInvariant(key[0])}{key[1..].Replace("-f", "-F", StringComparison.Ordinal)}={value}",
        (key, value) => $"{Uri.EscapeDataString(Wide(key))}={value}",
        (key, value) => $"{key}={value}&{key}={value}",
        (key, value) => $"{key}=&{key.ToUpperInvariant()}={value}",
        (key, value) => $"{Escaped(key)}={value}",
        (key, value) => $"+{key}+={value}",
        (key, value) => $"{key}%20={value}",
        (key, value) => $"{key}[0]={value}",
        (key, value) => $"{key}.x={value}",
        (key, value) => $"query.{key}={value}",
        (key, value) => $"{key}=+{value}%20",
        (key, value) => $"{key}=0{value}",
        (key, value) => $"{key}={Escaped(value)}",
        (key, value) => $"utm_x=1&{key}={value}&from=y",
    ];

    /// <summary>Values for route parameters.</summary>
    private static readonly Dictionary<string, string> Values = new() { ["{slug}"] = "", ["{name}"] = "intel-vt-rings", ["{part:int:range(1, 100000)}"] = "1" };

    [Fact]
    public async Task After_any_spelling_of_any_key_the_plain_page_is_that_of_a_fresh_store()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "LS-1");
        await app.AddProductAsync("h3c-switch", "LS-2", p => p.ListPriceFen = null);
        await app.IndexAsync();
        using var visitor = app.Visitor();
        var pages = app.Services.GetRequiredService<PageCacheStore>();
        List<string> wrong = [];
        var routes = PathsOf(app);

        foreach (var path in routes)
        {
            pages.EvictAll();
            var fresh = await TextAsync(visitor, path);
            foreach (var (key, value) in Keys)
                foreach (var spelling in Spellings)
                {
                    pages.EvictAll();
                    using var odd = await visitor.AnswerAsync($"{path}?{spelling(key, value)}");
                    if ((int)odd.StatusCode >= 500 || (pages.Count > 0 && await TextAsync(visitor, path) != fresh))
                        wrong.Add($"{(int)odd.StatusCode} {path}?{spelling(key, value)}");
                }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Superset(new HashSet<string> { "/", "/c/h3c-switch", "/p/ls-1", "/p/ls-1/look", "/articles", Reader.Article, "/api/v1/products", "/feed.xml", "/robots.txt", "/sitemap.xml" }, routes.ToHashSet());
    }

    [Theory]
    [InlineData("/feed.xml/")]
    [InlineData("/Feed.XML")]
    [InlineData("/robots.txt/")]
    [InlineData("/Robots.Txt")]
    [InlineData("/sitemap.xml/")]
    [InlineData("/sitemap/Products-01.xml")]
    public async Task However_its_path_is_spelt_a_file_names_the_host_that_asked(string path)
    {
        await using var app = await StoreApp.WithPageAsync(("AllowedHosts", "one.example;two.example"));
        await app.AddProductAsync("h3c-switch", "LS-1");
        using var visitor = app.Visitor();

        foreach (var host in (string[])["one.example", "two.example"])
        {
            using var sent = await visitor.AnswerAsync(path, ("Host", host));
            Assert.Equal((HttpStatusCode.MovedPermanently, path.TrimEnd('/').ToLowerInvariant().Replace("01", "1", StringComparison.Ordinal)), (sent.StatusCode, sent.Headers.Location?.ToString()));
            using var file = await visitor.AnswerAsync(sent.Headers.Location!.ToString(), ("Host", host));
            var text = await file.TextAsync();
            Assert.Equal((HttpStatusCode.OK, true), (file.StatusCode, text.Contains($"http://{host}/", StringComparison.Ordinal)));
            Assert.DoesNotContain(host == "one.example" ? "two.example" : "one.example", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/p/ls-1/", "/p/ls-1")]
    [InlineData("/P/ls-1", "/p/ls-1")]
    [InlineData("/C/h3c-switch/?page=1", "/c/h3c-switch?page=1")]
    [InlineData("/ARTICLES/", "/articles")]
    [InlineData("/About", "/about")]
    [InlineData("/api/V1/categories", "/api/v1/categories")]
    public async Task A_page_has_one_address_and_every_other_spelling_leads_to_it(string spelt, string address)
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "LS-1");
        using var visitor = app.Visitor();

        using var answer = await visitor.AnswerAsync(spelt);
        using var page = await visitor.AnswerAsync(address);

        Assert.Equal((HttpStatusCode.MovedPermanently, address, HttpStatusCode.OK), (answer.StatusCode, answer.Headers.Location?.ToString(), page.StatusCode));
    }

    [Fact]
    public async Task A_question_for_the_head_alone_leaves_the_page_for_the_next()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();

        using var head = await visitor.SendAsync(new(HttpMethod.Head, "/articles"), TestContext.Current.CancellationToken);
        using var page = await visitor.AnswerAsync("/articles");

        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal((HttpStatusCode.OK, head.Content.Headers.ContentLength), (page.StatusCode, page.Content.Headers.ContentLength));
        Assert.NotNull(page.Headers.Age);
    }

    [Fact]
    public async Task What_names_its_host_is_known_by_its_path_before_routing()
    {
        await using var app = await StoreApp.WithPageAsync();
        var kept = Kept(app);

        Assert.NotEmpty(kept);
        Assert.All(kept, e => Assert.Equal(e.Metadata.GetRequiredMetadata<CachedPageAttribute>().NamesHost, PageKey.MayNameHost(e.RoutePattern.RawText!)));
    }

    private static List<RouteEndpoint> Kept(StoreApp app) =>
        [.. app.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<CachedPageAttribute>() is not null)];

    private static List<string> PathsOf(StoreApp app) => [.. Kept(app).Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct().Select(Filled)];

    private static string Filled(string route) => Parameter().Replace(route, match => Values[match.Value] is { Length: > 0 } value ? value
        : route.StartsWith("/c/", StringComparison.Ordinal) ? "h3c-switch" : route.Contains("articles", StringComparison.Ordinal) ? "intel-vt" : "ls-1");

    /// <summary>The page without its form stamp, which differs each time.</summary>
    private static async Task<string> TextAsync(HttpClient visitor, string path)
    {
        using var answer = await visitor.AnswerAsync(path);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
        return Stamp().Replace(await answer.TextAsync(), "");
    }

    private static string Wide(string text) => string.Concat(text.Select(c => (char)(c + 0xFEE0)));

    private static string Escaped(string text) => string.Concat(text.Select(c => $"%{(int)c:X2}"));

    [GeneratedRegex(@"name=""Stamp"" value=""[^""]*""", RegexOptions.None, 1000)]
    private static partial Regex Stamp();

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}
