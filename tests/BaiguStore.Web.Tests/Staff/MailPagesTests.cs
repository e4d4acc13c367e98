using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using BaiguStore.Core.Data;
using BaiguStore.Core.Mail;
using BaiguStore.Core.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>The outbox page, and the delivery of an e-mail.</summary>
public sealed class MailPagesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_letter_to_oneself_goes_the_whole_way()
    {
        var (server, owner) = (PostOffice.Settings, $"owner@{Guid.NewGuid():N}.example");
        await using var app = await StoreApp.EmptyAsync(null, ("Mail:Host", server.Host), ("Mail:Port", server.Port.ToString(CultureInfo.InvariantCulture)), ("Mail:Security", "None"), ("Mail:From", "百谷商店 <store@baigu.example>"));
        await app.AddStaffAsync(owner, Core.Staff.StaffRoles.Administrator);
        using var member = await app.SignedInAsync(owner);

        using var asked = await member.SubmitAsync("/admin/mail", "/admin/mail/test");
        Assert.Equal((HttpStatusCode.SeeOther, "/admin/mail"), (asked.StatusCode, asked.Headers.Location!.OriginalString));
        Assert.Contains("等待发送", (await member.PageAsync("/admin/mail?state=Waiting")).Text("tbody tr"), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromSeconds(10)); // the worker polls
        await Patience.UntilAsync(() => Task.FromResult(PostOffice.TakenFor(owner).Count > 0));
        await Patience.UntilAsync(async () => (await member.PageAsync("/admin/mail")).Text("tbody tr").Contains("已发出", StringComparison.Ordinal));

        Assert.Equal("测试邮件", Assert.Single(PostOffice.TakenFor(owner)).Subject);
        Assert.Empty((await member.PageAsync("/admin/mail")).QuerySelectorAll("tbody form"));
    }

    [Fact]
    public async Task Without_a_server_letters_wait_and_the_front_says_so()
    {
        await using var app = await Door.OpenAsync();
        await app.ChangeAsync(db => Task.FromResult(db.Post(new EmailMessage("buyer@baigu.example", "<b>询价</b>", "b"), app.Clock.GetUtcNow().UtcDateTime)));
        using var member = await app.SignedInAsync();

        var front = await member.PageAsync("/admin");
        var page = await member.PageAsync("/admin/mail");

        Assert.Contains(front.QuerySelectorAll(".waits li"), li => li.TextContent.Contains("还没有配置邮件服务器", StringComparison.Ordinal) && li.Text(".waits__count") == "1");
        Assert.Contains("Mail:Host", page.Text(".form-error"), StringComparison.Ordinal);
        Assert.Equal("<b>询价</b>", page.Text("tbody td bdi"));
    }

    [Fact]
    public async Task What_failed_is_named_on_the_front_and_can_be_tried_again()
    {
        await using var app = await Door.OpenAsync();
        await app.ChangeAsync(db =>
        {
            var mail = db.Post(new EmailMessage("gone@baigu.example", "s", "b"), app.Clock.GetUtcNow().UtcDateTime);
            mail.Take(app.Clock.GetUtcNow().UtcDateTime);
            mail.End(new(DeliveryOutcome.Refused, "550 No such user here"), app.Clock.GetUtcNow().UtcDateTime);
            return Task.CompletedTask;
        });
        using var member = await app.SignedInAsync();
        var id = await app.ReadAsync(db => db.OutboxMails.Select(m => m.Id).SingleAsync(Cancel));

        Assert.Contains((await member.PageAsync("/admin")).QuerySelectorAll(".waits li"), li => li.QuerySelector("a")?.GetAttribute("href") == "/admin/mail?state=Failed" && li.Text(".waits__count") == "1");
        Assert.Contains("550 No such user here", (await member.PageAsync("/admin/mail?state=Failed")).Text("tbody tr"), StringComparison.Ordinal);
        using var again = await member.SubmitAsync("/admin/mail", $"/admin/mail/{id}/attempt");

        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Equal((MailState.Waiting, 0), await app.ReadAsync(db => db.OutboxMails.Select(m => ValueTuple.Create(m.State, m.Attempts)).SingleAsync(Cancel)));
        Assert.Equal(HttpStatusCode.BadRequest, (await member.AnswerAsync("/admin/mail?state=Lost")).StatusCode);
    }
}
