using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Mail;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Tests.Staff;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Inquiries;

/// <summary>Protection against mistyped prices: three LS-5130S at a list price of 4,280 yuan.</summary>
public sealed class QuoteGuardTests
{
    private const string Seller = "sales@baigu.example", Editor = "/admin/inquiries/1/edit", Recall = "/admin/inquiries/1/recall";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_quote_is_looked_at_before_it_is_sent_with_its_subtotals_and_how_far_it_is_from_the_list_price()
    {
        await using var app = await Buyer.StoreAsync();
        var (seller, _, _) = await AskedAsync(app);

        using var looked = await AnswerAsync(seller, "Preview", ("Prices", "4,000"), ("Answer", "您好"));
        var preview = await looked.DocumentAsync();
        Assert.Equal((HttpStatusCode.OK, InquiryState.New), (looked.StatusCode, (await PartAsync(app)).State));
        Assert.Equal(["1", "3", "\u00A54,280", "\u00A54,000", "-6.5%", "\u00A512,000", ""], preview.QuerySelectorAll(".quote-preview tbody td").Select(d => d.TextContent.Trim()));
        Assert.Equal(["\u00A512,000", "\u00A512,840"], preview.QuerySelectorAll(".quote-preview tfoot .number").Select(d => d.TextContent.Trim()));
        Assert.Empty(preview.QuerySelectorAll("main [type=checkbox]"));

        using var back = await HandInAsync(seller, preview, ("Then", "Edit"));
        Assert.Equal("4,000", (await back.DocumentAsync()).QuerySelector<IHtmlInputElement>("[name=Prices]")!.Value);
        using var sent = await HandInAsync(seller, preview, ("Then", "Send"));
        Assert.Equal((HttpStatusCode.SeeOther, 400_000L), (sent.StatusCode, (await PartAsync(app)).Told!.Of(1)!.UnitPriceFen));
    }

