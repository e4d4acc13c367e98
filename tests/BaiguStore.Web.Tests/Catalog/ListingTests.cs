using System.Globalization;
using System.Net;
using AngleSharp.Dom;

namespace BaiguStore.Web.Tests.Catalog;

public sealed class ListingTests(SampleStore store)
{
    private static readonly string[] ByPrice = ["P-3", "P-2", "P-4", "P-1"], ByNewest = ["P-1", "P-2", "P-3", "P-4"], ByName = ["P-4", "P-3", "P-2", "P-1"];

    [Fact]
    public async Task The_pagers_own_links_reach_every_product_of_every_small_line_exactly_once()
    {
        using var visitor = store.App.Visitor();
        var lines = store.App.Tree.All.Where(c => c.Count is >= 1 and <= 400).ToList();

        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            Queue<string> ahead = new([$"/c/{line.Slug}"]);
            HashSet<string> seen = new(ahead, StringComparer.Ordinal);
            List<string> products = [];
            while (ahead.TryDequeue(out var url))
            {
                var page = await visitor.PageAsync(url);
                products.AddRange(ProductLinks(page));
                foreach (var next in page.QuerySelectorAll(".pager a").Select(a => a.GetAttribute("href")!).Where(seen.Add))
                    ahead.Enqueue(next);
            }
            Assert.Equal(line.Count, products.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(line.Count, products.Count);
            Assert.Equal((line.Count + 23) / 24, seen.Count);
        }
    }

