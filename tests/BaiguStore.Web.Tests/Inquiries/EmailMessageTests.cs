using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Mail;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Tests.Staff;
using BaiguStore.Web.Urls;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Inquiries;

public sealed class EmailMessageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_who_owns_lines_gets_theirs_with_the_way_to_answer_and_the_buyer_the_way_to_look()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();

        var place = await visitor.SendAsync(app, email: "wang@example.com", message: "一期项目");

        var (number, emails) = (place.Split('/')[2], await EmailsAsync(app));
        Assert.Equal(["pan@baigu.example", "sdbaigu@sdbaigu.com", "wang@example.com"], emails.Select(l => l.To));
        Assert.Equal([$"询价 {number}：王工，1 项", $"询价 {number}：王工，2 项", $"已收到您的询价 {number}"], emails.Select(l => l.Subject));
        Assert.Contains("SRV-9 x 1", emails[0].Body, StringComparison.Ordinal);
        Assert.DoesNotContain("LS-5130S", emails[0].Body, StringComparison.Ordinal);
        Assert.Contains("13812345678", emails[0].Body, StringComparison.Ordinal);
        Assert.Contains("一期项目", emails[0].Body, StringComparison.Ordinal);
        Assert.Contains("https://shop.example/admin/inquiries/1/edit", emails[0].Body, StringComparison.Ordinal);
        Assert.Equal(("wang@example.com", "sdbaigu@sdbaigu.com"), (emails[0].ReplyTo, emails[2].ReplyTo));
        Assert.Contains("https://shop.example" + place, emails[2].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_call_a_line_by_the_number_that_the_buyers_list_gives_it()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();
        var form = await visitor.FillInAsync(app, "/inquiry?item=LS-5130S*3&item=SRV-9*2", email: "wang@example.com");
        foreach (var (field, number) in form.QuerySelectorAll<IHtmlInputElement>("[name=no]").Zip((string[])["1.1", "http://evil.example", ""]))
            field.Value = number;

        using var sent = await visitor.HandInAsync("/inquiry", Buyer.FieldsOf(form));

        var emails = await EmailsAsync(app);
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Contains("2. SRV-9 x 2", emails[0].Body, StringComparison.Ordinal); // a URL is not an item number
        Assert.Contains("1.1. LS-5130S x 3", emails[1].Body, StringComparison.Ordinal);
        Assert.Contains("1.1. LS-5130S x 3", emails[2].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_to_an_address_that_anybody_may_have_typed_holds_nothing_that_was_typed()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();

        await visitor.SendAsync(app, "/inquiry?item=LS-5130S&item=" + Uri.EscapeDataString("you have won http://evil.example"), "victim@example.com", "visit http://evil.example");

        var email = (await EmailsAsync(app)).Single(l => l.To == "victim@example.com");
        Assert.DoesNotContain("evil", email.Subject + email.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Buyer.Name, email.Body, StringComparison.Ordinal);
        Assert.Contains("另有 1 项不在目录中", email.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_often_one_clicks_each_letter_is_written_once_and_none_goes_to_no_address()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();
        var form = await visitor.FillInAsync(app);

        for (var n = 0; n < 3; n++)
            Assert.Equal(HttpStatusCode.SeeOther, (await visitor.HandInAsync("/inquiry", Buyer.FieldsOf(form))).StatusCode);

        Assert.Equal(["pan@baigu.example", "sdbaigu@sdbaigu.com"], (await EmailsAsync(app)).Select(l => l.To));
    }

    [Fact]
    public async Task An_answer_comes_in_the_buyers_language_with_an_address_that_opens_it()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();
        visitor.DefaultRequestHeaders.Add("Cookie", "lang=en");
        await visitor.SendAsync(app, "/inquiry?item=SRV-9*2", "smith@example.com");
        using var seller = await app.SignedInAsync("pan@baigu.example");

        foreach (var then in (string[])["Save", "Send"]) // a draft sends no e-mail; the second save has the newer version
        {
            var page = await seller.PageAsync("/admin/inquiries/1/edit");
            var form = page.QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.GetAttribute("action") == "/admin/inquiries/1/edit");
            using var answer = await seller.HandInAsync("/admin/inquiries/1/edit", Buyer.FieldsOf(form, ("Prices", "12800.50"), ("Answer", "Dear Mr Smith"), ("Then", then)));
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        }

        var email = (await EmailsAsync(app))[^1];
        Assert.Equal(3, (await EmailsAsync(app)).Count);
        Assert.StartsWith("Inquiry X", email.Subject, StringComparison.Ordinal);
        Assert.StartsWith("Dear Mr Smith\n\n1. SRV-9 x 2  \u00A512,800.50  \u00A525,601", email.Body, StringComparison.Ordinal);
        var link = email.Body.Split('\n').Single(l => l.StartsWith("https://shop.example/inquiry/", StringComparison.Ordinal));
        Assert.Equal("Dear Mr Smith", (await visitor.PageAsync(new Uri(link).AbsolutePath)).Text(".sent-inquiry__text"));
    }

    private static async Task<StoreApp> StoreAsync()
    {
        var app = await Buyer.StoreAsync(("Store:PublicUrl", "https://shop.example"));
        await app.AddStaffAsync("pan@baigu.example", StaffRoles.Sales);
        await app.ChangeAsync(async db => (await db.MemberAsync("pan@baigu.example")).SalespersonId = (await db.Salespeople.SingleAsync(s => s.Name == "潘雪", Cancel)).Id);
        return app;
    }

    private static Task<List<OutboxMail>> EmailsAsync(StoreApp app) => app.ReadAsync(db => db.OutboxMails.AsNoTracking().OrderBy(m => m.Id).ToListAsync(Cancel));
}