    [Theory]
    [InlineData("428")]
    [InlineData("2995")]
    [InlineData("5565")]
    public async Task A_price_far_from_the_list_price_is_not_sent_until_somebody_says_that_it_is_meant(string typed)
    {
        await using var app = await Buyer.StoreAsync();
        var (seller, _, _) = await AskedAsync(app);

        using var asked = await AnswerAsync(seller, "Send", ("Prices", typed));
        var preview = await asked.DocumentAsync();
        var box = preview.QuerySelector<IHtmlInputElement>("main [name=Confirmed]")!;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "请核对"), (asked.StatusCode, preview.Text(".quote-preview__far .badge")));
        Assert.Null((await PartAsync(app)).Told);
        using var another = await HandInAsync(seller, preview, ("Prices", "1"), ("Confirmed", box.Value!), ("Then", "Send")); // a confirmation is valid for these prices only
        Assert.Equal(HttpStatusCode.UnprocessableEntity, another.StatusCode);
        using var sent = await HandInAsync(seller, preview, ("Confirmed", box.Value!), ("Then", "Send"));
        Assert.Equal((HttpStatusCode.SeeOther, InquiryState.Answered), (sent.StatusCode, (await PartAsync(app)).State));
    }

    [Fact]
    public async Task A_quote_is_recalled_with_its_letter_while_its_buyer_has_not_opened_it()
    {
        await using var app = await Buyer.StoreAsync();
        var (seller, buyer, place) = await AskedAsync(app, "wang@example.com");
        using (var sent = await AnswerAsync(seller, "Send", ("Prices", "4000")))
            Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        await seller.PageAsync(place); // staff look at it, too
        var emails = await EmailsAsync(app);

        using (var recalled = await seller.SubmitAsync(Editor, Recall))
            Assert.Equal(HttpStatusCode.SeeOther, recalled.StatusCode);

        Assert.Equal((emails.Count - 1, InquiryState.Working, null), ((await EmailsAsync(app)).Count, (await PartAsync(app)).State, (await PartAsync(app)).AnsweredAt));
        Assert.Empty((await buyer.PageAsync(place)).QuerySelectorAll(".sent-inquiry__answer"));
        var page = await seller.PageAsync(Editor);
        Assert.Contains("撤回了报价", page.Text(".inquiry-answer__steps > li"), StringComparison.Ordinal);
        Assert.Equal("4000", page.QuerySelector<IHtmlInputElement>("[name=Prices]")!.Value); // to be corrected and sent again
        using (var again = await AnswerAsync(seller, "Send", ("Prices", "4100")))
            Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Contains("4,100", (await buyer.PageAsync(place)).Text(".sent-inquiry__line"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quote_that_was_opened_stays_and_the_seller_sees_when()
    {
        await using var app = await Buyer.StoreAsync();
        var (seller, buyer, place) = await AskedAsync(app);
        using (var sent = await AnswerAsync(seller, "Send", ("Prices", "4000")))
            Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        var before = Door.FieldsOf(await seller.PageAsync(Editor), Recall);
        await buyer.PageAsync(place);
        await buyer.PageAsync(place);

        using var refused = await seller.PostFormAsync(Recall, before);

        var page = await seller.PageAsync(Editor);
        Assert.Contains("没有撤回", page.Text(".notice"), StringComparison.Ordinal);
        Assert.Contains("打开了报价", page.Text("section[aria-labelledby=state]"), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll($"[action='{Recall}']"));
        Assert.Single(page.QuerySelectorAll(".inquiry-answer__steps > li"));
        Assert.Single((await PartAsync(app)).Steps, s => s.IsOpening);
    }

    [Fact]
    public async Task A_letter_that_has_left_already_is_followed_by_one_that_takes_its_quote_back()
    {
        await using var app = await Buyer.StoreAsync();
        var (seller, _, _) = await AskedAsync(app, "wang@example.com");
        using (var sent = await AnswerAsync(seller, "Send", ("Prices", "4000")))
            Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        await app.ChangeAsync(async db => (await db.OutboxMails.OrderBy(m => m.Id).LastAsync(Cancel)).Take(app.Clock.GetUtcNow().UtcDateTime));

        using var recalled = await seller.SubmitAsync(Editor, Recall);

        var last = (await EmailsAsync(app))[^1];
        Assert.Equal("wang@example.com", last.To);
        Assert.Contains("已撤回", last.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_prices_stand_in_the_form_as_hints_that_say_so()
    {
        await using var app = await Buyer.StoreAsync();
        var (seller, _, _) = await AskedAsync(app);

        var price = (await seller.PageAsync(Editor)).QuerySelector<IHtmlInputElement>("[name=Prices]")!;

        Assert.Equal(("", "参考 4280"), (price.Value, price.Placeholder));
    }

    private static async Task<(HttpClient Seller, HttpClient Buyer, string Place)> AskedAsync(StoreApp app, string email = "")
    {
        await app.AddStaffAsync(Seller, StaffRoles.Sales);
        var visitor = app.Visitor();
        var place = await visitor.SendAsync(app, "/inquiry?item=LS-5130S*3", email);
        return (await app.SignedInAsync(Seller), visitor, place);
    }

    private static async Task<HttpResponseMessage> AnswerAsync(HttpClient seller, string then, params (string Name, string Value)[] typed) =>
        await HandInAsync(seller, await seller.PageAsync(Editor), [.. typed, ("Then", then)]);

    private static Task<HttpResponseMessage> HandInAsync(HttpClient seller, IHtmlDocument page, params (string Name, string Value)[] typed) =>
        seller.HandInAsync(Editor, Buyer.FieldsOf(page.QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.GetAttribute("action") == Editor), typed));

    private static Task<InquiryPart> PartAsync(StoreApp app) => app.ReadAsync(async db => (await db.InquiryPartAsync(1, Cancel))!);

    private static Task<List<OutboxMail>> EmailsAsync(StoreApp app) => app.ReadAsync(db => db.OutboxMails.AsNoTracking().OrderBy(m => m.Id).ToListAsync(Cancel));
}
