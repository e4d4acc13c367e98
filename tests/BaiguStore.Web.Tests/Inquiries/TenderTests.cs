using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Spreadsheets;

namespace BaiguStore.Web.Tests.Inquiries;

public sealed class TenderTests
{
    private const string Tender = "序号\t设备名称\t型号\t数量\n一\t网络设备\n1.1\t交换机\tLS-5130S\t3\n1.2\t服务器\tSRV-9\t2\n二\t备件\n2.1\t交换机\tLS-5130S\t1\n合计\t\t\t6";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tenders_order_and_its_own_numbers_stay_though_two_people_answer()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();

        using var read = await visitor.HandInAsync("/inquiry/lines", Buyer.FieldsOf((await visitor.PageAsync("/inquiry")).Form(), ("Paste", Tender)));
        var list = await read.DocumentAsync();
        Assert.Equal(["1.1 LS-5130S 3", "1.2 SRV-9 2", "2.1 LS-5130S 1"], list.QuerySelectorAll(".inquiry-table__line").Select(r =>
            $"{r.Text(".inquiry-table__item")} {r.Text(".sku")} {r.QuerySelector<IHtmlInputElement>(".inquiry-table__quantity")!.Value}"));
        Assert.Contains("3 行没有型号和数量，没有读入：一 网络设备；二 备件；合计 6", list.Text(".inquiry__notes"), StringComparison.Ordinal);

        // Posted again, because a URL cannot contain item numbers.
        using var again = await visitor.HandInAsync("/inquiry/lines", Buyer.FieldsOf(list.Form()));
        Assert.Equal(["1.1", "1.2", "2.1"], (await again.DocumentAsync()).QuerySelectorAll(".inquiry-table__item").Select(c => c.TextContent));

        app.Clock.Advance(TimeSpan.FromSeconds(3));
        using var sent = await visitor.HandInAsync("/inquiry", Buyer.FieldsOf(list.Form(), ("Name", Buyer.Name), ("Phone", Buyer.Phone), ("Email", "wang@example.com")));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Equal(2, Assert.Single(await app.InquiriesAsync()).Parts.Count);
        var place = sent.Headers.Location!.OriginalString.Split('#')[0];
        var page = await visitor.PageAsync(place);
        Assert.Equal(["1.1 LS-5130S 3 —", "1.2 SRV-9 2 潘雪", "2.1 LS-5130S 1 —"], page.QuerySelectorAll(".sent-inquiry__line").Select(r =>
            string.Join(' ', r.QuerySelectorAll("td").Select(d => d.TextContent.Trim()))));
        using var file = await visitor.AnswerAsync(place + "/table.xlsx");
        var table = await TableReader.ReadAsync(await file.Content.ReadAsStreamAsync(Cancel), new(), Cancel);
        Assert.Equal(["1.1|LS-5130S", "1.2|SRV-9", "2.1|LS-5130S"], table.Rows.Where(r => r.Cells.Count > 6 && r.Cells[0].Contains('.')).Select(r => $"{r.Cells[0]}|{r.Cells[1]}"));
    }

    [Fact]
    public async Task A_paste_over_the_limit_says_how_much_was_read_and_the_rest_stays()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        var lines = Enumerable.Range(0, 140).Select(n => $"LS-5130S {n % 9 + 1}台 {new string('x', 800)}").ToList();

        using var answer = await visitor.HandInAsync("/inquiry/lines", Buyer.FieldsOf((await visitor.PageAsync("/inquiry")).Form(), ("Paste", string.Join('\n', lines))));
        var page = await answer.DocumentAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("只读了前 12", page.Text(".inquiry__notes"), StringComparison.Ordinal);
        var left = page.QuerySelector<IHtmlTextAreaElement>("[name=Paste]")!.Value.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(lines[^left.Length..], left);
        Assert.Single(page.QuerySelectorAll(".inquiry-table__line"));
    }

    [Fact]
    public async Task A_quantity_that_is_emptied_or_was_not_understood_is_asked_for_and_never_sent_as_one()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        using var read = await visitor.HandInAsync("/inquiry/lines", Buyer.FieldsOf((await visitor.PageAsync("/inquiry")).Form(), ("Paste", "型号\t数量\nLS-5130S\t\nSRV-9\t3~5")));
        var page = await read.DocumentAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(3));

        using var sent = await visitor.HandInAsync("/inquiry", Buyer.FieldsOf(page.Form(), ("Name", Buyer.Name), ("Phone", Buyer.Phone)));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (read.StatusCode, sent.StatusCode));
        Assert.Equal(["", "3~5"], page.QuerySelectorAll<IHtmlInputElement>(".is-wrong .inquiry-table__quantity").Select(q => q.Value));
        Assert.Equal("", page.QuerySelector("inquiry-sheet")!.GetAttribute("data-query"));
        Assert.DoesNotContain("x 1", page.Text(".inquiry__text pre"), StringComparison.Ordinal);
        Assert.Empty(await app.InquiriesAsync());
    }
}
