using System.Net;
using System.Net.Mime;
using System.Text.RegularExpressions;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Tests.Pictures;
using BaiguStore.Web.Assets;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>Every public route, enumerated from the running store, so that new ones are included automatically.</summary>
public sealed partial class PublicRouteTests(SampleStore store)
{
    /// <summary>
    /// Routes without a cache policy in their metadata, each with the reason. The default header is `no-cache`, so a forgotten policy would not be
    /// noticed elsewhere.
    /// </summary>
    private static readonly Dictionary<string, string> WithoutPolicy = new()
    {
        ["/search"] = "seldom asked twice; the index answers from memory",
        ["/api/v1/search"] = "as the search",
        ["/api/v1/suggest"] = "as the search",
        ["/compare"] = "any choice of products; one query",
        ["/compare/table.xlsx"] = "as the comparison",
        ["/inquiry"] = "one buyer's list",
        ["/language/{code}"] = "sets a cookie and leads on",
        ["/pictures/{name}.webp"] = "says itself that browsers keep it for good",
        ["/speculation-rules.json"] = "says itself that browsers keep it for a day",
        ["/openapi/{documentName}.json"] = "for who writes a program, once",
        ["/healthz/live"] = "how it is now",
        ["/healthz/ready"] = "how it is now",
    };

    /// <summary>Values for route parameters. A route with an unknown parameter fails until a value is added here.</summary>
    private async Task<Dictionary<string, string>> ValuesAsync() => new()
    {
        ["/p/{slug}"] = await store.App.ReadAsync(db => db.Products.Published().Select(p => p.Slug).FirstAsync(TestContext.Current.CancellationToken)),
        ["/api/v1/products/{slug}"] = await store.App.ReadAsync(db => db.Products.Published().Select(p => p.Slug).FirstAsync(TestContext.Current.CancellationToken)),
        ["/c/{slug}"] = "huawei-products",
        ["/articles/{slug}"] = "intel-vt",
        ["/language/{code}"] = "en",
        ["/figures/{name}.svg"] = "intel-vt-rings",
        ["/openapi/{documentName}.json"] = "v1",
        ["/sitemap/products-{"] = "1",
        ["/articles/preview/"] = await PreviewAsync(),
        ["/products/preview/"] = await ProductPreviewAsync(),
        ["/pictures/{name}.webp"] = await PictureAsync(),
        ["/inquiry/{number"] = await InquiryAsync(),
    };

    private async Task<string> PreviewAsync()
    {
        var id = await store.App.ReadAsync(db => db.Articles.Select(a => a.Id).FirstAsync(TestContext.Current.CancellationToken));
        return store.App.Services.GetRequiredService<PreviewLinks>().PathOf(id)["/articles/preview/".Length..];
    }

    private async Task<string> ProductPreviewAsync()
    {
        var id = await store.App.ReadAsync(db => db.Products.Select(p => p.Id).FirstAsync(TestContext.Current.CancellationToken));
        return store.App.Services.GetRequiredService<PreviewLinks>().PathOfProduct(id)["/products/preview/".Length..];
    }

    /// <summary>For a route with two parameters: the path of both, split where the route splits them.</summary>
    private async Task<string> InquiryAsync()
    {
        await using var db = store.App.OpenDb();
        var draft = new InquiryDraft([], "x", "", "", "x@example.com", "", "zh-CN", "routes", "");
        var sent = await db.SendAsync(draft, DateTime.UnixEpoch, null, TestContext.Current.CancellationToken);
        return $"{sent.Inquiry.Number}/{sent.Secret}";
    }

    private async Task<string> PictureAsync()
    {
        var picture = await store.App.Services.GetRequiredService<PictureStore>().AddAsync(new MemoryStream(Photo.Png()), TestContext.Current.CancellationToken);
        return $"{picture.Key}-{picture.Width}";
    }

