using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>Restores several entities of any kind from the bin at once.</summary>
public sealed class BinTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ticked_articles_categories_and_products_are_restored_together()
    {
        await using var app = await ProductEditorTests.ShopAsync();
        var now = app.Clock.GetUtcNow().UtcDateTime;
        foreach (var name in (string[])["bin-1", "bin-2", "bin-3"])
        {
            await app.AddArticleAsync(name, name);
            await app.AddProductAsync("h3c-switch", name);
            await app.ChangeAsync(async db =>
            {
                (await db.Articles.SingleAsync(a => a.Slug == name, Cancel)).ToBin(now);
                (await db.Products.SingleAsync(p => p.Slug == name, Cancel)).ToBin(now);
                db.Categories.Add(new Category { Name = name, Slug = name });
            });
            await app.ChangeAsync(async db => await db.BinAsync(await db.Categories.Where(c => c.Slug == name).Select(c => c.Id).SingleAsync(Cancel), now, Cancel));
        }
        using var editor = await app.SignedInAsync();

        await RestoreAsync(editor, "/admin/articles?state=Bin", "/admin/articles/restorations");
        await RestoreAsync(editor, "/admin/categories", "/admin/categories/restorations");
        var preview = await RestoreAsync(editor, "/admin/products?state=Bin", "/admin/products/bulk/preview", HttpStatusCode.OK);
        using var done = await editor.PostFormAsync("/admin/products/bulk", Door.FieldsOf(preview, "/admin/products/bulk").Where(f => f.Key != "Ids").ToDictionary(), preview.QuerySelectorAll<IHtmlInputElement>("[name=Ids]").Select(i => i.Value));

        Assert.Equal(["bin-3"], await app.ReadAsync(db => db.Articles.Where(a => a.DeletedAt != null).Select(a => a.Slug).ToListAsync(Cancel)));
        Assert.Equal(["bin-3"], await app.ReadAsync(db => db.Categories.Where(c => c.DeletedAt != null).Select(c => c.Slug).ToListAsync(Cancel)));
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        Assert.Equal(["bin-3"], await app.ReadAsync(db => db.Products.Where(p => p.DeletedAt != null).Select(p => p.Slug).ToListAsync(Cancel)));
        Assert.Equal(0, await app.ReadAsync(db => db.Products.Published().CountAsync(p => p.Slug.StartsWith("bin-"), Cancel))); // restoring publishes nothing
    }

    /// <summary>Ticks the first two and submits; for products the action is preselected.</summary>
    private static async Task<IHtmlDocument> RestoreAsync(HttpClient editor, string list, string action, HttpStatusCode status = HttpStatusCode.SeeOther)
    {
        var page = await editor.PageAsync(list);
        var ids = page.QuerySelectorAll<IHtmlInputElement>("input[type=checkbox][name=Ids]").Where(i => !i.GetAttribute("aria-label")!.EndsWith("bin-3", StringComparison.Ordinal)).Select(i => i.Value).ToList();
        var fields = ConflictTests.FieldsOf(page, action);
        Assert.Equal(2, ids.Count);
        using var answer = await editor.PostFormAsync(action, fields, ids);
        Assert.Equal(status, answer.StatusCode);
        return await answer.DocumentAsync();
    }
}

file static class Ticks
{
    public static Task<HttpResponseMessage> PostFormAsync(this HttpClient editor, string action, Dictionary<string, string> fields, IEnumerable<string> ids) =>
        editor.PostAsync(action, new FormUrlEncodedContent([.. fields.Where(f => f.Key != "Ids"), .. ids.Select(id => KeyValuePair.Create("Ids", id))]), TestContext.Current.CancellationToken);
}
