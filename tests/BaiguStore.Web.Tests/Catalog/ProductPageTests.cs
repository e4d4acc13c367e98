using System.Net;
using BaiguStore.Core.Catalog;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Catalog;

public sealed class ProductPageTests(SampleStore store)
{
    private static readonly string[] Sections = ["简单描述", "相关参数", "详细介绍"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_product_page_has_its_three_sections_related_products_articles_and_comments()
    {
        using var visitor = store.App.Visitor();
        var product = await AnyAsync("huawei-switch");

        var page = await visitor.PageAsync($"/p/{product.Slug}");

        Assert.Equal(product.Name, page.Text("h1"));
        Assert.Equal(product.Sku, page.Text(".product__sku .sku"));
        Assert.Equal(Sections, page.QuerySelectorAll(".product > section > h2").Take(3).Select(h => h.TextContent));
        Assert.Equal(product.Summary, page.Text("#summary p"));
        Assert.Equal(product.Specs.Select(s => $"{s.Name} {s}"), page.QuerySelectorAll("#specs tr").Select(r => $"{r.Text("th")} {r.Text("td")}"));
        Assert.NotEmpty(page.Text("#description .prose"));
        Assert.Equal(6, page.QuerySelectorAll(".related-products .product-table__name a").Length);
        Assert.DoesNotContain($"/p/{product.Slug}", page.QuerySelectorAll(".related-products a").Select(a => a.GetAttribute("href")));
        Assert.NotEmpty(page.QuerySelectorAll("[aria-labelledby=helping-title] .article-card"));
        Assert.Equal($"/p/{product.Slug}/comments", page.QuerySelector("#comments form.comment-form")!.GetAttribute("action"));
        Assert.Equal("/c/huawei-switch", page.QuerySelector(".breadcrumbs li:last-child a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task No_product_page_needs_more_than_six_queries()
    {
        using var visitor = store.App.Visitor();
        foreach (var line in store.App.Tree.All.Where(c => c.Count > 0))
        {
            using var answer = await visitor.AnswerAsync($"/p/{(await AnyAsync(line.Slug)).Slug}?mine=x");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.InRange(answer.Queries(), 1, 6);
        }
    }

    [Fact]
    public async Task The_last_product_of_a_line_has_the_lines_first_ones_beside_it()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        foreach (var sku in (string[])["AA-1", "AA-2", "AA-3"])
            await app.AddProductAsync("huawei-switch", sku);

        var page = await visitor.PageAsync("/p/aa-3");

        Assert.Equal(["/p/aa-1", "/p/aa-2"], page.QuerySelectorAll(".related-products .product-table__name a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task A_product_that_is_not_published_is_nowhere()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.AddProductAsync("huawei-switch", "DRAFT-77", published: false);
        await app.IndexAsync();

        await visitor.PageAsync("/p/draft-77", HttpStatusCode.NotFound);
        using var json = await visitor.AnswerAsync("/api/v1/products/draft-77");
        Assert.Equal(HttpStatusCode.NotFound, json.StatusCode);
        foreach (var url in (string[])["/c/huawei-switch", "/search?q=DRAFT-77", "/api/v1/products?category=huawei-switch", "/api/v1/products", "/"])
        {
            using var answer = await visitor.AnswerAsync(url);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("/p/draft-77", await answer.TextAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(0, app.Tree.Total);
    }

    [Fact]
    public async Task A_product_without_a_price_asks_to_be_asked_and_one_with_a_price_shows_it()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.AddProductAsync("huawei-switch", "FREE-1", p => p.ListPriceFen = null);
        await app.AddProductAsync("huawei-switch", "COIN-1", p => p.ListPriceFen = 1_234_550);

        Assert.Equal("询价", (await visitor.PageAsync("/p/free-1")).Text(".product__price .price"));
        Assert.Equal("\u00A512,345.50", (await visitor.PageAsync("/p/coin-1")).Text(".product__price .price"));
    }

    [Fact]
    public async Task Script_in_a_products_fields_is_text_on_its_page_and_in_lists()
    {
        const string Script = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.AddProductAsync("huawei-switch", "XSS-1", p =>
        {
            (p.Name, p.Summary) = (Script, Script);
            p.Specs = [new(Script, Script, Script)];
            p.Describe($"{Script} [x](javascript:alert(3))");
        });
        await app.IndexAsync();

        foreach (var url in (string[])["/p/xss-1", "/c/huawei-switch", "/search?q=XSS-1"])
        {
            var page = await visitor.PageAsync(url);
            Assert.Empty(page.QuerySelectorAll("script:not([src]):not([type='application/ld+json']), [onerror], img[src=x], a[href^=javascript]"));
            Assert.Contains(Script, page.Body!.TextContent, StringComparison.Ordinal);
        }
    }

    private Task<Product> AnyAsync(string line) => store.App.ReadAsync(db =>
        db.Products.AsNoTracking().Where(p => p.Category!.Slug == line).OrderBy(p => p.Name).ThenBy(p => p.Id).FirstAsync(Cancel));
}
