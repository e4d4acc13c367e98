using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Inquiries;

namespace BaiguStore.Web.Tests.Inquiries;

public sealed class InquiryTests
{
    [Fact]
    public async Task An_address_is_a_list_with_prices_lines_and_who_answers_for_them()
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();

        using var answer = await visitor.AnswerAsync("/inquiry?item=ls-5130s*3&item=SRV-9&item=LS5560X*2&item=" + Uri.EscapeDataString("没有的型号"));
        var page = await answer.DocumentAsync();

        Assert.Equal((HttpStatusCode.OK, 1), (answer.StatusCode, answer.Queries()));
        Assert.Equal(
            ["LS-5130S 3 \u00A54,280 \u00A512,840", "SRV-9 1 询价 —", "LS-5560X 2 询价 —", "没有的型号 1 询价 —"],
            page.QuerySelectorAll(".inquiry-table__line").Select(row =>
                $"{row.Text(".sku")} {row.QuerySelector(".inquiry-table__quantity")!.GetAttribute("value")} {row.Text(".price")} {row.Text(".inquiry-table__subtotal")}"));
        Assert.Equal("/p/ls-5130s", page.QuerySelectorAll(".inquiry-table__line")[0].QuerySelector("th a")!.GetAttribute("href"));
        Assert.Equal("/c/h3c-switch", page.QuerySelectorAll(".inquiry-table__line")[0].QuerySelector(".inquiry-table__category a")!.GetAttribute("href"));
        Assert.Empty(page.QuerySelectorAll(".inquiry-table__line")[3].QuerySelectorAll("a"));
        Assert.Equal([null, "销售 潘雪", null, null], page.QuerySelectorAll(".inquiry-table__line").Select(row => row.QuerySelector(".inquiry-table__person") is null ? null : row.Text(".inquiry-table__person")));
        Assert.StartsWith("含税参考价合计 \u00A512,840\uFF0C另有 3 项待询价。", page.Text(".inquiry__total"), StringComparison.Ordinal);
        Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
    }

    [Fact]
    public async Task The_same_part_number_twice_is_one_row()
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();

        var page = await visitor.PageAsync("/inquiry?item=LS-5130S*3&item=ls5130s*4&item=LS-5560X*9000&item=LS-5560X*9000&item=zzz&item=zzz");

        Assert.Equal(["7", "9999", "2"], page.QuerySelectorAll(".inquiry-table__line .inquiry-table__quantity").Select(q => q.GetAttribute("value")));
        Assert.Equal("item=LS-5130S*7&item=LS-5560X*9999&item=zzz*2", page.QuerySelector("inquiry-sheet")!.GetAttribute("data-query"));
    }

    [Fact]
    public async Task Part_numbers_without_latin_letters_are_found_as_they_stand_and_not_for_each_other()
    {
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", "光缆", p => p.Slug = "cable");
        using var visitor = app.Visitor();

        var page = await visitor.PageAsync("/inquiry?item=" + Uri.EscapeDataString("光缆") + "&item=" + Uri.EscapeDataString("铜缆"));

        Assert.Equal(["/p/cable", null], page.QuerySelectorAll(".inquiry-table__line").Select(row => row.QuerySelector("th a")?.GetAttribute("href")));
    }

    [Fact]
    public async Task What_is_not_published_is_not_in_the_catalogue()
    {
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", "DRAFT-1", published: false);
        using var visitor = app.Visitor();

        var page = await visitor.PageAsync("/inquiry?item=DRAFT-1");

        Assert.Empty(page.QuerySelectorAll(".inquiry-table__line a"));
        Assert.Equal("1 项都待询价。", page.Text(".inquiry__total"));
    }

    [Fact]
    public async Task The_form_leads_to_the_address_of_the_changed_list()
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();
        var page = await visitor.PageAsync("/inquiry?item=LS-5130S*3&item=LS-5560X&item=A*5*1");
        var form = page.QuerySelector<IHtmlFormElement>("form.inquiry-form")!;
        page.QuerySelector<IHtmlInputElement>(".inquiry-table__quantity")!.Value = "12";
        page.QuerySelectorAll<IHtmlInputElement>("[name=remove]").ElementAt(1).IsChecked = true;
        page.QuerySelector<IHtmlInputElement>("#inquiry-more")!.Value = "B*B";

        using var answer = await visitor.HandInAsync("/inquiry/lines", Buyer.FieldsOf(form));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/inquiry?item=LS-5130S*12&item=A*5*1&item=B*B", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_form_as_an_address_leads_there_too()
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();

        using var answer = await visitor.AnswerAsync("/inquiry?item=LS-5130S&n=12&item=LS-5560X&n=1&remove=1&item=&n=1");

        Assert.Equal((HttpStatusCode.SeeOther, 0, "/inquiry?item=LS-5130S*12"), (answer.StatusCode, answer.Queries(), answer.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Taking_out_the_last_row_leads_to_the_empty_page()
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();

        using var answer = await visitor.AnswerAsync("/inquiry?item=LS-5130S&n=0&item=&n=1");
        var page = await visitor.PageAsync("/inquiry");

        Assert.Equal("/inquiry", answer.Headers.Location!.OriginalString);
        Assert.Contains("询价单是空的", page.Text("main"), StringComparison.Ordinal);
        Assert.Equal(["/#tree", "/search"], page.QuerySelectorAll("main p > a[href]:not(.inquiry-sheet__own)").Select(a => a.GetAttribute("href")));
        Assert.Null(page.QuerySelector(".inquiry__ways"));
        Assert.Null(page.QuerySelector(".inquiry-contact"));
    }

    [Theory]
    [InlineData("item=A*10000", "数量须是 1 到 9,999 的整数")]
    [InlineData("item=A&n=x", "数量须是 1 到 9,999 的整数")]
    [InlineData("longest", "型号最多 200 个字符")]
    [InlineData("most", "一张询价单最多 500 项")]
    public async Task A_list_that_cannot_be_is_refused_in_words_and_without_a_query(string query, string says)
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();
        query = query switch
        {
            "longest" => "item=" + new string('a', 201),
            "most" => string.Join('&', Enumerable.Repeat("item=P", 501)),
            _ => query,
        };

        using var answer = await visitor.AnswerAsync("/inquiry?" + query);

        Assert.Equal((HttpStatusCode.BadRequest, 0), (answer.StatusCode, answer.Queries()));
        Assert.Contains(says, (await answer.DocumentAsync()).Text(".form-error"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>\"'><img src=x onerror=alert(2)>")]
    [InlineData("' OR 1=1 --")]
    [InlineData("%_[a-z]*")]
    [InlineData("{0} {1}")]
    [InlineData("=HYPERLINK(\"http://evil\")")]
    public async Task Syntax_in_a_part_number_is_text(string typed)
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();

        var page = await visitor.PageAsync("/inquiry?item=" + Uri.EscapeDataString(typed));

        Assert.Equal(typed, page.Text(".inquiry-table__sku .sku"));
        Assert.Empty(page.QuerySelectorAll("script:not([src]), [onerror], img[src=x]"));
        Assert.Equal([typed], InquiryList.Read([new InquiryItem(typed).ToString()]).Items.Select(i => i.Sku));
        Assert.Contains(Uri.EscapeDataString(typed + " x 1"), page.QuerySelector(".inquiry__mail")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_holds_the_list_as_long_as_a_link_can()
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();

        var few = await visitor.PageAsync("/inquiry?item=LS-5130S*3&item=SRV-9&item=zzz");
        var many = await visitor.PageAsync("/inquiry?" + string.Join('&', Enumerable.Range(0, 100).Select(n => $"item=UNKNOWN-PART-{n}*2")));

        var mail = few.QuerySelector(".inquiry__mail")!.GetAttribute("href")!;
        Assert.StartsWith("mailto:sdbaigu@sdbaigu.com?subject=" + Uri.EscapeDataString("询价\uFF1A3 项") + "&body=", mail, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n潘雪\r\nSRV-9 x 1\r\n\r\nLS-5130S x 3\r\nzzz x 1", Uri.UnescapeDataString(mail), StringComparison.Ordinal);
        Assert.Contains("清单已写好", few.Text(".inquiry__ways"), StringComparison.Ordinal);
        Assert.Equal(100, many.QuerySelectorAll(".inquiry-table__line").Length);
        Assert.DoesNotContain("body=", many.QuerySelector(".inquiry__mail")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("请先复制清单", many.Text(".inquiry__ways"), StringComparison.Ordinal);
        Assert.Equal(100, many.QuerySelector(".inquiry__ways copy-text")!.GetAttribute("data-text")!.Split('\n').Length);
    }

    [Fact]
    public async Task A_salesperson_with_an_address_of_their_own_gets_their_lines_and_nothing_else()
    {
        await using var app = await ShopAsync();
        await app.ChangeAsync(db =>
        {
            db.Salespeople.Single(s => s.Name == "潘雪").Email = "panxue@example.com";
            return Task.CompletedTask;
        });
        using var visitor = app.Visitor();

        var mails = (await visitor.PageAsync("/inquiry?item=LS-5130S&item=SRV-9")).QuerySelectorAll(".inquiry__mail").Select(a => Uri.UnescapeDataString(a.GetAttribute("href")!)).ToList();

        Assert.Equal(2, mails.Count);
        Assert.True(mails[0].StartsWith("mailto:panxue@example.com", StringComparison.Ordinal) && mails[0].Contains("SRV-9") && !mails[0].Contains("LS-5130S"), mails[0]);
        Assert.True(mails[1].StartsWith("mailto:sdbaigu@sdbaigu.com", StringComparison.Ordinal) && mails[1].Contains("LS-5130S") && !mails[1].Contains("SRV-9"), mails[1]);
    }

    [Fact]
    public async Task A_list_is_never_kept_and_the_language_switch_keeps_it()
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();
        for (var n = 0; n < 2; n++)
        {
            using var answer = await visitor.AnswerAsync("/inquiry?item=LS-5130S*3");
            Assert.Equal((null, 1), (answer.Headers.Age, answer.Queries()));
        }

        var list = await visitor.PageAsync("/inquiry?item=LS-5130S*3&item=zzz&lang=en&foo=bar");
        var home = await visitor.PageAsync("/?item=LS-5130S*3&q=typed");

        Assert.Equal("/language/zh-CN?returnUrl=" + Uri.EscapeDataString("/inquiry?item=LS-5130S*3&item=zzz"), list.QuerySelector(".site-nav__language")!.GetAttribute("href"));
        Assert.EndsWith("returnUrl=%2F", home.QuerySelector(".site-nav__language")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_product_leads_to_an_inquiry_of_itself()
    {
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", "A*5");
        using var visitor = app.Visitor();

        var add = (await visitor.PageAsync("/p/a-5")).QuerySelector("inquiry-add")!;
        var form = add.QuerySelector("form")!;
        using var sent = await visitor.AnswerAsync($"{form.GetAttribute("action")}?item={Uri.EscapeDataString(form.QuerySelector("[name=item]")!.GetAttribute("value")!)}&n=12");
        var page = await visitor.PageAsync(sent.Headers.Location!.OriginalString);

        Assert.Equal(("A*5", "get", "1"), (add.GetAttribute("data-sku"), form.GetAttribute("method"), form.QuerySelector("[name=n]")!.GetAttribute("value")));
        Assert.Equal(("A*5", "12"), (page.Text(".inquiry-table__line .sku"), page.QuerySelector(".inquiry-table__quantity")!.GetAttribute("value")));
    }

    [Fact]
    public async Task A_row_of_a_list_leads_to_an_inquiry_of_its_product()
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();

        var rows = (await visitor.PageAsync("/c/h3c-switch")).QuerySelectorAll(".product-table tbody tr");
        var page = await visitor.PageAsync(rows[0].QuerySelector("inquiry-add a")!.GetAttribute("href")!);

        Assert.Equal(["把 LS-5130S 加入询价单", "把 LS-5560X 加入询价单"], rows.Select(r => r.QuerySelector("inquiry-add a")!.GetAttribute("aria-label")));
        Assert.Equal(("LS-5130S", "1"), (page.Text(".inquiry-table__line .sku"), page.QuerySelector(".inquiry-table__quantity")!.GetAttribute("value")));
    }

    /// <summary>Two switches of a line without a salesperson, and a server of 潘雪's.</summary>
    private static async Task<StoreApp> ShopAsync()
    {
        var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "LS-5130S");
        await app.AddProductAsync("h3c-switch", "LS-5560X", p => p.ListPriceFen = null);
        await app.AddProductAsync("huawei-server-panxue", "SRV-9", p => p.ListPriceFen = null);
        return app;
    }
}