    [Fact]
    public async Task Each_says_how_long_it_may_be_kept_and_brings_neither_cookie_nor_token()
    {
        var values = await ValuesAsync();
        var routes = Public(Endpoints()).Select(RouteOf).Distinct().Order().ToList();
        using var browser = store.App.CreateClient(new() { AllowAutoRedirect = false });
        List<string> wrong = [];
        foreach (var route in routes.Where(r => !IsNoPage(r)))
        {
            var parameter = values.Where(v => route.StartsWith(v.Key, StringComparison.Ordinal)).Select(v => v.Value).FirstOrDefault();
            if (Parameter().IsMatch(route) && parameter is null)
            {
                wrong.Add($"{route}: nothing is named here for its parameter");
                continue;
            }
            using var answer = await browser.GetAsync(Parameter().Replace(route, parameter ?? ""), TestContext.Current.CancellationToken);
            if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Found))
                wrong.Add($"{route}: {(int)answer.StatusCode}");
            if (answer.Headers.CacheControl is null)
                wrong.Add($"{route}: no cache policy");
            if (answer.Headers.Contains("Set-Cookie") && !route.StartsWith("/language/", StringComparison.Ordinal)) // the chosen language is stored in a cookie
                wrong.Add($"{route}: sets a cookie");
            var isPage = answer.Content.Headers.ContentType?.MediaType == MediaTypeNames.Text.Html;
            if (Endpoints().OfType<RouteEndpoint>().First(e => RouteOf(e) == route).Metadata.GetMetadata<CachedPageAttribute>() is { } kept && kept.SameForStaff == isPage)
                wrong.Add($"{route}: {(isPage ? "a page shows who is signed in" : "no page, so the same for staff")}");
            if (isPage && (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("__RequestVerificationToken", StringComparison.Ordinal))
                wrong.Add($"{route}: carries an antiforgery token");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Superset(new HashSet<string> { "/", "/c/{slug}", "/p/{slug}", "/articles/{slug}", "/api/v1/categories", "/sitemap.xml", "/feed.xml" }, routes.ToHashSet());
    }

    [Fact]
    public void Each_names_a_cache_policy_or_has_a_reason_not_to()
    {
        var immutable = store.App.Services.GetRequiredService<Bundles>().All.Select(b => b.Url); // their names change with the content, and they declare it themselves

        Assert.Equal(WithoutPolicy.Keys.Concat(immutable).Order(StringComparer.Ordinal), Forgotten(Endpoints()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_route_without_a_cache_policy_is_found()
    {
        Assert.Equal(["/forgotten"], Forgotten([Route("/forgotten", new HttpMethodMetadata(["GET", "HEAD"]))]));
        Assert.Equal(["/any-method"], Forgotten([Route("any-method")]));
        Assert.Empty(Forgotten([Route("/posted", new HttpMethodMetadata(["POST"]))]));
        Assert.Empty(Forgotten([Route("/kept", new CachedPageAttribute()), Route("/told", new ResponseCacheAttribute { NoStore = true }), Route("/private", new PrivatePageAttribute())]));

        static RouteEndpoint Route(string path, params object[] metadata) => new(_ => Task.CompletedTask, RoutePatternFactory.Parse(path), 0, new EndpointMetadataCollection(metadata), path);
    }

    private IEnumerable<Endpoint> Endpoints() => store.App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints);

    /// <summary>Public routes for GET: neither admin area nor accounts.</summary>
    private static IEnumerable<RouteEndpoint> Public(IEnumerable<Endpoint> endpoints) => endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>() is not { HttpMethods: { Count: > 0 } methods } || methods.Contains("GET"))
        .Where(e => e.Metadata.GetMetadata<ControllerActionDescriptor>() is not { ControllerTypeInfo.Namespace: var space }
            || space!.Contains(".Controllers", StringComparison.Ordinal) && !space.Contains(".Admin.", StringComparison.Ordinal) && !space.EndsWith(".Account", StringComparison.Ordinal));

    private static string RouteOf(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    /// <summary>
    /// Public routes without a cache policy in their metadata. Static files have metadata of the framework, which sets their lifetime.
    /// </summary>
    private static IEnumerable<string> Forgotten(IEnumerable<Endpoint> endpoints) => Public(endpoints)
        .Where(e => e.Metadata.GetMetadata<CachedPageAttribute>() is null && e.Metadata.GetMetadata<ResponseCacheAttribute>() is null
            && e.Metadata.GetMetadata<PrivatePageAttribute>() is null && e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
        .Select(RouteOf).Where(r => !IsNoPage(r)).Distinct();

    /// <summary>Error pages, development pages, and fallbacks for missing files.</summary>
    private static bool IsNoPage(string route) => route.StartsWith("/{**", StringComparison.Ordinal) || route.StartsWith("/error/", StringComparison.Ordinal) || route == "/design";

    [GeneratedRegex(@"\{[^}]+\}(/\{[^}]+\})?", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}
