using System.Net.Http.Json;

namespace BaiguStore.Browser.Tests;

/// <summary>URLs of the sample store's pages, one of each kind.</summary>
internal sealed record Addresses(IReadOnlyDictionary<string, string> OfKind, string ProductSku, string NextProduct, string NextSku)
{
    public const string Missing = "404";

    /// <summary>Every kind of public page.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["home", "vendor", "big line", "small line", "empty line", "product", "articles", "article", "search by part number", "search by name", "empty search", "empty inquiry", "inquiry", "empty comparison", "comparison", "about", "contact", "privacy", Missing];

    public string this[string kind] => OfKind[kind];

    public static async Task<Addresses> FindAsync(HttpClient client)
    {
        var vendors = await client.GetFromJsonAsync<List<Category>>("/api/v1/categories") ?? [];
        var lines = vendors.SelectMany(v => v.Children).OrderBy(l => l.Total).ToList();
        var big = lines[^1];
        var found = (await client.GetFromJsonAsync<Found>($"/api/v1/products?category={Uri.EscapeDataString(big.Slug)}&size=2"))!.Items;
        var (product, next) = (found[0], found[1]);
        return new(
            new Dictionary<string, string>
            {
                ["home"] = "/",
                ["vendor"] = vendors.First(v => v.Children.Contains(big)).Url,
                ["big line"] = big.Url,
                ["small line"] = lines.First(l => l.Total > 0).Url,
                ["empty line"] = lines[0].Url,
                ["product"] = product.Url,
                ["articles"] = "/articles",
                ["article"] = "/articles/intel-vt",
                ["filtered line"] = big.Url + "?stock=InStock&stock=ToOrder&sort=price",
                ["nothing left"] = big.Url + "?price=1-2",
                ["misspelt search"] = "/search?q=" + Uri.EscapeDataString("交换几"),
                ["search by part number"] = "/search?q=" + Uri.EscapeDataString(product.Sku[..4]),
                ["search by name"] = "/search?q=" + Uri.EscapeDataString("服务器"),
                ["empty search"] = "/search?q=zzzzzz",
                ["empty inquiry"] = "/inquiry",
                ["inquiry"] = $"/inquiry?item={Uri.EscapeDataString(product.Sku)}*3&item={Uri.EscapeDataString(next.Sku)}&item=NO-SUCH-PART-NUMBER-IN-THE-CATALOGUE",
                ["empty comparison"] = "/compare?sku=NO-SUCH-PART-NUMBER",
                ["comparison"] = $"/compare?sku={Uri.EscapeDataString(product.Sku)}&sku={Uri.EscapeDataString(next.Sku)}",
                ["about"] = "/about",
                ["contact"] = "/contact",
                ["privacy"] = "/privacy",
                [Missing] = "/no-such-page",
            },
            product.Sku, next.Url, next.Sku);
    }

    private sealed record Category(string Slug, string Url, int Total, List<Category> Children);

    private sealed record Found(List<Product> Items);

    private sealed record Product(string Sku, string Url);
}
