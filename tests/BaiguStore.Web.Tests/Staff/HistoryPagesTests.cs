using System.Net;
using AngleSharp.Dom;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

public sealed class HistoryPagesTests
{
    private const string Sku = "LS-5130S-28P-EI";

    [Fact]
    public async Task A_things_history_is_told_field_by_field_and_any_state_can_be_restored()
    {
        await using var app = await ProductEditorTests.ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku, p => p.Describe("第一行。\n第二行。\n第三行。"));
        using var editor = await app.SignedInAsync();
        var id = (await ProductEditorTests.ProductAsync(app, Sku)).Id;
        var (place, all) = ($"/admin/products/{id}/edit", $"/admin/history/product/{id}");
        using var saved = await editor.PostFormAsync(place, await ProductEditorTests.FieldsAsync(app, editor, place, ("Name", "改过的名称"), ("ListPrice", "99.50"), ("Description", "第一行。\n第二行改了。\n第三行。")));

        var page = await editor.PageAsync(all);
        var then = await editor.PageAsync($"{all}/0");
        using var restored = await editor.SubmitAsync($"{all}/0/restoration", $"{all}/0/restoration");
        var after = await ProductEditorTests.ProductAsync(app, Sku);

        var step = page.QuerySelector(".history-steps li")!;
        Assert.Equal(("第 2 版 · 修改", "第 1 版"), (step.Text("h2"), then.QuerySelector("h1")!.FirstChild!.TextContent.Trim())); // displayed version numbers start at 1
        Assert.Equal(["名称", "价格", "详细介绍"], step.QuerySelectorAll("dt").Select(d => d.TextContent));
        Assert.Equal(("\u00A54,280", "\u00A599.50"), (step.QuerySelectorAll("del")[1].TextContent, step.QuerySelectorAll("ins")[1].TextContent));
        Assert.Equal(("第二行。", "第二行改了。"), (step.Text(".field-difference--lines del"), step.Text(".field-difference--lines ins")));
        Assert.Equal("改了", step.Text(".field-difference--lines ins mark"));
        Assert.Contains("交换机 " + Sku, then.Text(".history-state"), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.SeeOther, all), (restored.StatusCode, restored.Headers.Location!.OriginalString));
        Assert.Equal(("交换机 " + Sku, 428_000L, "第一行。\n第二行。\n第三行。", 2), (after.Name, after.ListPriceFen, after.Description, after.Version));
        var told = (await editor.PageAsync(all)).Text(".history-steps li");
        Assert.Contains("恢复自第 1 版", told, StringComparison.Ordinal);
        Assert.Contains("恢复到第 1 版", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_whose_part_number_another_has_now_is_not_restored_and_says_so()
    {
        await using var app = await ProductEditorTests.ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku);
        var id = (await ProductEditorTests.ProductAsync(app, Sku)).Id;
        await app.ChangeAsync(async db => (await db.Products.SingleAsync(p => p.Id == id)).Sku = "RENAMED");
        await app.AddProductAsync("h3c-switch", Sku, p => p.Slug = "namesake");
        using var editor = await app.SignedInAsync();

        using var refused = await editor.SubmitAsync($"/admin/history/product/{id}/0/restoration", $"/admin/history/product/{id}/0/restoration");

        Assert.StartsWith("没有恢复", (await editor.PageAsync(refused.Headers.Location!.OriginalString)).Text(".notice"), StringComparison.Ordinal);
        Assert.Equal("RENAMED", await app.ReadAsync(db => db.Products.Where(p => p.Id == id).Select(p => p.Sku).SingleAsync()));
    }

    [Fact]
    public async Task The_history_of_everything_is_filtered_by_kind_person_and_day()
    {
        await using var app = await ProductEditorTests.ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku);
        await app.ChangeAsync(async db => (await db.Categories.SingleAsync(c => c.Slug == "h3c-switch")).Summary = "一句话。");
        using var editor = await app.SignedInAsync();
        var id = (await ProductEditorTests.ProductAsync(app, Sku)).Id;
        var place = $"/admin/products/{id}/edit";
        using var saved = await editor.PostFormAsync(place, await ProductEditorTests.FieldsAsync(app, editor, place, ("Name", "改过的名称")));
        var owner = await app.IdOfAsync(Door.Owner);

        var mine = await editor.PageAsync($"/admin/history?person={owner}&from=2026-01-01&to=2199-01-01");
        var categories = await editor.PageAsync("/admin/history?kind=Category&person=0");
        var none = await editor.PageAsync("/admin/history?from=2199-01-01");

        Assert.Equal([Sku], mine.QuerySelectorAll("tbody th a").Select(a => a.TextContent));
        Assert.Equal("名称", mine.Text("tbody .badge"));
        Assert.Contains($"/admin/history/category/{app.Tree.Find("h3c-switch")!.Id}", categories.QuerySelectorAll("tbody a").Select(a => a.GetAttribute("href")));
        Assert.NotNull(none.QuerySelector(".empty-state"));
        Assert.Equal(HttpStatusCode.BadRequest, (await editor.AnswerAsync("/admin/history?from=yesterday")).StatusCode);
    }

    [Fact]
    public async Task The_history_is_searched_by_part_number_and_by_name_also_of_what_is_gone_or_renamed()
    {
        await using var app = await ProductEditorTests.ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku);
        await app.AddProductAsync("h3c-switch", "GONE-1");
        await app.ChangeAsync(async db => (await db.Products.SingleAsync(p => p.Sku == Sku)).ListPriceFen = 7);
        await app.ChangeAsync(async db => db.Products.Remove(await db.Products.SingleAsync(p => p.Sku == "GONE-1")));
        await app.ChangeAsync(async db => (await db.Categories.SingleAsync(c => c.Slug == "h3c-switch")).Name = "改了名的分类");
        using var editor = await app.SignedInAsync();
        await app.ChangeAsync(async db => await db.ApplyAsync(BulkSelection.Of(new ProductFilter()), new BulkEdit.SetPrice(900), null, DateTime.UtcNow, TestContext.Current.CancellationToken));

        foreach (var typed in (string[])["LS-5130S", "ls5130s28p", "5130S-28P", "交换机 5130s", "ＬＳ－５１３０Ｓ"])
        {
            var found = await FoundAsync(typed);
            Assert.Equal([Sku], found.Select(r => r.Text("th")).Distinct());
            Assert.Contains("价格改为 \u00A59", found.Select(r => r.Text("td:nth-child(5)")));
        }
        Assert.Contains("GONE-1", (await FoundAsync("GONE-1")).Select(r => r.Text("th")));
        Assert.Contains("改了名的分类", (await FoundAsync("改了名")).Select(r => r.Text("th")));
        Assert.Empty(await FoundAsync("nothing is called so"));
        var all = await editor.PageAsync("/admin/history");
        Assert.Equal(("1 件商品", "价格改为 \u00A59"), (all.Text("tbody th"), all.Text("tbody td:nth-child(5)"))); // one action, one line
        var each = await editor.PageAsync("/admin/history?each=true");
        Assert.Equal(Sku, each.Text("tbody th"));

        async Task<List<IElement>> FoundAsync(string typed) => [.. (await editor.PageAsync("/admin/history?q=" + Uri.EscapeDataString(typed))).QuerySelectorAll("tbody tr")];
    }

    /// <summary>Rows of older versions: numbers, codes, and a row for each sibling of a reorder.</summary>
    [Fact]
    public async Task Old_rows_are_told_in_words_and_an_old_reorder_in_one_line()
    {
        await using var app = await ProductEditorTests.ShopAsync();
        using var editor = await app.SignedInAsync();
        var places = app.Tree.All.Take(5).Select(c => (c.Id, c.Name)).ToList();
        await app.ChangeAsync(db =>
        {
            var at = DateTime.UtcNow;
            foreach (var (id, _) in places)
                db.Revisions.Add(Old(RevisionKind.Category, id, at, """{"Position":"3"}"""));
            db.Revisions.Add(Old(RevisionKind.Category, places[0].Id, at.AddMinutes(1), """{"Position":"4"}"""));
            foreach (var portion in (string[])["2000", "2000", "9292"])
                db.Revisions.Add(Old(RevisionKind.Product, 0, at, "", portion));
            db.Revisions.Add(Old(RevisionKind.Comment, 101, at, """{"Body":"x"}"""));
            db.Revisions.Add(Old(RevisionKind.CommentRules, 1, at, """{"PerMinute":"3"}"""));
            return Task.CompletedTask;
        });

        var page = await editor.PageAsync("/admin/history");
        var lines = page.QuerySelectorAll("tbody tr").Select(r => (r.Text("th"), r.Text("td:nth-child(5)"))).ToList();

        Assert.Equal([("评论规则", "修改"), ("已不存在（101）", "修改"), ("13,292 项", "批量修改"), (places[0].Name, "调整了顺序")], lines.Take(4));
        Assert.StartsWith($"{places[4].Name} · {places[3].Name} · {places[2].Name}", lines[4].Item1, StringComparison.Ordinal);
        Assert.Contains("还有 2 个", lines[4].Item1, StringComparison.Ordinal);
        Assert.Equal("调整了顺序", lines[4].Item2);
        Assert.Contains(lines, l => l.Item2 == "建立初始数据");
        foreach (var raw in (string[])["tree:", "Position", "#101", "store"])
            Assert.DoesNotContain(raw, page.Text("tbody"), StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll("tbody tr"), r => Assert.NotNull(r.QuerySelector("td time[datetime]")));

        static Revision Old(RevisionKind kind, int id, DateTime at, string before, string note = "") => new()
        {
            Kind = kind, EntityId = id, Version = 0, Action = id == 0 ? RevisionAction.Bulk : RevisionAction.Changed, At = at, Name = "", Origin = "store", Before = before, Note = note,
        };
    }

    [Fact]
    public async Task A_restoration_that_changes_nothing_says_so_and_leaves_no_row()
    {
        await using var app = await ProductEditorTests.ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku);
        using var editor = await app.SignedInAsync();
        var id = (await ProductEditorTests.ProductAsync(app, Sku)).Id;
        var rows = await app.ReadAsync(db => db.Revisions.CountAsync());

        using var same = await editor.SubmitAsync($"/admin/history/product/{id}/0/restoration", $"/admin/history/product/{id}/0/restoration");

        Assert.Equal("没有恢复：内容和第 1 版相同。", (await editor.PageAsync(same.Headers.Location!.OriginalString)).Text(".notice"));
        Assert.Equal(rows, await app.ReadAsync(db => db.Revisions.CountAsync()));
    }

    [Fact]
    public async Task Every_kind_of_thing_has_its_history_and_what_was_never_there_has_none()
    {
        await using var app = await ProductEditorTests.ShopAsync();
        using var editor = await app.SignedInAsync();

        foreach (var kind in (string[])["category", "article", "vendor", "company"])
        {
            await editor.PageAsync($"/admin/history/{kind}/1");
            await editor.PageAsync($"/admin/history/{kind}/1/0");
        }
        foreach (var nothing in (string[])["product/999", "nothing/1", "5/1", "category/1/99", "category/1/99/restoration", "product/999/0"])
            Assert.Equal(HttpStatusCode.NotFound, (await editor.AnswerAsync($"/admin/history/{nothing}")).StatusCode);
    }

    [Fact]
    public async Task An_editor_neither_sees_nor_restores_what_only_administrators_may_change()
    {
        await using var app = await ProductEditorTests.ShopAsync();
        await app.AddStaffAsync("editor@baigu.example", StaffRoles.Editor);
        await app.ChangeAsync(async db => (await db.Companies.SingleAsync()).Phone = "0531-1");
        await app.ChangeAsync(async db => (await db.Categories.SingleAsync(c => c.Slug == "h3c-switch")).Summary = "一句话。");
        using var editor = await app.SignedInAsync("editor@baigu.example");
        using var owner = await app.SignedInAsync();
        var (token, category) = (Door.FieldsOf(await editor.PageAsync("/admin/products/new"), "/admin/products/new"), app.Tree.Find("h3c-switch")!.Id);

        using var refused = await editor.PostFormAsync("/admin/history/company/1/0/restoration", token);
        using var allowed = await editor.PostFormAsync($"/admin/history/category/{category}/0/restoration", token);
        var (seen, all) = (await KindsAsync(editor), await KindsAsync(owner));
        var lately = await editor.PageAsync("/admin");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.SeeOther), (refused.StatusCode, allowed.StatusCode));
        Assert.Equal("0531-1", await app.ReadAsync(db => db.Companies.Select(c => c.Phone).SingleAsync()));
        Assert.Equal("", await app.ReadAsync(db => db.Categories.Where(c => c.Id == category).Select(c => c.Summary).SingleAsync()));
        Assert.DoesNotContain("公司", seen);
        Assert.Contains("公司", all);
        Assert.DoesNotContain(lately.QuerySelectorAll(".lately li"), l => l.TextContent.Contains("公司", StringComparison.Ordinal));

        static async Task<List<string>> KindsAsync(HttpClient member) => [.. (await member.PageAsync("/admin/history")).QuerySelectorAll("tbody td:nth-child(3)").Select(k => k.TextContent)];
    }

    [Fact]
    public async Task The_audit_trail_is_searched_and_only_administrators_read_it()
    {
        await using var app = await ProductEditorTests.ShopAsync();
        await app.AddStaffAsync("editor@baigu.example", StaffRoles.Editor);
        using var stranger = app.Browser();
        using var failed = await stranger.SignInAsync("nobody@else.example");
        using var owner = await app.SignedInAsync();
        using var editor = await app.SignedInAsync("editor@baigu.example", "192.0.2.5");

        var found = await owner.PageAsync("/admin/history/audit?q=nobody@else");
        var permissions = await owner.PageAsync("/admin/history/audit?kind=Permission&q=nobody@else");

        Assert.Equal(1, found.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("nobody@else", found.Text("tbody"), StringComparison.Ordinal);
        Assert.NotNull(permissions.QuerySelector(".empty-state"));
        Assert.Equal(HttpStatusCode.Forbidden, (await editor.AnswerAsync("/admin/history/audit")).StatusCode);
        Assert.Null((await editor.PageAsync("/admin/history")).QuerySelector(".history-tabs"));
    }

    [Fact]
    public async Task The_pages_speak_English_to_who_chose_it()
    {
        await using var app = await ProductEditorTests.ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku);
        using var editor = await app.SignedInAsync();
        (await editor.AnswerAsync("/language/en?returnUrl=/admin")).Dispose();
        var id = (await ProductEditorTests.ProductAsync(app, Sku)).Id;
        var place = $"/admin/products/{id}/edit";
        using var saved = await editor.PostFormAsync(place, await ProductEditorTests.FieldsAsync(app, editor, place, ("Name", "改过的名称"), ("Description", "另一段。")));

        foreach (var url in (string[])["/admin/products", "/admin/products/new", place, "/admin/products/bulk", "/admin/history", "/admin/history/audit", $"/admin/history/product/{id}", $"/admin/history/product/{id}/0", $"/admin/history/product/{id}/0/restoration"])
            Assert.Empty((await editor.PageAsync(url)).QuerySelectorAll("main *").Where(e => e.Closest("bdi, [lang='zh-CN'], datalist") is null && e.ChildElementCount == 0 && e.LocalName != "textarea" && Guards.UiTexts.HasHan(e.TextContent)).Select(e => $"{url}: {e.OuterHtml}"));
    }
}
