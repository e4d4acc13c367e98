using System.Xml.Linq;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Security;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Controllers;

/// <summary>
/// robots.txt, and the sitemap in parts. Products are split by ranges of ids, so that a part costs the same however many products there are.
/// </summary>
[ApiExplorerSettings(IgnoreApi = true)]
[CachedPage(NamesHost = true, SameForStaff = true)]
[CostlyList]
public sealed class SitemapController(StoreDb db, StoreSnapshot store, PublicUrl publicUrl) : Controller
{
    /// <summary>Ids per product part: well below the protocol's limit, so that a part is rendered quickly.</summary>
    public const int PartSize = 10_000;

    /// <summary>Maximum URLs per file, by the protocol.</summary>
    private const int MaxInPart = 50_000;

    private const string ContentType = "application/xml";

    private static readonly XNamespace Protocol = "http://www.sitemaps.org/schemas/sitemap/0.9";

    [HttpGet("/robots.txt")]
    public IActionResult Robots() => Content($"""
        User-agent: *
        Disallow: /search
        Disallow: /inquiry
        Disallow: /compare
        Disallow: /language/
        Disallow: /admin
        Disallow: /account/

        Sitemap: {publicUrl.Of("/sitemap.xml", Request)}

        """, "text/plain");

    [HttpGet("/sitemap.xml")]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var parts = ((await db.Products.MaxAsync(p => (int?)p.Id, cancel) ?? 0) + PartSize - 1) / PartSize;
        return XmlAnswer.Of(new XElement(Protocol + "sitemapindex",
            Enumerable.Range(1, parts).Select(n => $"products-{n}").Prepend("articles").Prepend("categories")
                .Select(name => new XElement(Protocol + "sitemap", Location($"/sitemap/{name}.xml")))), ContentType);
    }

    [HttpGet("/sitemap/categories.xml")]
    public IActionResult Categories() =>
        Urls([("/", null), .. store.Tree.All.OrderBy(c => c.Id).Take(MaxInPart - 1).Select(c => (Links.Category(c.Slug), (DateTime?)null))]);

    [HttpGet("/sitemap/articles.xml")]
    public async Task<IActionResult> Articles(CancellationToken cancel) =>
        Urls((await db.Articles.AsNoTracking().Published().Newest().Take(MaxInPart - 1).Select(a => new { a.Slug, a.UpdatedAt }).ToListAsync(cancel))
            .Select(a => (Links.Article(a.Slug), (DateTime?)a.UpdatedAt)).Prepend(("/articles", null)));

    [HttpGet("/sitemap/products-{part:int:range(1, 100000)}.xml")]
    public async Task<IActionResult> Products(int part, CancellationToken cancel)
    {
        var (after, to) = ((part - 1) * PartSize, part * PartSize);
        var products = await db.Products.AsNoTracking().Shown(store.Tree).Where(p => p.Id > after && p.Id <= to).OrderBy(p => p.Id)
            .Select(p => new { p.Slug, p.UpdatedAt }).ToListAsync(cancel);
        HttpContext.DependsOn(PageTag.EveryProduct); // it contains the times of their changes
        return products.Count == 0 ? NotFound() : Urls(products.Select(p => (Links.Product(p.Slug), (DateTime?)p.UpdatedAt)));
    }

    private ContentResult Urls(IEnumerable<(string Path, DateTime? UpdatedAt)> pages) => XmlAnswer.Of(new XElement(Protocol + "urlset",
        pages.Select(p => new XElement(Protocol + "url", Location(p.Path), p.UpdatedAt is { } at ? new XElement(Protocol + "lastmod", Format.Iso(at)) : null))), ContentType);

    private XElement Location(string path) => new(Protocol + "loc", publicUrl.Of(path, Request));
}
