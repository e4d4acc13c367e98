using System.Net;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Catalog;

/// <summary>The store shows what another process saves.</summary>
public sealed class FollowingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_product_published_moved_and_withdrawn_elsewhere_changes_counts_and_cached_pages()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await SeeAsync(visitor, switches: 0, routers: 0);

        await app.AddProductAsync("huawei-switch", "M-1");
        await SeeAsync(visitor, switches: 1, routers: 0);

        await app.ChangeAsync(async db =>
            (await db.Products.SingleAsync(Cancel)).CategoryId = (await db.Categories.SingleAsync(c => c.Slug == "huawei-router", Cancel)).Id);
        await SeeAsync(visitor, switches: 0, routers: 1);

        await app.ChangeAsync(async db => (await db.Products.SingleAsync(Cancel)).Withdraw());
        await SeeAsync(visitor, switches: 0, routers: 0);
        await visitor.PageAsync("/p/m-1", HttpStatusCode.NotFound);

        await app.ChangeAsync(async db => (await db.Products.SingleAsync(Cancel)).Publish(app.Clock.GetUtcNow().UtcDateTime));
        await SeeAsync(visitor, switches: 0, routers: 1);
        await visitor.PageAsync("/p/m-1");

        await app.ChangeAsync(async db => db.Products.Remove(await db.Products.SingleAsync(Cancel)));
        await SeeAsync(visitor, switches: 0, routers: 0);
        await visitor.PageAsync("/p/m-1", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_page_is_kept_until_something_changes_and_shows_the_change_then()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.AddProductAsync("huawei-switch", "M-1");
        using var first = await visitor.AnswerAsync("/p/m-1");
        using var second = await visitor.AnswerAsync("/p/m-1");
        Assert.True(first.Queries() > 0);
        Assert.Equal((0, true), (second.Queries(), second.Headers.Age is not null));

        await app.ChangeAsync(async db => (await db.Products.SingleAsync(Cancel)).Name = "新的名称");

        Assert.Equal("新的名称", (await visitor.PageAsync("/p/m-1")).Text("h1"));
        Assert.Equal("新的名称", (await visitor.PageAsync("/c/huawei-switch")).Text(".product-table__name"));
    }

    [Fact]
    public async Task The_old_address_of_a_product_leads_to_the_new_one()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("huawei-switch", "M-1");
        await app.ChangeAsync(async db => (await db.Products.SingleAsync(Cancel)).Slug = "m-2");
        await app.ChangeAsync(async db => (await db.Products.SingleAsync(Cancel)).Slug = "m-3");

        await LeadsAsync(app, "/p/m-1", "/p/m-3");
        await LeadsAsync(app, "/p/m-2", "/p/m-3");

        await app.ChangeAsync(async db => (await db.Products.SingleAsync(Cancel)).Withdraw());
        using var visitor = app.Visitor();
        await visitor.PageAsync("/p/m-1", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_old_address_of_a_line_leads_to_the_new_one_and_keeps_the_query()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await visitor.PageAsync("/c/huawei-switch");
        await app.ChangeAsync(async db => (await db.Categories.SingleAsync(c => c.Slug == "huawei-switch", Cancel)).Slug = "\u534E\u4E3A\u4EA4\u6362\u673A");

        await LeadsAsync(app, "/c/huawei-switch", "/c/%E5%8D%8E%E4%B8%BA%E4%BA%A4%E6%8D%A2%E6%9C%BA");
        await LeadsAsync(app, "/c/huawei-switch?sort=price", "/c/%E5%8D%8E%E4%B8%BA%E4%BA%A4%E6%8D%A2%E6%9C%BA?sort=price");
        Assert.StartsWith("山东华为交换机总代理", (await visitor.PageAsync("/c/%E5%8D%8E%E4%B8%BA%E4%BA%A4%E6%8D%A2%E6%9C%BA")).Text("h1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_old_address_of_an_article_leads_to_the_new_one()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.ChangeAsync(async db => (await db.Articles.SingleAsync(a => a.Slug == "intel-vt", Cancel)).Slug = "intel-vt-x");

        await LeadsAsync(app, "/articles/intel-vt", "/articles/intel-vt-x");
    }

    [Theory]
    [InlineData("/c/HUAWEI-Switch", "/c/huawei-switch")]
    [InlineData("/p/M-1", "/p/m-1")]
    [InlineData("/articles/Intel-VT", "/articles/intel-vt")]
    public async Task An_address_in_capitals_leads_to_the_page_whether_it_is_kept_or_not(string capitals, string url)
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.AddProductAsync("huawei-switch", "M-1");

        await LeadsAsync(app, capitals, url);
        await visitor.PageAsync(url);
        await LeadsAsync(app, capitals, url);
        await visitor.PageAsync(url);
    }

    private static async Task LeadsAsync(StoreApp app, string from, string to)
    {
        using var visitor = app.Visitor();
        using var answer = await visitor.AnswerAsync(from);
        Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
        Assert.Equal(to, answer.Headers.Location?.OriginalString);
    }

    private static async Task SeeAsync(HttpClient visitor, int switches, int routers)
    {
        var home = await visitor.PageAsync("/");
        Assert.Equal($"({switches})", home.QuerySelectorAll(".category-tree__line").Single(l => l.QuerySelector("a[href='/c/huawei-switch']") is not null).Text(".count"));
        Assert.Equal($"({routers})", home.QuerySelectorAll(".category-tree__line").Single(l => l.QuerySelector("a[href='/c/huawei-router']") is not null).Text(".count"));
        Assert.Equal(switches, (await visitor.PageAsync("/c/huawei-switch")).QuerySelectorAll(".product-table__name").Length);
        Assert.Equal(routers, (await visitor.PageAsync("/c/huawei-router")).QuerySelectorAll(".product-table__name").Length);
        Assert.Equal($"华为 ({switches + routers})", (await visitor.PageAsync("/c/huawei")).Text("h1"));
        Assert.Contains($"\"total\":{switches + routers},", await visitor.GetStringAsync("/api/v1/products", Cancel), StringComparison.Ordinal);
    }
}
