using System.Net;
using System.Text.Json;
using BaiguStore.Core.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Catalog;

/// <summary>Search results on pages and in the API. What is found is tested with the engine, by a table of queries.</summary>
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
    public async Task What_is_saved_is_found_whatever_hyphens_are_typed(string typed)
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.AddProductAsync("huawei-switch", "S5735-L24T4S-A1");
        await app.AddProductAsync("huawei-switch", "S5735-L48T4S-A1");
        await app.IndexAsync();

        Assert.Equal("S5735-L24T4S-A1", (await FindAsync(visitor, typed)).First());
    }

    [Fact]
    public async Task A_lines_name_finds_the_line_and_a_title_finds_the_article()
    {
        using var visitor = store.App.Visitor();

        var lines = (await visitor.PageAsync("/search?q=" + Uri.EscapeDataString("光伏"))).QuerySelectorAll("[aria-labelledby=found-lines] a");
        var articles = (await visitor.PageAsync("/search?q=" + Uri.EscapeDataString("虚拟化技术"))).QuerySelectorAll("[aria-labelledby=found-articles] h3 a");

        Assert.Equal("山东华为光伏产品总代理", Assert.Single(lines).TextContent);
        Assert.Contains("/articles/intel-vt", articles.Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task What_was_typed_is_marked_and_stays_in_the_box()
    {
        using var visitor = store.App.Visitor();

        var page = await visitor.PageAsync("/search?q=" + Uri.EscapeDataString("华为 交换机 s5735"));

        Assert.Equal("华为 交换机 s5735", page.QuerySelector("#q")!.GetAttribute("value"));
        Assert.Subset(new HashSet<string> { "华为", "交换机", "S5735" }, page.QuerySelectorAll(".product-table mark").Select(m => m.TextContent).ToHashSet());
        Assert.Contains("交换机", page.QuerySelectorAll(".product-table__name mark").Select(m => m.TextContent));
    }

    [Fact]
    public async Task A_typing_error_is_read_as_what_was_meant_and_the_page_says_so()
    {
        using var visitor = store.App.Visitor();

        var page = await visitor.PageAsync("/search?q=" + Uri.EscapeDataString("交换几"));

        Assert.Contains("下面是 交换机 的结果", page.Text(".says"), StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll(".product-table__name").Take(5), name => Assert.Contains("交换机", name.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_nowhere_offers_whom_to_ask_and_what_is_near_says_that_it_is_only_near()
    {
        using var visitor = store.App.Visitor();

        var nothing = await visitor.PageAsync("/search?q=zzzzqqqq");
        var near = await visitor.PageAsync("/search?q=" + Uri.EscapeDataString("s5735 zzzzqqqq"));

        Assert.Empty(nothing.QuerySelectorAll(".product-table"));
        Assert.Contains("没有找到", nothing.Text("main"), StringComparison.Ordinal);
        Assert.NotNull(nothing.QuerySelector("main a[href='/inquiry']"));
        Assert.Contains("最接近", near.Text(".says"), StringComparison.Ordinal);
        Assert.Contains("S5735", near.Text(".product-table__sku"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_number_that_is_not_there_is_said_not_to_be_and_what_is_near_stands_apart()
    {
        using var visitor = store.App.Visitor();

        var page = await visitor.PageAsync("/search?q=WS-C2960X-48TS-L");
        var begun = await visitor.PageAsync("/search?q=S5735-L24P4S-A-V");
        using var answer = await visitor.AnswerAsync("/api/v1/search?q=SFP-10G-SR&facets=");
        using var json = JsonDocument.Parse(await answer.TextAsync());

        Assert.Equal("产品目录里没有 WS-C2960X-48TS-L。", page.Text(".says--absent"));
        Assert.StartsWith("最接近的产品", page.Text("#products-title"), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("main .says a[href='/inquiry']"));
        Assert.DoesNotContain(page.QuerySelectorAll(".product-table__sku"), sku => sku.TextContent.Contains("AR651W", StringComparison.Ordinal));
        Assert.Contains("以它开头", begun.Text(".says--absent"), StringComparison.Ordinal);
        Assert.StartsWith("产品 ", begun.Text("#products-title"), StringComparison.Ordinal);
        Assert.Equal("SFP-10G-SR", Assert.Single(json.RootElement.GetProperty("absent").EnumerateArray()).GetString());
    }

    [Theory]
    [InlineData("\" OR 1=1 --")]
    [InlineData("'; DROP TABLE \"Products\"; --")]
    [InlineData("*:*")]
    [InlineData("(((")]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("[a-z]{1,99}")]
    [InlineData("\\")]
    [InlineData("title:[* TO *]")]
    [InlineData("name:x AND NOT -y~0.5^9")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Syntax_is_read_as_text(string typed)
    {
        using var visitor = store.App.Visitor();

        var page = await visitor.PageAsync("/search?q=" + Uri.EscapeDataString(typed));

        Assert.Equal(typed, page.Text("h1 q"));
        Assert.Equal(typed, page.QuerySelector("#q")!.GetAttribute("value"));
        Assert.Empty(page.QuerySelectorAll("script:not([src])"));
        Assert.InRange(page.QuerySelectorAll(".product-table__sku").Length, 0, 24); // never everything
        using var answer = await visitor.AnswerAsync("/api/v1/search?q=" + Uri.EscapeDataString(typed));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
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
        Assert.Contains("输入型号", (await answer.DocumentAsync()).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_query_is_cut_and_a_very_long_address_is_refused_without_a_query()
    {
        using var visitor = store.App.Visitor();

        using var longer = await visitor.AnswerAsync("/search?q=" + new string('x', 3_000));
        using var longest = await visitor.AnswerAsync("/search?q=" + new string('x', 10_000));

        Assert.Equal(HttpStatusCode.OK, longer.StatusCode);
        Assert.Equal(SearchRequest.MaxText, (await longer.DocumentAsync()).Text("h1 q").Length);
        Assert.Equal((HttpStatusCode.RequestUriTooLong, 0), (longest.StatusCode, longest.Queries()));
    }

    [Theory]
    [InlineData("/search?q=s5735&page=0")]
    [InlineData("/search?q=s5735&page=-1")]
    [InlineData("/search?q=s5735&page=2147483648")]
    [InlineData("/search?q=s5735&size=1000000")]
    [InlineData("/search?q=s5735&sort=id;drop")]
    [InlineData("/search?q=s5735&page=100000", HttpStatusCode.NotFound)]
    [InlineData("/c/huawei?page=421", HttpStatusCode.NotFound)]
    public async Task A_page_that_cannot_be_is_refused(string url, HttpStatusCode expected = HttpStatusCode.BadRequest)
    {
        using var visitor = store.App.Visitor();
        using var answer = await visitor.AnswerAsync(url);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_search_with_facets_is_one_query()
    {
        using var visitor = store.App.Visitor();
        using var answer = await visitor.AnswerAsync("/search?q=" + Uri.EscapeDataString("24口 poe"));
        Assert.Equal(1, answer.Queries());
    }

    [Fact]
    public async Task While_there_is_no_index_search_says_so_lists_go_on_and_a_new_one_is_built()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.AddProductAsync("huawei-switch", "S5735-L24T4S-A1");
        await app.IndexAsync();
        var index = app.Services.GetRequiredService<SearchIndex>();
        foreach (var file in Directory.GetFiles(index.Folder.Current!, "*.*").Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
            await using (var cut = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                cut.SetLength(0);

        // Whatever happens to the index meanwhile, the page must not fail.
        await Patience.UntilAsync(async () =>
        {
            using var search = await visitor.AnswerAsync("/search?q=s5735&sort=name");
            using var list = await visitor.AnswerAsync("/c/huawei-switch?sort=price");
            Assert.Contains(search.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]);
            Assert.Equal(HttpStatusCode.OK, list.StatusCode);
            app.Clock.Advance(TimeSpan.FromSeconds(6));
            return search.StatusCode == HttpStatusCode.OK && index.Folder.Current is { } current && Directory.GetFiles(current).All(f => new FileInfo(f).Length > 0 || f.EndsWith(".lock", StringComparison.Ordinal))
                && (await search.DocumentAsync()).QuerySelectorAll(".product-table__sku").Length == 1;
        });
    }

    [Fact]
    public async Task The_API_answers_products_facets_and_articles()
    {
        using var visitor = store.App.Visitor();

        var answer = await JsonAsync(visitor, "/api/v1/search?q=" + Uri.EscapeDataString("华为 交换机") + "&size=5&stock=InStock&facets=vendor,spec.PoE,stock");

        Assert.Equal((1, 5, 5), (answer.GetProperty("page").GetInt32(), answer.GetProperty("size").GetInt32(), answer.GetProperty("items").GetArrayLength()));
        Assert.All(answer.GetProperty("items").EnumerateArray(), item => Assert.Equal("华为", item.GetProperty("vendor").GetString()));
        var facets = answer.GetProperty("facets").EnumerateArray().ToDictionary(f => f.GetProperty("name").GetString()!, f => f.GetProperty("values"));
        Assert.Subset(new HashSet<string> { "vendor", "spec.PoE", "stock" }, facets.Keys.ToHashSet());
        var inStock = facets["stock"].EnumerateArray().Single(v => v.GetProperty("value").GetString() == "InStock");
        Assert.Equal(answer.GetProperty("total").GetInt32(), inStock.GetProperty("count").GetInt32());
        var articles = await JsonAsync(visitor, "/api/v1/search?q=VT-d");
        Assert.Contains("/articles/intel-vt", articles.GetProperty("articles").EnumerateArray().Select(a => a.GetProperty("url").GetString()));
    }

    [Fact]
    public async Task Suggestions_are_lines_products_and_articles_without_a_query()
    {
        using var visitor = store.App.Visitor();

        using var answer = await visitor.AnswerAsync("/api/v1/suggest?q=jiaohuanji");
        var kinds = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.EnumerateArray().ToLookup(s => s.GetProperty("kind").GetString());
        var models = await JsonAsync(visitor, "/api/v1/suggest?q=S5735-L24");
        var articles = await JsonAsync(visitor, "/api/v1/suggest?q=" + Uri.EscapeDataString("虚拟化"));

        Assert.Equal(0, answer.Queries());
        Assert.Contains("/c/huawei-switch", kinds["line"].Select(s => s.GetProperty("url").GetString()));
        Assert.All(models.EnumerateArray(), s => Assert.StartsWith("S5735-L24", s.GetProperty("text").GetString(), StringComparison.Ordinal));
        Assert.InRange(models.GetArrayLength(), 5, 10);
        Assert.Contains("article", articles.EnumerateArray().Select(s => s.GetProperty("kind").GetString()));
    }

    private static async Task<JsonElement> JsonAsync(HttpClient visitor, string url) =>
        JsonDocument.Parse(await visitor.GetStringAsync(url, TestContext.Current.CancellationToken)).RootElement;

    private static async Task<IEnumerable<string>> FindAsync(HttpClient visitor, string typed) =>
        (await visitor.PageAsync("/search?q=" + Uri.EscapeDataString(typed))).QuerySelectorAll(".product-table__sku").Select(s => s.TextContent.Trim());
}
