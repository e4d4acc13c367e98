using System.IO.Compression;
using System.Net;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Spreadsheets;
using BaiguStore.Web.Urls;

namespace BaiguStore.Web.Tests.Catalog;

public sealed class CompareTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Products_stand_side_by_side_after_one_query()
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();

        using var answer = await visitor.AnswerAsync("/compare?sku=SW-B&sku=sw%20a&sku=SRV-9");
        var page = await answer.DocumentAsync();

        Assert.Equal((HttpStatusCode.OK, 1), (answer.StatusCode, answer.Queries()));
        Assert.Equal(["SW-B", "SW-A", "SRV-9"], page.QuerySelectorAll("thead .sku").Select(e => e.TextContent));
        Assert.Equal(["/p/sw-b", "/p/sw-a", "/p/srv-9"], page.QuerySelectorAll(".compare-table__name").Select(a => a.GetAttribute("href")));
        Assert.Equal("≠不同\uFF1A产品线 山东华三交换机总代理 山东华三交换机总代理 山东华为服务器总代理-潘雪", RowText(page, "产品线"));
        Assert.Equal("≠不同\uFF1A参考价 \u00A55,000 \u00A54,280 询价", RowText(page, "参考价"));
        Assert.Equal("≠不同\uFF1A下行端口 48 24 —没有写明", RowText(page, "下行端口"));
        Assert.Equal("散热 风扇 风扇 风扇", RowText(page, "散热"));
        Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.Equal("sku=SW-B&sku=SW-A&sku=SRV-9", page.QuerySelector("compare-sheet")!.GetAttribute("data-query"));
        Assert.Empty(page.QuerySelectorAll("[role=alert]"));
    }

    [Fact]
    public async Task Only_what_differs_is_shown_when_asked_and_links_keep_to_it()
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();

        var all = await visitor.PageAsync("/compare?sku=SW-A&sku=SW-B");
        var page = await visitor.PageAsync(all.QuerySelector(".compare__choice a:last-child")!.GetAttribute("href")!);

        Assert.Equal(["参考价", "下行端口"], page.QuerySelectorAll("tbody th[scope=row]").Select(Name));
        Assert.True(all.QuerySelectorAll("tbody th[scope=row]").Length > 5);
        Assert.Equal("/compare?sku=SW-B&diff=1", page.QuerySelector(".compare-table__remove")!.GetAttribute("href"));
        Assert.Equal("/compare?sku=SW-A&sku=SW-B", page.QuerySelector(".compare__choice a")!.GetAttribute("href"));
        Assert.Equal("/compare/table.xlsx?sku=SW-A&sku=SW-B&diff=1", page.QuerySelector("[download]")!.GetAttribute("href"));
        Assert.Equal("/inquiry?item=SW-A&item=SW-B", page.QuerySelector(".compare__ways a:last-child")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Its_title_and_its_share_title_name_the_products_and_a_value_written_otherwise_is_no_difference()
    {
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", "SW-C", p => p.Specs = [new("下行端口", "２４"), new("交换容量", "336.0 Gbps")]);
        using var visitor = app.Visitor();

        var page = await visitor.PageAsync("/compare?sku=SW-A&sku=SW-C");
        var english = await visitor.PageAsync("/compare?sku=SW-A&sku=SW-C&lang=en");
        var none = await visitor.PageAsync("/compare");

        Assert.StartsWith("SW-A、SW-C 对比 · ", page.Title, StringComparison.Ordinal);
        Assert.Equal("SW-A、SW-C 对比", page.QuerySelector("meta[property='og:title']")!.GetAttribute("content"));
        Assert.Equal("交换机 SW-A、交换机 SW-C", page.QuerySelector("meta[property='og:description']")!.GetAttribute("content"));
        Assert.StartsWith("SW-A, SW-C: comparison · ", english.Title, StringComparison.Ordinal);
        Assert.StartsWith("产品对比 · ", none.Title, StringComparison.Ordinal);
        Assert.Equal("SW-A、SW-C 对比", page.QuerySelector("page-share[hidden]")!.GetAttribute("data-title"));
        Assert.Equal(["散热"], page.QuerySelectorAll("tbody tr.is-different th[scope=row] bdi").Select(Name));
    }

    [Fact]
    public async Task Six_are_the_most_and_what_found_no_place_or_is_not_known_is_named()
    {
        await using var app = await ShopAsync();
        foreach (var n in Enumerable.Range(1, 7))
            await app.AddProductAsync("h3c-switch", $"MORE-{n}");
        await app.AddProductAsync("h3c-switch", "DRAFT-1", published: false);
        using var visitor = app.Visitor();

        var page = await visitor.PageAsync("/compare?" + string.Join('&', Enumerable.Range(1, 7).Select(n => $"sku=MORE-{n}")));
        var unknown = await visitor.PageAsync("/compare?sku=SW-A&sku=DRAFT-1&sku=%3Cscript%3E");

        Assert.Equal(ComparedList.Most, page.QuerySelectorAll("thead .sku").Length);
        Assert.EndsWith("\uFF1AMORE-7", page.Text("[role=alert]"), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#compare-more"));
        Assert.Equal("目录中没有\uFF1ADRAFT-1\u3001<script>", unknown.Text("[role=alert]"));
        Assert.Equal(["SW-A"], unknown.QuerySelectorAll("thead .sku").Select(e => e.TextContent));
    }

    [Theory]
    [InlineData("/compare")]
    [InlineData("/compare?sku=")]
    [InlineData("/compare?sku=%E2%80%AE%E2%80%8B")]
    [InlineData("/compare?sku=nothing&diff=1")]
    [InlineData("/compare?sku=LONG")]
    [InlineData("/compare?MANY")]
    public async Task Nothing_to_compare_is_a_page_that_says_how(string url)
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        url = url.Replace("LONG", new string('x', 2_000), StringComparison.Ordinal).Replace("MANY", string.Join('&', Enumerable.Range(0, 150).Select(n => $"sku=x{n}")), StringComparison.Ordinal);

        var page = await visitor.PageAsync(url);
        using var download = await visitor.AnswerAsync(url.Replace("/compare", "/compare/table.xlsx", StringComparison.Ordinal));

        Assert.NotNull(page.QuerySelector("#compare-more"));
        Assert.Null(page.QuerySelector(".compare-table"));
        Assert.True(page.Text("main").Length < 1_500);
        Assert.Equal("/compare", download.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_workbook_has_all_side_by_side_and_a_tender_table_for_each()
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();

        using var answer = await visitor.AnswerAsync("/compare/table.xlsx?sku=SW-A&sku=SW-B");
        var sheets = await SheetsAsync(answer);
        var table = await ReadAsync(answer);
        using var one = await visitor.AnswerAsync("/compare/table.xlsx?sku=SW-A");
        var tender = await ReadAsync(one);

        Assert.Equal("参数对比.xlsx", answer.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Equal(
            ["产品参数对比表", "序号|参数名称|交换机 SW-A|交换机 SW-B", "|型号|SW-A|SW-B", "|品牌|华三|华三", "|参考价\uFF08元\uFF09|4280.00|5000.00", "|库存|现货|现货",
             "主要参数", "1|下行端口|24|48", "2|交换容量|336 Gbps|336 Gbps", "其他参数", "3|散热|风扇|风扇"], table);
        Assert.Equal(TenderOf("华三 交换机 SW-A (SW-A)", "主要参数", "1|下行端口|24", "2|交换容量|336 Gbps", "其他参数", "3|散热|风扇"), tender);
        Assert.Equal(["参数对比", "SW-A", "SW-B"], sheets.Select(s => s.Name));
        Assert.Equal(tender, sheets[1].Rows);
        Assert.Equal(TenderOf("华三 交换机 SW-B (SW-B)", "主要参数", "1|下行端口|48", "2|交换容量|336 Gbps", "其他参数", "3|散热|风扇"), sheets[2].Rows);
    }

    [Fact]
    public async Task Each_tender_table_in_a_workbook_of_three_has_what_its_own_product_says()
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();

        using var answer = await visitor.AnswerAsync("/compare/table.xlsx?sku=SW-A&sku=SRV-9&sku=SW-B");
        var sheets = await SheetsAsync(answer);

        Assert.Equal(["参数对比", "SW-A", "SRV-9", "SW-B"], sheets.Select(s => s.Name));
        Assert.Equal(TenderOf("华三 交换机 SW-A (SW-A)", "主要参数", "1|下行端口|24", "2|交换容量|336 Gbps", "其他参数", "3|散热|风扇"), sheets[1].Rows);
        Assert.Equal(TenderOf("华为 服务器 (SRV-9)", "其他参数", "1|散热|风扇"), sheets[2].Rows);
        Assert.Equal(TenderOf("华三 交换机 SW-B (SW-B)", "主要参数", "1|下行端口|48", "2|交换容量|336 Gbps", "其他参数", "3|散热|风扇"), sheets[3].Rows);
    }

    [Fact]
    public async Task Hostile_names_are_text_on_the_page_and_in_the_workbook()
    {
        const string Evil = "=cmd|' /C calc'!A0", Script = "<script>alert(1)</script>";
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", "[x]*?:/\\", p =>
        {
            p.Name = Script;
            p.Slug = "evil";
            p.Specs = [new(Script, Evil), new("\"'&", "_x0041_")];
        });
        using var visitor = app.Visitor();

        var page = await visitor.PageAsync("/compare?sku=" + Uri.EscapeDataString("[x]*?:/\\") + "&sku=SW-A");
        using var answer = await visitor.AnswerAsync(page.QuerySelector("[download]")!.GetAttribute("href")!);
        var table = await ReadAsync(answer);

        Assert.Equal(Script, page.Text(".compare-table__name"));
        Assert.Empty(page.QuerySelectorAll("main script"));
        Assert.Contains(table, row => row.EndsWith($"|{Script}|{Evil}|—", StringComparison.Ordinal));
        Assert.Contains(table, row => row.EndsWith("|\"'&|_x0041_|—", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lists_and_products_lead_to_a_comparison_without_script()
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();

        var list = await visitor.PageAsync("/c/h3c-switch");
        var product = await visitor.PageAsync("/p/sw-a");
        var page = await visitor.PageAsync(list.QuerySelector(".product-table .compare-pick a")!.GetAttribute("href")!);
        var more = page.QuerySelector<IHtmlFormElement>(".compare__more")!;

        Assert.Equal("/compare?sku=SW-A", product.QuerySelector(".product__buy .compare-pick a")!.GetAttribute("href"));
        Assert.Equal(["SW-A"], page.QuerySelectorAll("thead .sku").Select(e => e.TextContent));
        Assert.Equal("SW-A", more.QuerySelector("[type=hidden]")!.GetAttribute("value"));
        Assert.Empty(page.QuerySelectorAll(".compare__choice")); // nothing to compare with
    }

    [Fact]
    public async Task The_canonical_address_is_the_catalogues_own_spelling()
    {
        await using var app = await ShopAsync(("Store:PublicUrl", "https://shop.example"));
        using var visitor = app.Visitor();

        var page = await visitor.PageAsync("/compare?diff=1&utm=x&sku=swb&sku=sw-a&sku=nothing");

        Assert.Equal("https://shop.example/compare?sku=SW-B&sku=SW-A", page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
    }

    private static async Task<StoreApp> ShopAsync(params (string Key, string Value)[] settings)
    {
        var app = await StoreApp.WithPageAsync(settings);
        await app.AddProductAsync("h3c-switch", "SW-A", p => p.Specs = [new("下行端口", "24"), new("散热", "风扇"), new("交换容量", "336", "Gbps")]);
        await app.AddProductAsync("h3c-switch", "SW-B", p => (p.Specs, p.ListPriceFen) = ([new("下行端口", "48"), new("交换容量", "336", "Gbps"), new("散热", "风扇")], 500_000));
        await app.AddProductAsync("huawei-server-panxue", "SRV-9", p => (p.Specs, p.ListPriceFen, p.Name) = ([new("散热", "风扇")], null, "服务器"));
        return app;
    }

    private static string Name(IElement head) => head.TextContent.Replace("≠不同\uFF1A", "", StringComparison.Ordinal).Trim();

    private static string RowText(IHtmlDocument page, string name) =>
        string.Join(' ', page.QuerySelectorAll("tbody tr").Single(r => r.QuerySelector("th[scope=row]") is { } head && Name(head) == name).Children.Select(c => c.TextContent.Trim()));

    private static string[] TenderOf(string product, params string[] rows) => ["技术参数表", product, "序号|指标项|技术参数要求|投标响应|偏离情况|备注", .. rows];

    /// <summary>All sheets with their names; <see cref="ReadAsync"/> reads only the first.</summary>
    private static async Task<List<(string Name, List<string> Rows)>> SheetsAsync(HttpResponseMessage answer)
    {
        Assert.Equal((HttpStatusCode.OK, Workbook.ContentType), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        using var zip = new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Cancel)));
        List<(string Name, List<string> Rows)> sheets = [];
        foreach (var sheet in Part(zip, "xl/workbook.xml").Descendants().Where(e => e.Name.LocalName == "sheet"))
        {
            var rows = Part(zip, $"xl/worksheets/sheet{sheets.Count + 1}.xml").Descendants().Where(e => e.Name.LocalName == "row");
            sheets.Add((sheet.Attribute("name")!.Value, [.. rows.Select(r => string.Join('|', r.Elements().Select(c => c.Value)).TrimEnd('|'))]));
        }
        return sheets;
    }

    private static XDocument Part(ZipArchive zip, string name)
    {
        using var part = zip.GetEntry(name)!.Open();
        return XDocument.Load(part);
    }

    private static async Task<List<string>> ReadAsync(HttpResponseMessage answer)
    {
        Assert.Equal((HttpStatusCode.OK, Workbook.ContentType), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        await using var book = await answer.Content.ReadAsStreamAsync(Cancel);
        var table = await TableReader.ReadAsync(book, new(), Cancel);
        Assert.Equal(TableFault.None, table.Fault);
        return [.. table.Rows.Select(r => string.Join('|', r.Cells))];
    }
}
