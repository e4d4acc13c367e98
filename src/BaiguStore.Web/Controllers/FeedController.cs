using System.Globalization;
using System.Xml.Linq;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Controllers;

/// <summary>The newest articles as an Atom feed (RFC 4287) with full text.</summary>
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class FeedController(StoreDb db, StoreSnapshot snapshot, PublicUrl publicUrl, IDataProtectionProvider sealing) : Controller
{
    private const int Newest = 20;
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [HttpGet("/feed.xml")]
    [CachedPage(NamesHost = true, SameForStaff = true)]
    public async Task<IActionResult> Show(CancellationToken cancel)
    {
        var articles = await db.Articles.AsNoTracking().Published().Newest().Take(Newest)
            .Select(a => new Entry(a.Id, a.Title, a.Slug, a.Summary, a.BodyHtml, a.PublishedAt!.Value, a.UpdatedAt)).ToListAsync(cancel);
        var store = await AtomIds.StoreAsync(db, sealing, cancel);
        var company = snapshot.Company;
        var feed = new XElement(Atom + "feed", new XAttribute(XNamespace.Xml + "lang", "zh-CN"), new XAttribute(XNamespace.Xml + "base", Absolute("/")),
            new XElement(Atom + "title", company.Name),
            new XElement(Atom + "id", AtomIds.Of(store, "feed")),
            Link("alternate", "/articles"),
            Link("self", "/feed.xml"),
            new XElement(Atom + "updated", Format.Iso(articles.Count == 0 ? DateTime.UnixEpoch : articles.Max(a => a.ChangedAt))),
            new XElement(Atom + "author", new XElement(Atom + "name", company.Name)),
            articles.Select(a => Item(a, store)));
        return XmlAnswer.Of(feed, "application/atom+xml");
    }

    private XElement Item(Entry article, string store) => new(Atom + "entry",
        new XElement(Atom + "title", article.Title),
        new XElement(Atom + "id", AtomIds.Of(store, string.Create(CultureInfo.InvariantCulture, $"article/{article.Id}"))),
        Link("alternate", Links.Article(article.Slug)),
        new XElement(Atom + "published", Format.Iso(article.PublishedAt)),
        new XElement(Atom + "updated", Format.Iso(article.ChangedAt)),
        new XElement(Atom + "summary", article.Summary),
        new XElement(Atom + "content", new XAttribute("type", "html"), SyndicatedText.Of(article.BodyHtml)));

    private XElement Link(string relation, string path) => new(Atom + "link", new XAttribute("rel", relation), new XAttribute("href", Absolute(path)));

    private string Absolute(string path) => publicUrl.Of(path, Request);

    private sealed record Entry(int Id, string Title, string Slug, string Summary, string BodyHtml, DateTime PublishedAt, DateTime UpdatedAt)
    {
        public DateTime ChangedAt => UpdatedAt > PublishedAt ? UpdatedAt : PublishedAt;
    }
}
