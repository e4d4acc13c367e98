using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.History;
using BaiguStore.Web.Tests.Comments;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>Settings: company, salespeople, vendors and comment rules.</summary>
public sealed class SettingsTests
{
    private const string Settings = "/admin/settings";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<(StoreApp App, HttpClient Owner)> OpenAsync()
    {
        var app = await StoreApp.WithPageAsync();
        await app.AddStaffAsync(Door.Owner, Core.Staff.StaffRoles.Administrator);
        return (app, await app.SignedInAsync());
    }

    /// <summary>The form's fields including text areas, which the sign-in helper omits.</summary>
    private static Dictionary<string, string> Whole(IParentNode page, string action, params (string, string)[] typed)
    {
        var fields = Door.FieldsOf(page, action);
        foreach (var area in page.QuerySelectorAll<IHtmlTextAreaElement>("main textarea"))
            fields[area.Name!] = area.Value.Trim('\n');
        foreach (var (name, value) in typed)
            fields[name] = value;
        return fields;
    }

    [Fact]
    public async Task Changed_facts_show_on_every_page_of_the_store_at_once_and_stand_in_the_history()
    {
        var (app, owner) = await OpenAsync();
        await using var _ = app;
        using var __ = owner;
        using var reader = app.Visitor();
        const string place = Settings + "/company";
        Assert.DoesNotContain("0531-00000001", (await reader.PageAsync("/contact")).Body!.TextContent, StringComparison.Ordinal);

        var fields = Whole(await owner.PageAsync(place), place, ("Phone", "0531-00000001"), ("Cities", "济南\n\n 青岛 \n"), ("Id", "99"));
        using var saved = await owner.PostFormAsync(place, fields);

        Assert.Equal((HttpStatusCode.SeeOther, Settings), (saved.StatusCode, saved.Headers.Location!.OriginalString));
        Assert.Contains("0531-00000001", (await reader.PageAsync("/contact")).Body!.TextContent, StringComparison.Ordinal);
        var company = await app.ReadAsync(db => db.Companies.SingleAsync(Cancel));
        Assert.Equal(["济南", "青岛"], company.Cities);
        var revision = await app.ReadAsync(db => db.Revisions.OrderByDescending(r => r.Id).FirstAsync(Cancel));
        Assert.Equal((RevisionKind.Company, "owner"), (revision.Kind, revision.Name));
        Assert.Equal(["Cities", "Phone"], revision.Was.Keys.Order());
    }

