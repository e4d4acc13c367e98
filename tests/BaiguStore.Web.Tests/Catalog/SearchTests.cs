using System.Net;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Catalog;

public sealed class SearchTests(SampleStore store)
{
    [Fact]
    public async Task An_exact_part_number_comes_first()
    {
        using var visitor = store.App.Visitor();
        var skus = await store.App.ReadAsync(db => db.Products.OrderBy(p => p.Id).Where(p => p.Id % 4999 == 7).Select(p => p.Sku).ToListAsync(TestContext.Current.CancellationToken));

        Assert.InRange(skus.Count, 5, 20);
        foreach (var sku in skus)
            Assert.Equal(sku, (await FindAsync(visitor, sku)).First());
    }

    [Theory]
    [InlineData("S5735-L24T4S")]
    [InlineData("S5735L24T4S")]
    [InlineData("s5735 l24t4s")]
    [InlineData("s5735_l24-T4S ")]
    public async Task A_beginning_finds_part_numbers_whatever_hyphens_were_typed(string typed)
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.AddProductAsync("huawei-switch", "S5735-L24T4S-A1");
        await app.AddProductAsync("huawei-switch", "S5735-L48T4S-A1");

        Assert.Equal("S5735-L24T4S-A1", Assert.Single(await FindAsync(visitor, typed)));
    }

    [Fact]
    public async Task A_lines_name_finds_the_line_and_a_title_finds_the_article()
    {
        using var visitor = store.App.Visitor();

        var lines = (await visitor.PageAsync("/search?q=" + Uri.EscapeDataString("光伏"))).QuerySelectorAll("[aria-labelledby=found-lines] a");
        var articles = (await visitor.PageAsync("/search?q=" + Uri.EscapeDataString("虚拟化技术"))).QuerySelectorAll("[aria-labelledby=found-articles] h3 a");

        Assert.Equal("山东华为光伏产品总代理", Assert.Single(lines).TextContent);
        Assert.Equal("/articles/intel-vt", Assert.Single(articles).GetAttribute("href"));
    }

    [Theory]
    [InlineData("\" OR 1=1 --")]
    [InlineData("'; DROP TABLE \"Products\"; --")]
    [InlineData("*:*")]
    [InlineData("(((")]
    [InlineData("%")]
    [InlineData("%%%")]
    [InlineData("_")]
    [InlineData("__")]
    [InlineData("[a-z]{1,99}")]
    [InlineData("\\")]
    [InlineData("title:[* TO *]")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Syntax_is_read_as_text_and_finds_nothing(string typed)
    {
        using var visitor = store.App.Visitor();

        var page = await visitor.PageAsync("/search?q=" + Uri.EscapeDataString(typed));

        Assert.Empty(page.QuerySelectorAll(".product-table__name, .line-list a, .article-card"));
        Assert.Contains("没有找到", page.Text("main"), StringComparison.Ordinal);
        Assert.Equal(typed, page.Text("h1 q"));
        Assert.Equal(typed, page.QuerySelector("#q")!.GetAttribute("value"));
        Assert.Empty(page.QuerySelectorAll("script:not([src])"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?q=")]
    [InlineData("?q=%20%20")]
    [InlineData("?q=%E2%80%8B%E2%80%AE")]
    public async Task Nothing_typed_explains_what_can_be_typed(string query)
    {
        using var visitor = store.App.Visitor();

        using var answer = await visitor.AnswerAsync("/search" + query);

        Assert.Equal((HttpStatusCode.OK, 0), (answer.StatusCode, answer.Queries()));
        Assert.Contains("输入型号的开头", (await answer.DocumentAsync()).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_query_is_cut_and_a_very_long_address_is_refused_without_a_query()
    {
        using var visitor = store.App.Visitor();

        using var longer = await visitor.AnswerAsync("/search?q=" + new string('x', 3_000));
        using var longest = await visitor.AnswerAsync("/search?q=" + new string('x', 10_000));

        Assert.Equal(HttpStatusCode.OK, longer.StatusCode);
        Assert.Equal(100, (await longer.DocumentAsync()).Text("h1 q").Length);
        Assert.Equal((HttpStatusCode.RequestUriTooLong, 0), (longest.StatusCode, longest.Queries()));
    }

    private static async Task<IEnumerable<string>> FindAsync(HttpClient visitor, string typed) =>
        (await visitor.PageAsync("/search?q=" + Uri.EscapeDataString(typed))).QuerySelectorAll(".product-table__sku").Select(s => s.TextContent.Trim());
}
