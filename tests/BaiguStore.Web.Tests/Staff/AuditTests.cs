using BaiguStore.Core.History;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Tests.Comments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Tests.Staff;

public sealed class AuditTests
{
    [Fact]
    public async Task What_happens_at_the_door_is_in_the_audit_trail_with_who_and_from_where()
    {
        await using var app = await Door.OpenAsync();
        using var browser = app.Browser("192.0.2.77");
        (await browser.SignInAsync(password: "not the password")).Dispose();
        (await browser.SignInAsync()).Dispose();
        using var added = await browser.SubmitAsync("/admin/staff/new", "/admin/staff/new", ("Email", "li@baigu.example"), ("Name", "李编辑"), ("Roles", "Editor"), ("Current", Door.Password));

        var entries = await app.ReadAsync(db => db.AuditEntries.AsNoTracking().OrderBy(e => e.Id).ToListAsync(TestContext.Current.CancellationToken));
        var owner = await app.IdOfAsync(Door.Owner);

        Assert.Equal(["SignInFailed", "SignedIn", "MemberAdded", "LinkIssued"], entries.Where(e => e.Origin.StartsWith("192.0.2.77", StringComparison.Ordinal)).Select(e => e.What));
        var failed = entries.First(e => e.What == "SignInFailed");
        Assert.Equal((AuditKind.SignIn, Door.Owner, (int?)null), (failed.Kind, failed.Subject, failed.StaffId));
        var member = entries.First(e => e.What == "MemberAdded");
        Assert.Equal((AuditKind.Permission, "li@baigu.example", (int?)owner), (member.Kind, member.Subject, member.StaffId));
        var page = await browser.PageAsync("/admin/history/audit");
        Assert.Equal(["发出一次性链接", "添加员工", "登录", "登录失败"], page.QuerySelectorAll("tbody td:nth-child(5)").Select(c => c.TextContent).Take(4));
    }

    /// <summary>Input at sign-in that looks like the store's own subjects of comments and blocks is shown as typed.</summary>
    [Fact]
    public async Task An_address_that_somebody_types_at_the_door_is_never_more_than_words()
    {
        await using var app = await Door.OpenAsync();
        string[] typed = ["9 x", "Word x", "5 comments", "comment:5 product:7", "CommentRules"];
        using (var stranger = app.Browser("192.0.2.78"))
            foreach (var email in typed)
                (await stranger.SignInAsync(email, "not the password")).Dispose();
        using var owner = await app.SignedInAsync();

        var page = await owner.PageAsync("/admin/history/audit");

        var told = page.QuerySelectorAll("tbody tr").Where(r => r.TextContent.Contains("192.0.2.78", StringComparison.Ordinal)).Select(r => r.QuerySelector("td:last-child")!).ToList();
        Assert.Equal(typed.Reverse(), told.Select(t => t.TextContent.Trim()));
        Assert.All(told, t => Assert.Null(t.QuerySelector("a")));
    }

    /// <summary>Entries are stored in a machine-readable form; the page shows names and links.</summary>
    [Fact]
    public async Task The_trail_names_what_it_is_about_in_words_and_is_searched_by_them()
    {
        await using var app = await ProductEditorTests.ShopAsync();
        await app.AddProductAsync("h3c-switch", "S5130-1");
        using var visitor = app.Browser("198.51.100.7");
        await visitor.PostAsync(app, "/p/s5130-1", "风扇很响。", author: "济南网工");
        using var owner = await app.SignedInAsync();
        await app.ChangeAsync(db =>
        {
            Audit.Record(db, AuditKind.Moderation, "comment approved", "comment:1 product:1", "#1 济南网工: 风扇很响。");
            Audit.Record(db, AuditKind.Moderation, "comment marked as spam taken back", "comment:99 product:1", "act 12");
            Audit.Record(db, AuditKind.Moderation, "comment marked as spam", "2 comments", "#1 济南网工: 风扇很响。\n#98 路人: 便宜");
            Audit.Record(db, AuditKind.Moderation, "block added", "Host: spam.example", "refuses");
            Audit.Record(db, AuditKind.Setting, "comment rules changed", "CommentRules", "PublishAtOnce=, PerMinute=3, MinSeconds= -> PublishAtOnce=1, PerMinute=3, MinSeconds=5");
            return Task.CompletedTask;
        });

        var page = await owner.PageAsync("/admin/history/audit");
        var found = await owner.PageAsync("/admin/history/audit?q=s5130");
        var byAct = await owner.PageAsync("/admin/history/audit?q=" + Uri.EscapeDataString("标为垃圾"));

        var told = page.QuerySelectorAll("tbody tr").Take(5).Select(r => string.Join(' ', r.QuerySelectorAll("td:last-child bdi").Select(b => b.TextContent))).ToList();
        Assert.Equal(["评论规则 直接公开: 按配置 → 是 最短填写时间: 按配置 → 5", "链接域名 spam.example 直接拒收", "2 条评论 济南网工 的评论 风扇很响。 路人 的评论 便宜",
            "已不存在（99） S5130-1", "济南网工 的评论 S5130-1 风扇很响。"], told);
        Assert.Equal(["/admin/comments/1/edit", "/admin/products/1/edit"], page.QuerySelectorAll("tbody tr:nth-child(5) a").Select(a => a.GetAttribute("href")));
        Assert.All(page.QuerySelectorAll("tbody tr"), r => Assert.NotNull(r.QuerySelector("td:first-child time[datetime]")));
        Assert.Contains(page.QuerySelectorAll("tbody a"), a => a.GetAttribute("href")!.StartsWith("/admin/staff/", StringComparison.Ordinal));
        foreach (var raw in (string[])["comment:", "product:", "CommentRules", "PublishAtOnce", "refuses", "act 12", "store"])
            Assert.DoesNotContain(raw, page.Text("tbody"), StringComparison.Ordinal);
        Assert.Equal(["评论通过"], found.QuerySelectorAll("tbody td:nth-child(5)").Select(c => c.TextContent));
        Assert.Equal(["评论标为垃圾", "撤回\uFF1A评论标为垃圾"], byAct.QuerySelectorAll("tbody td:nth-child(5)").Select(c => c.TextContent));
    }

    [Fact]
    public async Task Every_act_at_the_door_has_a_word()
    {
        await using var app = await Door.OpenAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var text = scope.ServiceProvider.GetRequiredService<IStringLocalizer<Ui>>();

        Assert.All(Enum.GetNames<StaffEvent>().Except([nameof(StaffEvent.SignInRefused)]), act => Assert.NotEqual(act, text.OfAct(act)));
        Assert.Equal("撤回\uFF1A评论通过", text.OfAct("comment approved taken back"));
    }
}
