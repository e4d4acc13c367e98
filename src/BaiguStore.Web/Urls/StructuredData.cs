using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using BaiguStore.Core.Catalog;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Models;
using Microsoft.AspNetCore.Html;

namespace BaiguStore.Web.Urls;

/// <summary>
/// What a page is about, in the words of schema.org, for search engines: a script element. Addresses are relative where the public one is not known.
/// </summary>
public sealed class StructuredData(PublicUrl publicUrl)
{
    private const string Context = "https://schema.org", Currency = "CNY";

    /// <summary>This encoder escapes HTML's own characters whatever the ranges, so the JSON may stand in a script element as it is.</summary>
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public IHtmlContent Of(Company company) => Script(new()
    {
        ["@type"] = "Organization",
        ["name"] = company.Name,
        ["url"] = Url("/"),
        ["description"] = Text(company.Motto),
        ["telephone"] = Text(company.Phone),
        ["email"] = Text(company.Email),
        ["address"] = Text(company.Address),
        ["foundingDate"] = company.Since > 0 ? $"{company.Since}" : null,
    });

    public IHtmlContent Of(ProductView product, CategoryNode category) => Script(product.ListPriceFen is { } fen ? Priced(product, category, fen) : Asked(product));

    private Dictionary<string, object?> Priced(ProductView product, CategoryNode category, long fen) => new()
    {
        ["@type"] = "Product",
        ["name"] = product.Name,
        ["sku"] = product.Sku,
        ["mpn"] = product.Sku,
        ["url"] = Url(Links.Product(product.Slug)),
        ["category"] = category.Name,
        ["description"] = Text(product.Summary),
        ["image"] = Images(product),
        ["brand"] = Brand(product),
        ["offers"] = new Dictionary<string, object?>
        {
            ["@type"] = "Offer",
            ["price"] = fen / 100m,
            ["priceCurrency"] = Currency,
            ["availability"] = $"{Context}/{Availability(product.Stock)}",
            ["url"] = Url(Links.Product(product.Slug)),
        },
    };

    /// <summary>Sold on request. Search engines take a Product without an offer, which must have a price, for a mistake: so this is the page of an item.</summary>
    private Dictionary<string, object?> Asked(ProductView product) => new()
    {
        ["@type"] = "ItemPage",
        ["name"] = product.Name,
        ["identifier"] = product.Sku,
        ["url"] = Url(Links.Product(product.Slug)),
        ["description"] = Text(product.Summary),
        ["image"] = Images(product),
        ["about"] = Brand(product),
    };

    private IEnumerable<string>? Images(ProductView product) => product.Pictures.Count == 0 ? null : product.Pictures.Select(p => Url(p.Large));

    private static Dictionary<string, object?> Brand(ProductView product) => new() { ["@type"] = "Brand", ["name"] = product.Vendor };

    public IHtmlContent Of(ArticleView article, Company company) => Script(new()
    {
        ["@type"] = "TechArticle",
        ["headline"] = article.Title,
        ["description"] = Text(article.Summary),
        ["url"] = Url(Links.Article(article.Slug)),
        ["inLanguage"] = "zh-CN",
        ["datePublished"] = Format.Iso(article.PublishedAt),
        ["dateModified"] = Format.Iso(article.UpdatedAt > article.PublishedAt ? article.UpdatedAt : article.PublishedAt),
        ["keywords"] = Text(string.Join(", ", article.Tags)),
        ["author"] = new Dictionary<string, object?> { ["@type"] = "Organization", ["name"] = company.Name },
    });

    public IHtmlContent Of(IEnumerable<(string Text, string Url)> trail) => Script(new()
    {
        ["@type"] = "BreadcrumbList",
        ["itemListElement"] = trail.Select((place, i) => new Dictionary<string, object?>
        {
            ["@type"] = "ListItem",
            ["position"] = i + 1,
            ["name"] = place.Text,
            ["item"] = Url(place.Url),
        }),
    });

    private static string Availability(StockState stock) => stock switch
    {
        StockState.InStock => "InStock",
        StockState.ToOrder => "BackOrder",
        _ => "OutOfStock",
    };

    private string Url(string path) => publicUrl.Of(path) ?? path;

    private static string? Text(string text) => text.Length == 0 ? null : text;

    private static HtmlString Script(Dictionary<string, object?> facts)
    {
        var json = JsonSerializer.Serialize(facts.Where(f => f.Value is not null).Prepend(new("@context", Context)).ToDictionary(), Options);
        return new HtmlString($"<script lang=\"zh-CN\" type=\"application/ld+json\">{json}</script>");
    }
}