    [Theory]
    [InlineData("MapUrl", "javascript:alert(1)")]
    [InlineData("MapUrl", "no address")]
    [InlineData("Email", "not an address")]
    [InlineData("Name", "")]
    [InlineData("Since", "two thousand")]
    [InlineData("Since", "99999999999")]
    public async Task Facts_that_cannot_be_come_back_beside_their_error(string field, string typed)
    {
        var (app, owner) = await OpenAsync();
        await using var _ = app;
        using var __ = owner;
        const string place = Settings + "/company";

        using var wrong = await owner.PostFormAsync(place, Whole(await owner.PageAsync(place), place, (field, typed), ("Motto", "没有存下的口号")));

        var page = await wrong.DocumentAsync();
        Assert.Equal((HttpStatusCode.BadRequest, typed, "true"), (wrong.StatusCode, page.QuerySelector<IHtmlInputElement>($"#{field}")!.Value, page.QuerySelector($"#{field}")!.GetAttribute("aria-invalid")));
        Assert.Equal("没有存下的口号", page.QuerySelector<IHtmlInputElement>("#Motto")!.Value);
        Assert.NotEqual("没有存下的口号", await app.ReadAsync(db => db.Companies.Select(c => c.Motto).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task Two_who_edit_the_company_are_told_and_lose_nothing()
    {
        var (app, owner) = await OpenAsync();
        await using var _ = app;
        using var __ = owner;
        const string place = Settings + "/company";
        var opened = Whole(await owner.PageAsync(place), place, ("Phone", "1"), ("Motto", "我的口号"));
        using (await owner.PostFormAsync(place, Whole(await owner.PageAsync(place), place, ("Phone", "2"), ("Address", "对方的地址"))))
        {
        }

        using var stale = await owner.PostFormAsync(place, opened);
        var page = await stale.DocumentAsync();

        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        var proposal = ConflictTests.FieldsOf(page, place);
        Assert.Equal(["2", "1"], page.QuerySelectorAll<IHtmlInputElement>("[name=Phone]").Select(c => c.Value));
        Assert.Equal(("1", "我的口号", "对方的地址"), (proposal["Phone"], proposal["Motto"], proposal["Address"]));
        using var again = await owner.PostFormAsync(place, proposal);
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        var company = await app.ReadAsync(db => db.Companies.SingleAsync(Cancel));
        Assert.Equal(("1", "我的口号", "对方的地址"), (company.Phone, company.Motto, company.Address));
    }

    [Fact]
    public async Task A_salesperson_is_added_renamed_and_shown_with_the_lines_they_own()
    {
        var (app, owner) = await OpenAsync();
        await using var _ = app;
        using var __ = owner;
        const string add = Settings + "/salespeople/new";
        using var added = await owner.SubmitAsync(add, add, ("Name", "孙销售"), ("Email", "sun@baigu.example"), ("Id", "1"));
        using var twice = await owner.SubmitAsync(add, add, ("Name", "孙销售"), ("Phone", "1"));
        Assert.Equal((HttpStatusCode.SeeOther, "已有同名的销售。"), (added.StatusCode, (await twice.DocumentAsync()).Text("#Name-error")));

        var line = await app.ReadAsync(db => db.Categories.Where(c => c.SalespersonId != null).Select(c => new { c.Slug, c.SalespersonId }).FirstAsync(Cancel));
        var edit = $"{Settings}/salespeople/{line.SalespersonId}/edit";
        Assert.Contains($"/c/{line.Slug}", (await owner.PageAsync(edit)).QuerySelectorAll(".owned-lines a").Select(a => a.GetAttribute("href")));
        var opened = Door.FieldsOf(await owner.PageAsync(edit), edit, ("Phone", "2"));
        using var renamed = await owner.SubmitAsync(edit, edit, ("Name", "新名字"), ("Phone", "1"));
        using var reader = app.Visitor();
        Assert.Contains("新名字", (await reader.PageAsync($"/c/{line.Slug}")).Body!.TextContent, StringComparison.Ordinal);
        using var stale = await owner.PostFormAsync(edit, opened);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.AnswerAsync($"{Settings}/salespeople/9999/edit")).StatusCode);
    }

    [Fact]
    public async Task A_makers_code_is_chosen_once_and_its_names_any_time()
    {
        var (app, owner) = await OpenAsync();
        await using var _ = app;
        using var __ = owner;
        const string add = Settings + "/vendors/new";
        using var bad = await owner.SubmitAsync(add, add, ("Code", "Big Name"), ("Name", "大"));
        using var none = await owner.SubmitAsync(add, add, ("Name", "大"));
        using var taken = await owner.SubmitAsync(add, add, ("Code", "huawei"), ("Name", "大"));
        using var added = await owner.SubmitAsync(add, add, ("Code", "ruijie"), ("Name", "锐捷"), ("Aliases", "Ruijie\n锐捷网络"));
        Assert.Equal(("请用小写字母、数字和连字符。", "请填写代码。", "这个代码已被使用。"), ((await bad.DocumentAsync()).Text("#Code-error"), (await none.DocumentAsync()).Text("#Code-error"), (await taken.DocumentAsync()).Text("#Code-error")));

        var id = await app.ReadAsync(db => db.Vendors.Where(v => v.Code == "ruijie").Select(v => v.Id).SingleAsync(Cancel));
        var edit = $"{Settings}/vendors/{id}/edit";
        using var changed = await owner.PostFormAsync(edit, Whole(await owner.PageAsync(edit), edit, ("Name", "锐捷网络"), ("Code", "other")));
        using var stale = await owner.PostFormAsync(edit, Whole(await owner.PageAsync(edit), edit, ("Version", "0"), ("Name", "迟到")));

        var vendor = await app.ReadAsync(db => db.Vendors.SingleAsync(v => v.Id == id, Cancel));
        Assert.Equal(("ruijie", "锐捷网络", HttpStatusCode.Conflict), (vendor.Code, vendor.Name, stale.StatusCode));
        Assert.Equal(["Ruijie", "锐捷网络"], vendor.Aliases);
    }

    [Fact]
    public async Task Comments_are_published_at_once_from_the_moment_it_is_chosen_and_as_configured_when_it_is_not()
    {
        var (app, owner) = await OpenAsync();
        await using var _ = app;
        using var __ = owner;
        using var visitor = app.Visitor();
        const string place = Settings + "/comments";
        await visitor.PostAsync(app, Reader.Article, "先审核");

        using (await owner.SubmitAsync(place, place, ("PublishAtOnce", "1"), ("MinSeconds", "0"), ("Id", "7")))
            await visitor.PostAsync(app, Reader.Article, "直接公开");
        using (await owner.SubmitAsync(place, place, ("PublishAtOnce", "")))
            await visitor.PostAsync(app, Reader.Article, "又先审核");

        Assert.Equal([false, true, false], (await app.CommentsAsync()).Where(c => !c.IsSample).Select(c => c.Status == Core.Comments.CommentStatus.Approved));
        var trail = await app.ReadAsync(db => db.AuditEntries.Where(e => e.Kind == AuditKind.Setting).OrderBy(e => e.Id).ToListAsync(Cancel));
        Assert.Equal(2, trail.Count);
        Assert.Contains("PublishAtOnce=1", trail[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lower_limit_holds_at_once_and_nonsense_is_refused()
    {
        var (app, owner) = await OpenAsync();
        await using var _ = app;
        using var __ = owner;
        using var visitor = app.Visitor();
        const string place = Settings + "/comments";
        foreach (var (field, typed) in new[] { ("PerMinute", "0"), ("PerMinute", "1001"), ("MinSeconds", "x"), ("MaxHours", "1.5"), ("PublishAtOnce", "2"), ("MaxHours", "99999999999") })
        {
            using var wrong = await owner.SubmitAsync(place, place, (field, typed));
            Assert.Equal((HttpStatusCode.BadRequest, true), (wrong.StatusCode, (await wrong.DocumentAsync()).Text($"#{field}-error").StartsWith("须为", StringComparison.Ordinal)));
        }

        using (await owner.SubmitAsync(place, place, ("PerMinute", "1")))
        using (var first = await visitor.SendAsync(app, Reader.Article, "一"))
        using (var second = await visitor.SendAsync(app, Reader.Article, "二"))
            Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
        var opened = Door.FieldsOf(await owner.PageAsync(place), place, ("PerMinute", "9"));
        using (await owner.SubmitAsync(place, place, ("MaxHours", "5")))
        using (var stale = await owner.PostFormAsync(place, opened))
            Assert.Equal((HttpStatusCode.Conflict, "5"), (stale.StatusCode, ConflictTests.FieldsOf(await stale.DocumentAsync(), place)["MaxHours"]));
    }

    [Fact]
    public async Task The_pages_speak_English_to_who_chose_it()
    {
        var (app, owner) = await OpenAsync();
        await using var _ = app;
        using var __ = owner;
        using var visitor = app.Visitor();
        await visitor.PostAsync(app, Reader.Article, "中文评论", author: "甲");
        (await owner.AnswerAsync("/language/en?returnUrl=/admin")).Dispose();

        foreach (var url in (string[])["/admin", Settings, Settings + "/company", Settings + "/comments", Settings + "/salespeople/new", Settings + "/salespeople/1/edit", Settings + "/vendors/new", Settings + "/vendors/1/edit",
            "/admin/comments", "/admin/comments?status=all", "/admin/comments/blocks"])
        {
            var page = await owner.PageAsync(url);
            Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
            Assert.Empty(page.QuerySelectorAll("main *").Where(e => e.Closest("bdi, [lang='zh-CN'], textarea") is null && e.ChildElementCount == 0 && Guards.UiTexts.HasHan(e.TextContent)).Select(e => $"{url}: {e.OuterHtml}"));
        }
    }
}
