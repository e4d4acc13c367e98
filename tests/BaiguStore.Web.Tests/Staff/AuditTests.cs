using BaiguStore.Core.History;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Areas.Admin.Models;
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
