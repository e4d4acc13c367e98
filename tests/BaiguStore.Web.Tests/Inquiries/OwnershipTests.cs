using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Tests.Staff;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Inquiries;

/// <summary>The owner of an inquiry part, and whom its buyer sees.</summary>
public sealed class OwnershipTests
{
    private const string Board = "/admin/inquiries", Colleague = "colleague@baigu.example", Clerk = "clerk@baigu.example", Owner = "潘雪";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_works_on_a_part_its_buyer_goes_on_to_see_who_owns_the_line()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();
        var place = await visitor.SendAsync(app);
        using var colleague = await app.SignedInAsync(Colleague);
        var before = await OwnersAsync(app);
        Assert.Equal(["", Owner], before.Values.Order(StringComparer.Ordinal));

        foreach (var id in before.Keys)
        {
            foreach (var verb in (string[])["beginning", "winning", "loss", "beginning"])
            {
                using var moved = await colleague.SubmitAsync($"{Board}/{id}/edit", $"{Board}/{id}/{verb}");
                Assert.Equal(before, await OwnersAsync(app));
            }
            Assert.Equal("已开始处理，负责的销售不变。", (await colleague.PageAsync($"{Board}/{id}/edit")).Text(".notice"));
            foreach (var then in (string[])["Save", "Send"])
            {
                using var written = await WriteAsync(colleague, id, then);
                Assert.Equal(HttpStatusCode.SeeOther, written.StatusCode);
                Assert.Equal(before, await OwnersAsync(app));
            }
        }

        var heads = (await visitor.PageAsync(place)).QuerySelectorAll(".sent-inquiry__part h2").Select(h => h.TextContent).ToList();
        Assert.Contains(heads, h => h.Contains("销售热线", StringComparison.Ordinal));
        Assert.Contains(heads, h => h.Contains(Owner, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Taking_over_is_an_act_of_its_own_and_says_whom_the_buyer_sees()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();
        var place = await visitor.SendAsync(app, "/inquiry?item=SRV-9");
        using var colleague = await app.SignedInAsync(Colleague);
        var name = await app.ReadAsync(async db => (await db.Salespeople.SingleAsync(s => s.Id == db.Staff.Single(m => m.Email == Colleague).SalespersonId, Cancel)).Name);

        var page = await colleague.PageAsync(Board + "/1/edit");
        Assert.Equal($"由 {Owner} 负责，客户在询价页看到的是 {Owner}。", page.Text(".inquiry-answer__hands"));
        Assert.Contains($"接手后客户看到的是您（{name}）", TakeOver(page)!.TextContent, StringComparison.Ordinal);
        using (var taken = await colleague.SubmitAsync(Board + "/1/edit", Board + "/1/takeover"))
            Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);

        page = await colleague.PageAsync(Board + "/1/edit");
        Assert.Equal($"现在由 {name} 负责，客户在询价页看到的也是 {name}。", page.Text(".notice"));
        Assert.Null(TakeOver(page));
        Assert.Equal([name], (await OwnersAsync(app)).Values);
        Assert.Equal(InquiryState.New, (await app.InquiriesAsync())[0].Parts[0].State); // taking over does not start the work either
        Assert.Contains(name, (await visitor.PageAsync(place)).Text(".sent-inquiry__part h2"), StringComparison.Ordinal);
        using (await colleague.SubmitAsync(Board + "/1/edit", Board + "/1/owner", ("to", "")))
            Assert.Equal("现在无人负责，客户在询价页看到的是公司的销售热线。", (await colleague.PageAsync(Board + "/1/edit")).Text(".notice"));

        using var clerk = await app.SignedInAsync(Clerk);
        Assert.Null(TakeOver(await clerk.PageAsync(Board + "/1/edit")));
        using var posted = await clerk.PostFormAsync(Board + "/1/takeover", Door.FieldsOf(await clerk.PageAsync(Board + "/1/edit"), Board + "/1/owner"));
        Assert.Equal((HttpStatusCode.NotFound, ""), (posted.StatusCode, (await OwnersAsync(app))[1]));
    }

    [Fact]
    public async Task A_save_that_changes_the_state_says_so_and_beginning_anew_leaves_the_recall()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();
        var place = await visitor.SendAsync(app, "/inquiry?item=SRV-9");
        using var colleague = await app.SignedInAsync(Colleague);

        Assert.Equal("已保存，客户还看不到报价；进度从“新询价”变为“处理中”。", await SaidAsync("Save"));
        Assert.Equal("已保存，客户还看不到。", await SaidAsync("Save"));
        Assert.Equal("已发给客户。", await SaidAsync("Send"));
        using (await colleague.SubmitAsync(Board + "/1/edit", Board + "/1/beginning"))
            Assert.Contains("可以撤回", (await colleague.PageAsync(Board + "/1/edit")).Text(".inquiry-answer__recall"), StringComparison.Ordinal);
        using (await colleague.SubmitAsync(Board + "/1/edit", Board + "/1/loss"))
            Assert.Equal("已发给客户，进度从“未成交”变为“已报价”。", await SaidAsync("Send"));
        using (await colleague.SubmitAsync(Board + "/1/edit", Board + "/1/recall"))
            Assert.Null((await colleague.PageAsync(Board + "/1/edit")).QuerySelector(".inquiry-answer__recall")); // the earlier answer is still valid
        using (await colleague.SubmitAsync(Board + "/1/edit", Board + "/1/winning"))
        using (var twice = await colleague.PostFormAsync(Board + "/1/winning", Door.FieldsOf(await colleague.PageAsync(Board + "/1/edit"), Board + "/1/loss")))
            Assert.Equal(1, await app.ReadAsync(db => db.InquiryParts.SelectMany(p => p.Steps).CountAsync(s => s.State == InquiryState.Won, Cancel)));
        Assert.NotNull(place);

        async Task<string> SaidAsync(string then)
        {
            using var written = await WriteAsync(colleague, 1, then);
            return (await colleague.PageAsync(Board + "/1/edit")).Text(".notice");
        }
    }

    private static IElement? TakeOver(IParentNode page) => page.QuerySelector("form[action$='/takeover']");

    private static Task<Dictionary<int, string>> OwnersAsync(StoreApp app) =>
        app.ReadAsync(db => db.InquiryParts.OrderBy(p => p.Id).ToDictionaryAsync(p => p.Id, p => p.SalespersonName, Cancel));

    private static async Task<HttpResponseMessage> WriteAsync(HttpClient seller, int id, string then)
    {
        var editor = $"{Board}/{id}/edit";
        var form = (await seller.PageAsync(editor)).QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.GetAttribute("action") == editor);
        return await seller.HandInAsync(editor, Buyer.FieldsOf(form, ("Answer", "两周到货。"), ("Then", then)));
    }

    /// <summary>The store, a salesperson who does not own the server's line, and a member of Sales who is not a salesperson.</summary>
    private static async Task<StoreApp> StoreAsync()
    {
        var app = await Buyer.StoreAsync();
        await app.AddStaffAsync(Colleague, StaffRoles.Sales);
        await app.AddStaffAsync(Clerk, StaffRoles.Sales);
        await app.ChangeAsync(async db => (await db.MemberAsync(Colleague)).SalespersonId = await db.Salespeople.Where(s => s.Name != Owner).OrderBy(s => s.Id).Select(s => s.Id).FirstAsync(Cancel));
        return app;
    }
}
