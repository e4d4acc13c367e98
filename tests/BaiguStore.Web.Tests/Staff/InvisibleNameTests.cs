using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>Names without visible characters.</summary>
public sealed class InvisibleNameTests
{
    private const string Invisible = "\u200B\u2800\uFE0F\u3164 \U000E0041";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/admin/categories/new", "Name")]
    [InlineData("/admin/settings/salespeople/new", "Name")]
    [InlineData("/admin/settings/vendors/new", "Name")]
    [InlineData("/admin/settings/company", "Name")]
    [InlineData("/admin/products/new", "Name")]
    [InlineData("/admin/products/new", "Sku")]
    [InlineData("/admin/articles/new", "Title")]
    [InlineData("/admin/staff/new", "Name")]
    [InlineData("/admin/comments/blocks", "Text")]
    public async Task A_name_that_nobody_sees_is_refused_and_what_was_typed_comes_back(string page, string field)
    {
        await using var app = await StoreAsync();
        using var owner = await app.SignedInAsync();
        var changes = await app.ReadAsync(db => db.Changes.CountAsync(Cancel));

        using var answer = await owner.SubmitAsync(page, page, (field, Invisible), ("Summary", "一段话。"), ("Code", "acme"));

        var form = await answer.DocumentAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal((Invisible, "true"), (form.QuerySelector<IHtmlInputElement>($"#{field}")!.Value, form.QuerySelector($"#{field}")!.GetAttribute("aria-invalid")));
        Assert.StartsWith("请填写", form.Text($"#{field}-error"), StringComparison.Ordinal);
        Assert.Equal(changes, await app.ReadAsync(db => db.Changes.CountAsync(Cancel)));
    }

    [Fact]
    public async Task Every_page_survives_names_that_were_stored_empty()
    {
        await using var app = await StoreAsync();
        await app.AddProductAsync("huawei-switch", "S-1");
        await app.AddArticleAsync("标题", "nameless");
        await app.ChangeAsync(async db =>
        {
            foreach (var category in await db.Categories.Where(c => c.Slug == "huawei" || c.Slug == "huawei-switch").ToListAsync(Cancel))
                category.Name = "";
            (await db.Categories.SingleAsync(c => c.Slug == "huawei-switch", Cancel)).Salesperson = new() { Name = "" };
            foreach (var vendor in await db.Vendors.ToListAsync(Cancel))
                vendor.Name = "\u200B";
            (await db.Products.SingleAsync(Cancel)).Name = "";
            (await db.Articles.SingleAsync(a => a.Slug == "nameless", Cancel)).Title = "";
            (await db.Companies.SingleAsync(Cancel)).Name = "";
        });
        await app.IndexAsync();
        using var visitor = app.Visitor();
        using var owner = await app.SignedInAsync();

        foreach (var url in (string[])["/", "/c/huawei", "/c/huawei-switch", "/p/s-1", "/articles", "/articles/nameless", "/about", "/contact", "/search?q=S-1", "/compare?sku=S-1", "/inquiry?item=S-1",
            "/feed.xml", "/sitemap.xml", "/sitemap/categories.xml", "/api/v1/categories", "/api/v1/products?category=huawei-switch", "/api/v1/articles", "/api/v1/search?q=S-1", "/api/v1/suggest?q=S-1"])
            await OkAsync(visitor, url);
        foreach (var url in (string[])["/admin", "/admin/categories", "/admin/products", "/admin/articles", "/admin/settings", "/admin/staff", "/admin/categories/new", "/admin/products/new"])
            await OkAsync(owner, url);
        Assert.Equal("huawei", (await visitor.PageAsync("/")).Text(".category-tree a[href='/c/huawei'] bdi")); // the link has a text
        Assert.Equal("·", (await visitor.PageAsync("/c/huawei-switch")).Text(".salesperson-card .monogram"));

        static async Task OkAsync(HttpClient browser, string url)
        {
            using var answer = await browser.AnswerAsync(url);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{url}: {answer.StatusCode}");
        }
    }

    private static async Task<StoreApp> StoreAsync()
    {
        var app = await StoreApp.WithPageAsync();
        await app.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
        return app;
    }
}
