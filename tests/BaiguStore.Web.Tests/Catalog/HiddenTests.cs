using System.Net;
using BaiguStore.Core.Catalog;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Catalog;

/// <summary>A hidden category is not visible anywhere, nor are its descendants and their products.</summary>
public sealed class HiddenTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_hidden_answers_404_and_no_page_list_count_or_search_tells_of_it()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.AddProductAsync("huawei-switch", "HID-1");
        await app.AddProductAsync("h3c-switch", "SEEN-1");
        await app.ChangeAsync(async db => (await db.Products.SingleAsync(p => p.Sku == "HID-1", Cancel)).Slug = "hid-new");
        await app.ChangeAsync(async db => (await db.Categories.SingleAsync(c => c.Slug == "huawei-switch", Cancel)).Slug = "huawei-switch-new");
        string[] own = ["/c/huawei", "/c/huawei-switch-new", "/c/huawei-switch", "/p/hid-new", "/p/hid-1", "/p/hid-new/look", "/api/v1/products/hid-new", "/api/v1/products?category=huawei"];
        string[] others = ["/", "/sitemap/categories.xml", "/sitemap/products-1.xml", "/api/v1/categories", "/api/v1/products", "/search?q=HID-1", "/inquiry?item=HID-1"];
        await app.IndexAsync();
        foreach (var url in own.Concat(others))
            Assert.True((await StatusAsync(url)) is HttpStatusCode.OK or HttpStatusCode.MovedPermanently, url);
        Assert.All(await TextsAsync(others[2..6]), text => Assert.True(Tells(text)));

        await app.ChangeAsync(async db => (await db.Categories.SingleAsync(c => c.Slug == "huawei", Cancel)).Hide());

        foreach (var url in own)
            Assert.True(await StatusAsync(url) == HttpStatusCode.NotFound, url);
        Assert.All(await TextsAsync(others[..5]), text => Assert.False(Tells(text)));
        Assert.DoesNotContain("/p/hid-new", string.Concat(await TextsAsync(others[5..])), StringComparison.Ordinal);
        Assert.Contains("\"total\":1", await visitor.GetStringAsync("/api/v1/products", Cancel), StringComparison.Ordinal);
        Assert.Equal(1, app.Tree.Total);
        using (var posted = await visitor.PostFormAsync("/p/hid-new/comments", new() { ["Body"] = "有货吗" }))
            Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);

        await app.ChangeAsync(async db => (await db.Categories.SingleAsync(c => c.Slug == "huawei", Cancel)).Show());
        foreach (var url in own)
            Assert.True((await StatusAsync(url)) is HttpStatusCode.OK or HttpStatusCode.MovedPermanently, url);
        Assert.Equal(2, app.Tree.Total);

        async Task<HttpStatusCode> StatusAsync(string url)
        {
            using var answer = await visitor.GetAsync(url, Cancel);
            return answer.StatusCode;
        }

        async Task<List<string>> TextsAsync(IEnumerable<string> urls)
        {
            List<string> texts = [];
            foreach (var url in urls)
                texts.Add(await visitor.GetStringAsync(url, Cancel));
            return texts;
        }

        static bool Tells(string text) => text.Contains("huawei-switch-new", StringComparison.Ordinal) || text.Contains("hid-new", StringComparison.Ordinal);
    }
}
