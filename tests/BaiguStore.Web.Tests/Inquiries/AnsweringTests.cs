using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Spreadsheets;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Tests.Staff;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Inquiries;

public sealed class AnsweringTests
{
    private const string Seller = "pan@baigu.example", Board = "/admin/inquiries";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_salesperson_sees_their_own_and_nobodys_answers_with_prices_and_the_buyer_sees_it()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();
        var place = await visitor.SendAsync(app);
        using var seller = await app.SignedInAsync(Seller);

        var board = await seller.PageAsync(Board);
        Assert.Equal(["新询价 (2)", "处理中 (0)", "已报价 (0)", "成交 (0)", "未成交 (0)"], board.QuerySelectorAll(".inquiry-board__column").Select(c => c.Text("h2")));
        Assert.Equal(["潘雪", "无人负责"], board.QuerySelectorAll(".inquiry-card__foot").Select(c => c.Text("span")));
        var editor = board.QuerySelector(".inquiry-card a")!.GetAttribute("href")!;

        using (var saved = await AnswerAsync(seller, editor, "Save", [("Prices", "12,800.50"), ("Remarks", "含上门安装"), ("Answer", "您好，\n报价如下"), ("ValidUntil", "2099-12-31")]))
            Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        var before = await visitor.PageAsync(place);
        Assert.Equal("销售 潘雪 销售正在处理", before.Text(".sent-inquiry__part h2"));
        Assert.Empty(before.QuerySelectorAll(".sent-inquiry__answer")); // a draft is not shown to the buyer
        using (var sent = await AnswerAsync(seller, editor, "Send", []))
            Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);

        var page = await visitor.PageAsync(place);
        Assert.Equal("销售 潘雪 已答复", page.Text(".sent-inquiry__part h2"));
        Assert.Equal("您好， 报价如下", page.Text(".sent-inquiry__text"));
        Assert.Equal(["2", "SRV-9", "1", "\u00A512,800.50", "\u00A512,800.50", "含上门安装", "潘雪"], page.QuerySelectorAll(".sent-inquiry__line")[1].QuerySelectorAll("td").Select(d => d.TextContent.Trim()));
        Assert.Contains("2099年12月31日", page.Text(".sent-inquiry__answer"), StringComparison.Ordinal);
        Assert.Equal("含税合计 \u00A512,800.50", page.Text(".inquiry__total"));
        Assert.Equal("销售热线 已收到，等待处理", page.QuerySelectorAll(".sent-inquiry__part")[1].Text("h2"));

        var steps = (await seller.PageAsync(editor)).QuerySelectorAll(".inquiry-answer__steps > li").Select(s => s.TextContent.Contains("pan", StringComparison.Ordinal)).ToList();
        Assert.Equal([true, true], steps);
    }

    [Fact]
    public async Task The_answer_is_a_spreadsheet_too_in_which_numbers_are_numbers_and_text_is_text()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();
        var place = await visitor.SendAsync(app, "/inquiry?item=LS-5130S*3&item=" + Uri.EscapeDataString("=1+1"));
        using var seller = await app.SignedInAsync(Seller);
        var editor = (await seller.PageAsync(Board)).QuerySelector(".inquiry-card a")!.GetAttribute("href")!;
        using (var sent = await AnswerAsync(seller, editor, "Send", [("Prices", "4000"), ("Remarks", "=cmd()"), ("Prices", ""), ("Remarks", ""), ("ValidUntil", "2099-12-31")]))
            Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);

        using var file = await visitor.AnswerAsync(place + "/table.xlsx");
        var table = await TableReader.ReadAsync(await file.Content.ReadAsStreamAsync(Cancel), new(), Cancel);

        Assert.Equal((HttpStatusCode.OK, Workbook.ContentType, true), (file.StatusCode, file.Content.Headers.ContentType!.MediaType, file.Headers.CacheControl!.NoStore));
        Assert.Equal($"{place.Split('/')[2]}.xlsx", file.Content.Headers.ContentDisposition!.FileName);
        var rows = table.Rows.Select(r => string.Join('|', r.Cells)).ToList();
        Assert.Equal("报价单", rows[0]);
        Assert.Contains(rows, r => r.Contains(place.Split('/')[2], StringComparison.Ordinal));
        Assert.Contains("1|LS-5130S|交换机 LS-5130S|3|4000.00|12000.00|=cmd()", rows);
        Assert.Contains(rows, r => r.StartsWith("2|=1+1|", StringComparison.Ordinal));
        Assert.Contains(rows, r => r.StartsWith("合计|", StringComparison.Ordinal) && r.Contains("12000", StringComparison.Ordinal));
        using var zip = new System.IO.Compression.ZipArchive(await file.Content.ReadAsStreamAsync(Cancel));
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        Assert.DoesNotContain("<f>", await sheet.ReadToEndAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Prices", "十块", "price-1-error", "看不懂")]
    [InlineData("Prices", "0", "price-1-error", "看不懂")]
    [InlineData("Prices", "99999999999", "price-1-error", "看不懂")] // three of them exceed the maximum price
    [InlineData("ValidUntil", "明天", "ValidUntil-error", "须是日期")]
    [InlineData("ValidUntil", "2001-01-01", "ValidUntil-error", "已经过去")]
    public async Task What_cannot_be_told_comes_back_as_it_was_typed(string field, string typed, string at, string says)
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();
        await visitor.SendAsync(app, "/inquiry?item=LS-5130S*3");
        using var seller = await app.SignedInAsync(Seller);

        using var answer = await AnswerAsync(seller, Board + "/1/edit", "Send", [("Prices", field == "Prices" ? typed : "4000"), ("Answer", "<b>好</b>"), ("ValidUntil", field == "ValidUntil" ? typed : "")]);
        var page = await answer.DocumentAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(says, page.Text("#" + at), StringComparison.Ordinal);
        Assert.Contains(typed, page.QuerySelectorAll<IHtmlInputElement>("[name=Prices], [name=ValidUntil]").Select(i => i.Value));
        Assert.Equal("<b>好</b>", page.QuerySelector<IHtmlTextAreaElement>("[name=Answer]")!.Value);
        Assert.All((await app.InquiriesAsync()).SelectMany(i => i.Parts), p => Assert.Equal(InquiryState.New, p.State));
    }

    [Fact]
    public async Task An_answer_that_says_nothing_is_not_sent()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();
        await visitor.SendAsync(app, "/inquiry?item=LS-5130S*3");
        using var seller = await app.SignedInAsync(Seller);

        using var answer = await AnswerAsync(seller, Board + "/1/edit", "Send", []);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("不能发给客户", (await answer.DocumentAsync()).Text("#Answer-error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_who_write_one_answer_lose_nothing()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();
        await visitor.SendAsync(app, "/inquiry?item=LS-5130S*3");
        using var seller = await app.SignedInAsync(Seller);
        var mine = await seller.PageAsync(Board + "/1/edit");
        using (var theirs = await AnswerAsync(seller, Board + "/1/edit", "Save", [("Prices", "3900"), ("Answer", "他们的话")]))
            Assert.Equal(HttpStatusCode.SeeOther, theirs.StatusCode);

        using var stale = await AnswerAsync(seller, mine, Board + "/1/edit", "Send", [("Prices", "4000"), ("Answer", "我的话")]);
        var page = await stale.DocumentAsync();

        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal(("4000", "我的话"), (page.QuerySelector<IHtmlInputElement>("[name=Prices]")!.Value, page.QuerySelector<IHtmlTextAreaElement>("[name=Answer]")!.Value));
        Assert.Equal(["现在是 3900", "现在是 他们的话"], page.QuerySelectorAll(".inquiry-answer__theirs").Select(t => t.TextContent));
        Assert.Equal(390_000, (await app.InquiriesAsync())[0].Parts[0].Lines[0].UnitPriceFen);
        using var again = await AnswerAsync(seller, page, Board + "/1/edit", "Send", []);
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Equal((InquiryState.Answered, 400_000L), ((await app.InquiriesAsync())[0].Parts[0].State, (await app.InquiriesAsync())[0].Parts[0].Lines[0].UnitPriceFen!.Value));
    }

    [Fact]
    public async Task States_move_and_a_part_goes_from_hand_to_hand()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();
        var place = await visitor.SendAsync(app, "/inquiry?item=LS-5130S*3");
        using var seller = await app.SignedInAsync(Seller);
        var pan = await app.ReadAsync(db => db.Salespeople.Where(s => s.Name == "潘雪").Select(s => s.Id).SingleAsync(Cancel));

        foreach (var (verb, state, says) in ((string, InquiryState, string)[])[("beginning", InquiryState.Working, "销售正在处理"), ("winning", InquiryState.Won, "已成交"), ("loss", InquiryState.Lost, "已结束")])
        {
            using var moved = await seller.SubmitAsync(Board + "/1/edit", $"{Board}/1/{verb}");
            Assert.Equal(HttpStatusCode.SeeOther, moved.StatusCode);
            Assert.Equal(state, (await app.InquiriesAsync())[0].Parts[0].State);
            Assert.Contains(says, (await visitor.PageAsync(place)).Text(".sent-inquiry__part h2"), StringComparison.Ordinal);
        }
        using (var given = await seller.SubmitAsync(Board + "/1/edit", Board + "/1/owner", ("to", $"{pan}")))
            Assert.Equal(HttpStatusCode.SeeOther, given.StatusCode);
        Assert.Equal("潘雪", (await app.InquiriesAsync())[0].Parts[0].SalespersonName);
        Assert.Equal(HttpStatusCode.NotFound, (await seller.SubmitAsync(Board + "/1/edit", Board + "/1/owner", ("to", "9999"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await seller.AnswerAsync(Board + "/2/edit")).StatusCode);
    }

    [Fact]
    public async Task A_buyer_who_has_lost_the_address_gets_another_and_the_first_goes_on()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();
        var place = await visitor.SendAsync(app, "/inquiry?item=LS-5130S*3");
        using var seller = await app.SignedInAsync(Seller);

        using var given = await seller.SubmitAsync(Board + "/1/edit", Board + "/1/keys");
        var link = new Uri((await given.DocumentAsync()).Text(".one-time__link")).AbsolutePath;

        Assert.NotEqual(place, link);
        foreach (var path in (string[])[place, link])
            Assert.Equal(HttpStatusCode.OK, (await visitor.AnswerAsync(path)).StatusCode);
    }

    [Fact]
    public async Task The_board_is_filtered_and_somebody_elses_is_seen_when_all_are_asked_for()
    {
        await using var app = await StoreAsync();
        await app.AddStaffAsync("other@baigu.example", StaffRoles.Sales);
        using var visitor = app.Visitor();
        var number = (await visitor.SendAsync(app)).Split('/')[2];
        await visitor.SendAsync(app, "/inquiry?item=LS-5560X*7");
        using var other = await app.SignedInAsync("other@baigu.example");

        Assert.Equal(3, await CardsAsync(Board)); // not a salesperson: sees all
        Assert.Equal(2, await CardsAsync(Board + "?whose=mine")); // unassigned parts
        Assert.Equal(3, await CardsAsync(Board + "?whose=all"));
        Assert.Equal(2, await CardsAsync($"{Board}?whose=all&text={number}"));
        Assert.Equal(1, await CardsAsync(Board + "?text=LS-5560X"));
        Assert.Equal(3, await CardsAsync(Board + "?text=13812345678&state=New"));
        Assert.Equal(0, await CardsAsync(Board + "?text=" + Uri.EscapeDataString("%' OR 1=1 --")));
        foreach (var wrong in (string[])["?whose=x", "?state=x", "?state=77", "?text=" + new string('x', 101)])
            Assert.Equal(HttpStatusCode.BadRequest, (await other.AnswerAsync(Board + wrong)).StatusCode);
        Assert.Contains(number, (await other.PageAsync("/admin")).Text(".lately"), StringComparison.Ordinal);

        async Task<int> CardsAsync(string url) => (await other.PageAsync(url)).QuerySelectorAll(".inquiry-card").Length;
    }

    [Fact]
    public async Task Prices_that_have_run_out_are_said_to_have()
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();
        var place = await visitor.SendAsync(app, "/inquiry?item=LS-5130S*3");
        using var seller = await app.SignedInAsync(Seller);
        var today = ChinaTime.DayOf(app.Clock.GetUtcNow().UtcDateTime).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        using (var sent = await AnswerAsync(seller, Board + "/1/edit", "Send", [("Prices", "4000"), ("ValidUntil", today)]))
            Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);

        Assert.Empty((await visitor.PageAsync(place)).QuerySelectorAll(".sent-inquiry__expired"));
        app.Sleep(TimeSpan.FromDays(1));
        Assert.Single((await visitor.PageAsync(place)).QuerySelectorAll(".sent-inquiry__expired"));
    }

    /// <summary>The store, and an account for salesperson 潘雪.</summary>
    private static async Task<StoreApp> StoreAsync()
    {
        var app = await Buyer.StoreAsync();
        await app.AddStaffAsync(Seller, StaffRoles.Sales);
        await app.ChangeAsync(async db => (await db.MemberAsync(Seller)).SalespersonId = (await db.Salespeople.SingleAsync(s => s.Name == "潘雪", Cancel)).Id);
        return app;
    }

    private static async Task<HttpResponseMessage> AnswerAsync(HttpClient seller, string editor, string then, (string Name, string Value)[] typed) =>
        await AnswerAsync(seller, await seller.PageAsync(editor), editor, then, typed);

    private static Task<HttpResponseMessage> AnswerAsync(HttpClient seller, IHtmlDocument page, string editor, string then, (string Name, string Value)[] typed) =>
        seller.HandInAsync(editor, Buyer.FieldsOf(page.QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.GetAttribute("action") == editor), [.. typed, ("Then", then)]));
}
