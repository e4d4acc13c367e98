using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Inquiries;

public sealed class SendingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_with_a_phone_number_is_sent_and_its_buyer_gets_a_number_and_a_page()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();

        using var answer = await visitor.HandInAsync("/inquiry", Buyer.FieldsOf(await visitor.FillInAsync(app, email: "wang@example.com", message: "一期 <b>项目</b>")));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Matches("^/inquiry/X[0-9]{6}-[0-9]{4}/[0-9a-f]{64}#sent-other$", answer.Headers.Location!.OriginalString);
        var inquiry = Assert.Single(await app.InquiriesAsync());
        Assert.Equal((Buyer.Name, "13812345678", "wang@example.com", "一期 <b>项目</b>", "zh-CN"), (inquiry.Name, inquiry.Phone, inquiry.Email, inquiry.Message, inquiry.Language));
        Assert.Equal(["SRV-9 1", "LS-5130S 3", "zzz 1"], inquiry.Parts.OrderBy(p => p.Id).SelectMany(p => p.Lines).Select(l => $"{(l.Sku.Length > 0 ? l.Sku : l.Asked)} {l.Quantity}"));
        Assert.Equal(["潘雪", ""], inquiry.Parts.OrderBy(p => p.Id).Select(p => p.SalespersonName));

        var page = await visitor.PageAsync(answer.Headers.Location.OriginalString.Split('#')[0]);
        Assert.Contains(inquiry.Number, page.Text("h1"), StringComparison.Ordinal);
        Assert.Equal(["销售 潘雪 已收到，等待处理", "销售热线 已收到，等待处理"], page.QuerySelectorAll(".sent-inquiry__part").Select(p => p.Text("h2")));
        Assert.Equal("一期 <b>项目</b>", page.Text(".sent-inquiry__text"));
        Assert.Empty(page.QuerySelectorAll("main b"));
    }

    [Fact]
    public async Task However_often_one_clicks_it_is_sent_once_and_each_click_leads_to_the_same_page()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        var form = await visitor.FillInAsync(app);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => visitor.HandInAsync("/inquiry", Buyer.FieldsOf(form))));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.SeeOther, a.StatusCode));
        Assert.Single(answers.Select(a => a.Headers.Location!.OriginalString).Distinct());
        Assert.Single(await app.InquiriesAsync());
        await visitor.SendAsync(app); // the same list from a new form is a new inquiry
        Assert.Equal(2, (await app.InquiriesAsync()).Count);
    }

    [Theory]
    [InlineData("Name", "", "请填写称呼")]
    [InlineData("Phone", "", "请填写电话或邮箱")]
    [InlineData("Phone", "12812345678", "电话号码不对")]
    [InlineData("Email", "wang@localhost", "邮箱地址不对")]
    [InlineData("Message", "a\uFFFDb", "无法识别的字符")]
    public async Task What_is_wrong_is_said_beside_its_field_and_all_that_was_typed_comes_back(string field, string typed, string says)
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        var form = await visitor.FillInAsync(app, message: "<script>alert(1)</script>");
        form.QuerySelector($"[name={field}]").SetTyped(typed);

        using var answer = await visitor.HandInAsync("/inquiry", Buyer.FieldsOf(form));
        var page = await answer.DocumentAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(says, page.Text($"#{field}-error"), StringComparison.Ordinal);
        Assert.Equal($"#{field}", page.QuerySelector(".form-error a")!.GetAttribute("href"));
        Assert.Equal(field == "Message" ? "a\uFFFDb" : "<script>alert(1)</script>", page.QuerySelector<IHtmlTextAreaElement>("[name=Message]")!.Value);
        Assert.Equal(field == "Name" ? "" : Buyer.Name, page.QuerySelector<IHtmlInputElement>("[name=Name]")!.Value);
        Assert.Equal(["LS-5130S", "SRV-9", "zzz"], page.QuerySelectorAll(".inquiry-table__line .sku").Select(s => s.TextContent));
        Assert.Equal(["3", "1", "1"], page.QuerySelectorAll<IHtmlInputElement>(".inquiry-table__line .inquiry-table__quantity").Select(q => q.Value));
        Assert.Empty(await app.InquiriesAsync());
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        var form = await visitor.FillInAsync(app, name: " \u200B ", phone: "123", email: "wang@", message: new string('x', 2_001));

        using var answer = await visitor.HandInAsync("/inquiry", Buyer.FieldsOf(form));

        Assert.Equal(["#Email", "#Message", "#Name", "#Phone"], (await answer.DocumentAsync()).QuerySelectorAll(".form-error a").Select(a => a.GetAttribute("href")!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_pasted_list_is_resolved_with_what_may_be_meant_to_choose_and_what_is_wrong_said()
    {
        await using var app = await Buyer.StoreAsync();
        await app.AddProductAsync("h3c-switch", "AB-12");
        await app.AddProductAsync("h3c-switch", "A-B12", p => p.Slug = "a-b12-other");
        using var visitor = app.Visitor();
        var form = (await visitor.PageAsync("/inquiry")).Form();

        using var answer = await visitor.HandInAsync("/inquiry/lines", Buyer.FieldsOf(form, ("Paste", "型号\t数量\nls5130s\t3台\nab12\t2\nLS-5130S\t1\n\n没有的\t1\nSRV-9\t若干")));
        var page = await answer.DocumentAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode); // 若干 is not a number
        Assert.Equal("若干", page.QuerySelector<IHtmlInputElement>(".is-wrong .inquiry-table__quantity")!.Value);
        Assert.Contains("数量须是", page.Text(".is-wrong .field__error"), StringComparison.Ordinal);
        Assert.Equal(["", "AB-12", "A-B12"], page.QuerySelectorAll<IHtmlOptionElement>(".inquiry-table__pick option").Select(o => o.Value));
        Assert.Equal("", page.QuerySelector<IHtmlSelectElement>(".inquiry-table__pick")!.Value); // nothing is preselected
        Assert.Contains("1 行与前面的型号相同", page.Text(".inquiry__notes"), StringComparison.Ordinal);
        Assert.Contains("请确认 2 行", page.Text(".inquiry__open"), StringComparison.Ordinal);

        page.QuerySelector<IHtmlSelectElement>(".inquiry-table__pick")!.Value = "A-B12";
        page.QuerySelector<IHtmlInputElement>(".is-wrong .inquiry-table__quantity")!.Value = "5";
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        using var sent = await visitor.HandInAsync("/inquiry", Buyer.FieldsOf(page.Form(), ("Name", Buyer.Name), ("Phone", Buyer.Phone), ("Paste", "")));

        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Equal(["ls5130s=LS-5130S 4", "ab12=A-B12 2", "没有的= 1", "SRV-9=SRV-9 5"], Assert.Single(await app.InquiriesAsync()).Parts.SelectMany(p => p.Lines).OrderBy(l => l.Position).Select(l => $"{l.Asked}={l.Sku} {l.Quantity}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_uploaded_spreadsheet_is_read_like_a_pasted_list(bool asXlsx)
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        using var bytes = new MemoryStream();
        if (asXlsx)
            await Workbook.WriteAsync(bytes, new Sheet("清单", [new("型号"), new("数量")], [SheetRow.Plain("LS-5130S", 3), SheetRow.Plain("SRV-9", 2)], "采购清单"), Cancel);
        else
            bytes.Write(Encoding.UTF8.GetBytes("型号,数量\nLS-5130S,3\nSRV-9,2\n"));
        var fields = Buyer.FieldsOf((await visitor.PageAsync("/inquiry")).Form());
        fields.Add(new ByteArrayContent(bytes.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, "Upload", "list.bin");

        using var answer = await visitor.HandInAsync("/inquiry/lines", fields);
        var page = await answer.DocumentAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["LS-5130S 3", "SRV-9 2"], page.QuerySelectorAll(".inquiry-table__line").Select(r => $"{r.Text(".sku")} {r.QuerySelector<IHtmlInputElement>(".inquiry-table__quantity")!.Value}"));
    }

    [Fact]
    public async Task A_file_that_is_no_table_is_refused_in_words_and_the_rest_of_the_form_stays()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        var form = await visitor.FillInAsync(app);
        var fields = Buyer.FieldsOf(form);
        fields.Add(new ByteArrayContent([0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 2, 3]), "Upload", "photo.jpg");

        using var answer = await visitor.HandInAsync("/inquiry", fields);
        var page = await answer.DocumentAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("不是表格", page.Text("#Upload-error"), StringComparison.Ordinal);
        Assert.Equal(Buyer.Name, page.QuerySelector<IHtmlInputElement>("[name=Name]")!.Value);
        Assert.Empty(await app.InquiriesAsync());
    }

    [Fact]
    public async Task Five_hundred_lines_come_by_a_form_and_more_do_not()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        var form = (await visitor.PageAsync("/inquiry")).Form();

        using var most = await visitor.HandInAsync("/inquiry/lines", Buyer.FieldsOf(form, ("Paste", string.Join('\n', Enumerable.Range(1, 500).Select(n => $"型号{n} 2台")))));
        using var more = await visitor.HandInAsync("/inquiry/lines", Buyer.FieldsOf(form, ("Paste", string.Join('\n', Enumerable.Range(1, 501).Select(n => $"型号{n} 2台")))));

        var page = await most.DocumentAsync();
        Assert.Equal((HttpStatusCode.OK, 500), (most.StatusCode, page.QuerySelectorAll(".inquiry-table__line").Length));
        var refused = await more.DocumentAsync();
        Assert.Equal(HttpStatusCode.BadRequest, more.StatusCode);
        Assert.Contains("最多 500 项", refused.Text(".form-error"), StringComparison.Ordinal);
        Assert.EndsWith("型号501 2台", refused.QuerySelector<IHtmlTextAreaElement>("[name=Paste]")!.Value, StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromSeconds(3));
        using var sent = await visitor.HandInAsync("/inquiry", Buyer.FieldsOf(page.Form(), ("Name", Buyer.Name), ("Phone", Buyer.Phone)));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Equal(500, Assert.Single(await app.InquiriesAsync()).Parts.Sum(p => p.Lines.Count));
    }

    [Fact]
    public async Task Nothing_else_that_is_posted_reaches_the_database()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        var form = await visitor.FillInAsync(app);

        using var answer = await visitor.HandInAsync("/inquiry", Buyer.FieldsOf(form, ("Number", "X000000-0000"), ("Id", "77"), ("State", "Won"), ("Language", "xx"), ("SalespersonId", "1"),
            ("UnitPriceFen", "1"), ("ListPriceFen", "1"), ("Parts[0].State", "3"), ("CreatedAt", "2001-01-01"), ("Address", "9.9.9.9")));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var inquiry = Assert.Single(await app.InquiriesAsync());
        Assert.NotEqual("X000000-0000", inquiry.Number);
        Assert.Equal((1, "zh-CN", "", Buyer.Name), (inquiry.Id, inquiry.Language, inquiry.Address, inquiry.Name));
        Assert.All(inquiry.Parts, p => Assert.Equal(InquiryState.New, p.State));
        Assert.All(inquiry.Parts.SelectMany(p => p.Lines), l => Assert.Null(l.UnitPriceFen));
    }

    [Fact]
    public async Task A_form_without_a_stamp_of_ours_and_one_with_the_hidden_field_filled_are_not_taken()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        var form = await visitor.FillInAsync(app);

        foreach (var (name, value) in ((string, string)[])[("Stamp", ""), ("Stamp", "forged"), ("Website", "https://spam.example")])
        {
            using var answer = await visitor.HandInAsync("/inquiry", Buyer.FieldsOf(form, (name, value)));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal(Buyer.Name, (await answer.DocumentAsync()).QuerySelector<IHtmlInputElement>("[name=Name]")!.Value);
        }
        Assert.Empty(await app.InquiriesAsync());
    }

    [Fact]
    public async Task Who_sends_too_often_waits_and_can_send_the_same_again()
    {
        await using var app = await Buyer.StoreAsync(("Comments:PerMinute", "2"));
        using var visitor = app.Visitor();
        for (var n = 0; n < 2; n++)
            await visitor.SendAsync(app);

        using var answer = await visitor.HandInAsync("/inquiry", Buyer.FieldsOf(await visitor.FillInAsync(app, message: "第三次")));
        var page = await answer.DocumentAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        var again = page.QuerySelector<IHtmlFormElement>("form[action='/inquiry']")!;
        Assert.Contains(("Message", "第三次"), again.QuerySelectorAll<IHtmlInputElement>("input").Select(i => (i.Name!, i.Value)));
        Assert.Equal(2, (await app.InquiriesAsync()).Count);
    }

    [Fact]
    public async Task Reading_lists_is_limited_too()
    {
        await using var app = await Buyer.StoreAsync(("Comments:PerMinute", "1"));
        using var visitor = app.Visitor();
        var form = (await visitor.PageAsync("/inquiry?item=LS-5130S")).Form();
        for (var n = 0; n < 5; n++)
            Assert.Equal(HttpStatusCode.SeeOther, (await visitor.HandInAsync("/inquiry/lines", Buyer.FieldsOf(form))).StatusCode);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await visitor.HandInAsync("/inquiry/lines", Buyer.FieldsOf(form))).StatusCode);
    }

    [Fact]
    public async Task A_post_from_elsewhere_is_refused_and_one_that_is_too_large_too()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/inquiry") { Content = Buyer.FieldsOf(await visitor.FillInAsync(app)) };
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var refused = await visitor.SendAsync(foreign, Cancel);
        using var large = await visitor.HandInAsync("/inquiry/lines", Buyer.FieldsOf((await visitor.PageAsync("/inquiry")).Form(), ("Paste", new string('x', 4 * 1024 * 1024))));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.RequestEntityTooLarge), (refused.StatusCode, large.StatusCode));
        Assert.Empty(await app.InquiriesAsync());
    }

    [Fact]
    public async Task The_page_is_for_who_has_its_address_and_is_kept_nowhere()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        var place = await visitor.SendAsync(app);
        var (number, secret) = (place.Split('/')[2], place.Split('/')[3]);

        using var answer = await visitor.AnswerAsync(place);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("no-referrer", "noindex, nofollow", true), (answer.Headers.GetValues("Referrer-Policy").Single(), answer.Headers.GetValues("X-Robots-Tag").Single(), answer.Headers.CacheControl!.NoStore));
        foreach (var wrong in (string[])[
            $"/inquiry/{number}/{new string('0', 64)}", $"/inquiry/X000000-0000/{secret}", $"/inquiry/{number}/{secret.ToUpperInvariant()}", $"/inquiry/{number}", $"/inquiry/{number}/x",
            $"/inquiry/{number}/{new string('0', 64)}/table.xlsx", $"/inquiry/{new string('9', 500)}/{secret}"])
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.AnswerAsync(wrong)).StatusCode);
        var other = await visitor.SendAsync(app);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.AnswerAsync($"/inquiry/{other.Split('/')[2]}/{secret}")).StatusCode);
        Assert.DoesNotContain(secret, await app.LogAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(await app.ReadAsync(db => db.Set<InquiryKey>().Select(k => k.Hash).ToListAsync(Cancel)), h => h == secret);
    }

    [Fact]
    public async Task It_speaks_the_language_in_which_it_is_opened_and_remembers_the_one_in_which_it_was_sent()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        visitor.DefaultRequestHeaders.Add("Cookie", "lang=en");

        var place = await visitor.SendAsync(app);

        Assert.Equal("en", Assert.Single(await app.InquiriesAsync()).Language);
        Assert.Contains("Received, waiting", (await visitor.PageAsync(place)).Text(".sent-inquiry__part h2"), StringComparison.Ordinal);
    }
}

file static class Typing
{
    public static void SetTyped(this IElement? field, string value)
    {
        if (field is IHtmlTextAreaElement area)
            area.Value = value;
        else
            ((IHtmlInputElement)field!).Value = value;
    }
}
