using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>Duplicate or similar part numbers, and duplicate slugs.</summary>
public sealed class NamesakeTests
{
    private const string New = "/admin/products/new";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_part_number_that_looks_like_another_is_asked_about_with_the_product_named_and_linked()
    {
        await using var app = await StoreAsync();
        await app.AddProductAsync("h3c-switch", "DUP-1");
        var id = await app.ReadAsync(db => db.Products.Select(p => p.Id).SingleAsync(Cancel));
        using var editor = await app.SignedInAsync();

        foreach (var typed in (string[])["DUP-1", "dup-1", "Dup-1", "\uFF24\uFF35\uFF30\uFF0D\uFF11", "DUP\u20131", "DUP\u20111", "DUP\u22121", "DUP 1", "DUP -1", "DUP1", "DUP_1", "DUP-1\u200B"])
        {
            using var asked = await AddAsync(editor, app, typed);
            var page = await asked.DocumentAsync();
            Assert.True(asked.StatusCode == HttpStatusCode.BadRequest, typed);
            Assert.Equal(typed, page.QuerySelector<IHtmlInputElement>("#Sku")!.Value);
            Assert.Contains("交换机 DUP-1", page.Text("#Sku-error"), StringComparison.Ordinal);
            Assert.NotNull(page.QuerySelector($".product-editor__namesake a[href='/admin/products/{id}/edit']"));
        }
        Assert.Equal(1, await app.ReadAsync(db => db.Products.CountAsync(Cancel)));
    }

    [Fact]
    public async Task Another_product_is_saved_once_that_was_said_and_signs_that_tell_models_apart_are_not_asked_about()
    {
        await using var app = await StoreAsync();
        await app.AddProductAsync("h3c-switch", "DUP-1");
        using var editor = await app.SignedInAsync();

        using var asked = await AddAsync(editor, app, "dup1");
        using var same = await AddAsync(editor, app, "DUP-1", ("IsOther", "true"));
        using var said = await AddAsync(editor, app, "dup1", ("IsOther", "true"));
        using var plus = await AddAsync(editor, app, "DUP-1+");
        using var slash = await AddAsync(editor, app, "D/UP-1");

        Assert.NotNull((await asked.DocumentAsync()).QuerySelector("input[name=IsOther]:not([checked])"));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.SeeOther, HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (same.StatusCode, said.StatusCode, plus.StatusCode, slash.StatusCode));
        var place = said.Headers.Location!.OriginalString;
        using var later = await editor.PostFormAsync(place, await ProductEditorTests.FieldsAsync(app, editor, place, ("Name", "别的名称")));
        Assert.Equal(HttpStatusCode.SeeOther, later.StatusCode); // confirmed once, not with every save
    }

    [Fact]
    public async Task What_is_in_the_bin_and_holds_a_part_number_or_an_address_is_named_and_linked()
    {
        await using var app = await StoreAsync();
        await app.AddProductAsync("h3c-switch", "BIN-1", p => p.ToBin(app.Clock.GetUtcNow().UtcDateTime), published: false);
        var id = await app.ReadAsync(db => db.Products.Select(p => p.Id).SingleAsync(Cancel));
        using var editor = await app.SignedInAsync();

        using var number = await AddAsync(editor, app, "BIN-1");
        using var alike = await AddAsync(editor, app, "bin 1");
        using var address = await AddAsync(editor, app, "OTHER-1", ("Slug", "bin-1"));

        foreach (var (answer, field) in ((HttpResponseMessage, string)[])[(number, "Sku"), (alike, "Sku"), (address, "Slug")])
        {
            var page = await answer.DocumentAsync();
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("回收站", page.Text($"#{field}-error"), StringComparison.Ordinal);
            Assert.NotNull(page.QuerySelector($".product-editor__namesake a[href='/admin/products/{id}/edit']"));
        }
        Assert.NotNull((await editor.PageAsync($"/admin/products/{id}/edit")).QuerySelector($"form[action='/admin/products/{id}/restoration']"));
    }

    [Fact]
    public async Task Whoever_gets_another_address_than_was_wanted_is_told_so_and_why()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();
        await app.AddArticleAsync("先来的文章", "wanted");
        await app.AddArticleAsync("扔掉的文章", "thrown-away");
        await app.ChangeAsync(async db => (await db.Articles.SingleAsync(a => a.Slug == "thrown-away", Cancel)).ToBin(app.Clock.GetUtcNow().UtcDateTime));
        await app.AddProductAsync("h3c-switch", "A-1", p => p.Slug = "b-1");

        foreach (var (slug, holder, got) in ((string, string, string)[])[("wanted", "属于“先来的文章”", "wanted-2"), ("thrown-away", "属于回收站里的“扔掉的文章”", "thrown-away-2")])
            await SaysAsync(await editor.SubmitAsync("/admin/articles/new", "/admin/articles/new", ("Title", "后来的文章"), ("Slug", slug), ("Body", "文字。")), holder, got);
        await SaysAsync(await editor.SubmitAsync("/admin/categories/new", "/admin/categories/new", ("Name", "交换机"), ("Slug", "huawei-switch")), "属于“", "huawei-switch-2");
        await SaysAsync(await AddAsync(editor, app, "B-1"), "属于“A-1”", "b-1-2");

        async Task SaysAsync(HttpResponseMessage saved, string holder, string got)
        {
            using (saved)
            {
                Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
                var notice = (await editor.PageAsync(saved.Headers.Location!.OriginalString)).Text("[role=status], .notice");
                Assert.Contains(holder, notice, StringComparison.Ordinal);
                Assert.Contains($"改用了“{got}”", notice, StringComparison.Ordinal);
            }
        }
    }

    private static async Task<HttpResponseMessage> AddAsync(HttpClient editor, StoreApp app, string sku, params (string, string)[] more) =>
        await editor.PostFormAsync(New, await ProductEditorTests.FieldsAsync(app, editor, New, [("Sku", sku), ("Name", "一台交换机"), .. more]));

    private static async Task<StoreApp> StoreAsync()
    {
        var app = await StoreApp.WithPageAsync();
        await app.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
        return app;
    }
}