    [Theory]
    [InlineData("", 24, 554)]
    [InlineData("size=48&", 48, 277)]
    [InlineData("size=96&sort=price&", 96, 139)]
    [InlineData("sort=newest&", 24, 554)]
    public async Task The_largest_line_has_a_full_first_and_middle_page_and_the_rest_on_the_last(string query, int size, int last)
    {
        using var visitor = store.App.Visitor();

        var first = ProductLinks(await visitor.PageAsync($"/c/huawei-products?{query}page=1"));
        var middle = ProductLinks(await visitor.PageAsync($"/c/huawei-products?{query}page={last / 2}"));
        var end = ProductLinks(await visitor.PageAsync($"/c/huawei-products?{query}page={last}"));

        Assert.Equal((size, size, 13_292 - ((last - 1) * size)), (first.Count, middle.Count, end.Count));
        Assert.Equal(first.Count + middle.Count + end.Count, first.Concat(middle).Concat(end).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_list_by_name_is_sorted_across_its_pages()
    {
        var names = await ColumnAsync("/c/huawei-switch?size=96", 6, r => r.Text(".product-table__name"));

        Assert.Equal(494, names.Count);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public async Task A_list_by_price_is_sorted_across_its_pages()
    {
        var prices = await ColumnAsync("/c/huawei-switch?size=96&sort=price", 6, r => PriceOf(r.Text(".product-table__price")));

        Assert.Equal(494, prices.Count);
        Assert.Equal(prices.Order(), prices);
        Assert.True(prices.Distinct().Count() > 10);
    }

    [Fact]
    public async Task Each_order_puts_products_where_it_says_and_those_without_a_price_last()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.ChangeAsync(async db =>
        {
            var day = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
            await db.PutAsync("huawei-switch", "P-1", p => (p.Name, p.ListPriceFen) = ("D", null), day.AddDays(3));
            await db.PutAsync("huawei-switch", "P-2", p => (p.Name, p.ListPriceFen) = ("C", 200), day.AddDays(2));
            await db.PutAsync("huawei-switch", "P-3", p => (p.Name, p.ListPriceFen) = ("B", 199), day.AddDays(1));
            await db.PutAsync("huawei-switch", "P-4", p => (p.Name, p.ListPriceFen) = ("A", 100_000_00), day);
        });

        Assert.Equal(ByPrice, await SkusAsync("?sort=price"));
        Assert.Equal(ByNewest, await SkusAsync("?sort=newest"));
        Assert.Equal(ByName, await SkusAsync("?sort=name"));
        Assert.Equal(ByName, await SkusAsync(""));
        Assert.Equal("询价", (await visitor.PageAsync("/c/huawei-switch?sort=price")).Text("tr:last-child .product-table__price"));

        async Task<IEnumerable<string>> SkusAsync(string query) =>
            (await visitor.PageAsync("/c/huawei-switch" + query)).QuerySelectorAll(".product-table__sku").Select(s => s.TextContent.Trim());
    }

    [Theory]
    [InlineData("size=24", 24)]
    [InlineData("size=48", 48)]
    [InlineData("size=96", 96)]
    public async Task A_page_holds_as_many_as_were_asked_for_and_its_links_keep_the_size(string query, int expected)
    {
        using var visitor = store.App.Visitor();

        var page = await visitor.PageAsync($"/c/huawei-products?{query}&sort=price");

        Assert.Equal(expected, ProductLinks(page).Count);
        Assert.All(page.QuerySelectorAll(".pager a"), a => Assert.Contains("sort=price", a.GetAttribute("href"), StringComparison.Ordinal));
        Assert.Equal(expected != 24, page.QuerySelector(".pager a[rel=next]")!.GetAttribute("href")!.Contains(query, StringComparison.Ordinal));
        Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), page.Text(".toolbar__group:last-child [aria-current]"));
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("page=-1")]
    [InlineData("size=25")]
    [InlineData("size=0")]
    [InlineData("size=-24")]
    [InlineData("size=1000000")]
    [InlineData("size=x")]
    [InlineData("sort=oldest")]
    [InlineData("sort=Id;DROP TABLE Products")]
    [InlineData("sort=PRICE")]
    [InlineData("page=abc")]
    [InlineData("page=1.5")]
    [InlineData("page=2147483648")]
    [InlineData("page=-2147483649")]
    public async Task A_list_that_nobody_offers_is_a_bad_request_without_a_query(string query)
    {
        using var visitor = store.App.Visitor();

        using var answer = await visitor.AnswerAsync($"/c/huawei-products?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, 0), (answer.StatusCode, answer.Queries()));
        Assert.Equal("400", (await answer.DocumentAsync()).Text(".error-page__status"));
    }

    [Theory]
    [InlineData("page=555")]
    [InlineData("page=2147483647")]
    [InlineData("page=140&size=96")]
    public async Task A_page_that_does_not_exist_is_not_found_without_a_query(string query)
    {
        using var visitor = store.App.Visitor();

        using var answer = await visitor.AnswerAsync($"/c/huawei-products?{query}");

        Assert.Equal((HttpStatusCode.NotFound, 0), (answer.StatusCode, answer.Queries()));
    }

    [Fact]
    public async Task The_last_page_of_the_largest_line_takes_no_more_queries_than_the_first()
    {
        using var visitor = store.App.Visitor();

        using var first = await visitor.AnswerAsync("/c/huawei-products?mine=x");
        using var last = await visitor.AnswerAsync("/c/huawei-products?page=554&mine=x");

        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
        Assert.InRange(first.Queries(), 1, 6);
        Assert.Equal(first.Queries(), last.Queries());
    }

    private async Task<List<T>> ColumnAsync<T>(string url, int pages, Func<IElement, T> column)
    {
        using var visitor = store.App.Visitor();
        List<T> cells = [];
        for (var n = 1; n <= pages; n++)
            cells.AddRange((await visitor.PageAsync($"{url}&page={n}")).QuerySelectorAll(".product-table tbody tr").Select(column));
        return cells;
    }

    private static List<string> ProductLinks(IParentNode page) =>
        [.. page.QuerySelectorAll(".product-table__name a").Select(a => a.GetAttribute("href")!)];

    private static decimal PriceOf(string shown) => shown == "询价" ? decimal.MaxValue : decimal.Parse(shown.TrimStart('\u00A5'), NumberStyles.Currency, CultureInfo.InvariantCulture);
}
