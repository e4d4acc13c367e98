using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using BaiguStore.Core.Catalog;
using BaiguStore.Web.Localization;
using Microsoft.AspNetCore.Html;

namespace BaiguStore.Web.Urls;

/// <summary>
/// Structured data (schema.org) for search engines, as a script element. URLs are relative if the public base URL is not configured.
/// </summary>
public sealed class StructuredData(PublicUrl publicUrl)
{
    private const string Context = "https://schema.org", Currency = "CNY";

    /// <summary>This encoder always escapes HTML's special characters, so the JSON is safe in a script element.</summary>
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

    public IHtmlContent Of(ProductFacts product) => Script(product.ListPriceFen is { } fen ? Priced(product, fen) : Asked(product));

    private Dictionary<string, object?> Priced(ProductFacts product, long fen) => new()
    {
        ["@type"] = "Product",
        ["name"] = product.Name,
        ["sku"] = product.Sku,
        ["mpn"] = product.Sku,
        ["url"] = Url(Links.Product(product.Slug)),
        ["category"] = product.Category,
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

    /// <summary>
    /// Without a price. Search engines report a Product without an offer, which requires a price, as an error: so this is an ItemPage.
    /// </summary>
    private Dictionary<string, object?> Asked(ProductFacts product) => new()
    {
        ["@type"] = "ItemPage",
        ["name"] = product.Name,
        ["identifier"] = product.Sku,
        ["url"] = Url(Links.Product(product.Slug)),
        ["description"] = Text(product.Summary),
        ["image"] = Images(product),
        ["about"] = Brand(product),
    };

    private IEnumerable<string>? Images(ProductFacts product) => product.Pictures.Count == 0 ? null : product.Pictures.Select(p => Url(p.Large));

    private static Dictionary<string, object?> Brand(ProductFacts product) => new() { ["@type"] = "Brand", ["name"] = product.Vendor };

    public IHtmlContent Of(ArticleFacts article, Company company) => Script(new()
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
        ["itemListElement"] = trail.Select((crumb, i) => new Dictionary<string, object?>
        {
            ["@type"] = "ListItem",
            ["position"] = i + 1,
            ["name"] = crumb.Text,
            ["item"] = Url(crumb.Url),
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

/// <summary>What search engines are told of a product.</summary>
/// <param name="Category">The name of its line.</param>
public sealed record ProductFacts(
    string Sku, string Name, string Slug, string Vendor, string Category, string Summary, IReadOnlyList<ProductPicture> Pictures, long? ListPriceFen, StockState Stock);

/// <summary>What search engines are told of an article.</summary>
public sealed record ArticleFacts(string Title, string Slug, string Summary, IReadOnlyList<string> Tags, DateTime PublishedAt, DateTime UpdatedAt);
