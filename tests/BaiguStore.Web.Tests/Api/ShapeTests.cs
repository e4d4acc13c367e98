using System.Net;
using System.Text.Json;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Controllers.Api;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Api;

/// <summary>Response formats that scripts rely on.</summary>
public sealed class ShapeTests(SampleStore store)
{
    private static readonly string[] Category = ["id", "name", "slug", "url", "count", "total", "children"];
    private static readonly string[] Listing = ["total", "page", "size", "items"];
    private static readonly string[] Item = ["id", "sku", "name", "slug", "url", "vendor", "category", "priceFen"];
    private static readonly string[] Product = [.. Item, "stock", "summary", "specs", "descriptionHtml", "isSample", "updatedAt"];
    private static readonly string[] Article = ["title", "slug", "url", "summary", "tags", "readingMinutes", "publishedAt"];

    [Fact]
    public async Task Categories_are_a_tree_with_counts()
    {
        var roots = await JsonAsync("/api/v1/categories");

        Assert.All(roots.EnumerateArray().SelectMany(r => r.GetProperty("children").EnumerateArray().Prepend(r)), c => Assert.Equal(Category, Names(c)));
        var huawei = roots.EnumerateArray().First();
        Assert.Equal(("华为", "huawei", "/c/huawei"), (Of(huawei, "name"), Of(huawei, "slug"), Of(huawei, "url")));
    }

    [Fact]
    public async Task Products_of_a_line_come_in_pages_by_name_and_their_addresses_answer()
    {
        using var visitor = store.App.Visitor();
        var page = await JsonAsync("/api/v1/products?category=huawei-switch&page=2&size=100");
        var last = await JsonAsync("/api/v1/products?category=huawei-switch&page=5&size=100");

        Assert.Equal(Listing, Names(page));
        Assert.Equal((494, 2, 100, 100), (Number(page, "total"), Number(page, "page"), Number(page, "size"), page.GetProperty("items").GetArrayLength()));
        Assert.Equal(94, last.GetProperty("items").GetArrayLength());
        var items = page.GetProperty("items").EnumerateArray().ToList();
        Assert.All(items, i => Assert.Equal(Item, Names(i)));
        Assert.All(items, i => Assert.Equal(("华为", "huawei-switch"), (Of(i, "vendor"), Of(i, "category"))));
        Assert.Equal(items.Select(i => Of(i, "name")).Order(StringComparer.Ordinal), items.Select(i => Of(i, "name")));
        Assert.Equal(Of(items[0], "name"), (await visitor.PageAsync(Of(items[0], "url"))).Text("h1"));
    }

    [Fact]
    public async Task Without_a_category_all_products_come_24_to_a_page()
    {
        var first = await JsonAsync("/api/v1/products");
        var last = await JsonAsync("/api/v1/products?page=2125");

        Assert.Equal((50_983, 1, 24, 24), (Number(first, "total"), Number(first, "page"), Number(first, "size"), first.GetProperty("items").GetArrayLength()));
        Assert.Equal(50_983 - (2_124 * 24), last.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Every_product_is_on_exactly_one_page_of_the_whole_list()
    {
        HashSet<int> ids = [];
        for (var page = 1; page <= 510; page++)
            foreach (var item in (await JsonAsync($"/api/v1/products?size=100&page={page}")).GetProperty("items").EnumerateArray())
                Assert.True(ids.Add(Number(item, "id")));

        Assert.Equal(50_983, ids.Count);
    }

    [Fact]
    public async Task One_product_has_its_specs_and_description()
    {
        var listed = (await JsonAsync("/api/v1/products?category=dahua-products&size=1")).GetProperty("items")[0];

        var product = await JsonAsync($"/api/v1/products/{Of(listed, "slug")}");

        Assert.Equal(Product, Names(product));
        Assert.All(Item, name => Assert.Equal(listed.GetProperty(name).ToString(), product.GetProperty(name).ToString()));
        Assert.All(product.GetProperty("specs").EnumerateArray(), s => Assert.Subset(new HashSet<string> { "name", "value", "unit" }, Names(s).ToHashSet()));
        Assert.StartsWith("<", Of(product, "descriptionHtml"), StringComparison.Ordinal);
        Assert.Contains(Of(product, "stock"), (string[])["inStock", "toOrder", "outOfStock"]);
        Assert.True(product.GetProperty("isSample").GetBoolean());
        Assert.EndsWith("Z", Of(product, "updatedAt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Articles_come_the_newest_first()
    {
        var page = await JsonAsync("/api/v1/articles?size=3");

        Assert.Equal(Listing, Names(page));
        var items = page.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(3, items.Count);
        Assert.All(items, a => Assert.Equal(Article, Names(a)));
        Assert.All(items, a => Assert.Equal($"/articles/{Of(a, "slug")}", Of(a, "url")));
        Assert.Equal(items.Select(a => Of(a, "publishedAt")).OrderDescending(StringComparer.Ordinal), items.Select(a => Of(a, "publishedAt")));
    }

    [Fact]
    public async Task The_tree_is_written_once_for_each_tree()
    {
        using var visitor = store.App.Visitor();
        var (snapshots, json) = (store.App.Services.GetRequiredService<StoreSnapshots>(), store.App.Services.GetRequiredService<TreeJson>());

        Assert.Same(json.Of(snapshots.Current.Tree), json.Of(snapshots.Current.Tree));
        Assert.Equal(json.Of(snapshots.Current.Tree), await visitor.GetByteArrayAsync(new Uri("/api/v1/categories", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/api/v1/products?page=0", 400)]
    [InlineData("/api/v1/products?page=-1", 400)]
    [InlineData("/api/v1/products?page=abc", 400)]
    [InlineData("/api/v1/products?page=2147483648", 400)]
    [InlineData("/api/v1/products?size=0", 400)]
    [InlineData("/api/v1/products?size=101", 400)]
    [InlineData("/api/v1/products?page=1000000", 404)]
    [InlineData("/api/v1/products?category=nothing", 404)]
    [InlineData("/api/v1/products?category=%25", 404)]
    [InlineData("/api/v1/products?category=huawei-switch&page=22", 404)]
    [InlineData("/api/v1/products/nothing", 404)]
    [InlineData("/api/v1/articles?size=101", 400)]
    [InlineData("/api/v1/articles?page=0", 400)]
    [InlineData("/api/v1/articles?page=999", 404)]
    [InlineData("/api/v1/search?page=417", 404)] // 416 is the last complete reachable page
    [InlineData("/api/v1/search?q=s5735&page=0", 400)]
    [InlineData("/api/v1/search?q=s5735&page=-1", 400)]
    [InlineData("/api/v1/search?q=s5735&page=abc", 400)]
    [InlineData("/api/v1/search?q=s5735&page=1000001", 400)]
    [InlineData("/api/v1/search?q=s5735&page=2147483648", 400)]
    [InlineData("/api/v1/search?q=s5735&size=0", 400)]
    [InlineData("/api/v1/search?q=s5735&size=101", 400)]
    [InlineData("/api/v1/search?q=s5735&page=1000000", 404)]
    [InlineData("/api/v1/search?q=qqqqzzzz&page=2", 404)]
    [InlineData("/api/v1/search?page=501&size=20", 404)] // there are more products, but paging ends before
    [InlineData("/api/v1/nothing", 404)]
    [InlineData("/api/v1/products?category=%FF", 400)]
    public async Task Errors_are_problem_details(string url, int status)
    {
        using var visitor = store.App.Visitor();

        using var answer = await visitor.AnswerAsync(url);

        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = JsonDocument.Parse(await answer.TextAsync()).RootElement;
        Assert.Equal(status, Number(problem, "status"));
        Assert.NotEmpty(Of(problem, "title"));
    }

    [Fact]
    public async Task A_search_that_says_nothing_lists_all_products()
    {
        var all = await JsonAsync("/api/v1/search");

        Assert.Equal((50_983, 1, 24, 24), (Number(all, "total"), Number(all, "page"), Number(all, "size"), all.GetProperty("items").GetArrayLength()));
        Assert.All(all.GetProperty("items").EnumerateArray(), i => Assert.Equal(Item, Names(i)));
    }

    [Theory]
    [InlineData("POST", "/api/v1/products")]
    [InlineData("DELETE", "/api/v1/products/x")]
    [InlineData("PUT", "/api/v1/categories")]
    public async Task Nothing_can_be_written(string method, string url)
    {
        using var visitor = store.App.Visitor();
        using var request = new HttpRequestMessage(new HttpMethod(method), url);

        using var answer = await visitor.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task The_description_lists_the_routes_and_no_page()
    {
        var description = await JsonAsync("/openapi/v1.json");

        string[] routes = ["/api/v1/articles", "/api/v1/categories", "/api/v1/products", "/api/v1/products/{slug}", "/api/v1/search", "/api/v1/suggest"];
        Assert.Equal(routes, Names(description.GetProperty("paths")).Order(StringComparer.Ordinal));
        Assert.All(description.GetProperty("paths").EnumerateObject(), p => Assert.Equal("get", Assert.Single(Names(p.Value))));
        Assert.Equal("BaiguStore", Of(description.GetProperty("info"), "title"));
    }

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task A_healthy_store_says_so(string url)
    {
        using var visitor = store.App.Visitor();

        using var answer = await visitor.AnswerAsync(url);

        Assert.Equal((HttpStatusCode.OK, "Healthy"), (answer.StatusCode, await answer.TextAsync()));
    }

    private async Task<JsonElement> JsonAsync(string url)
    {
        using var visitor = store.App.Visitor();
        using var answer = await visitor.AnswerAsync(url);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return JsonDocument.Parse(await answer.TextAsync()).RootElement;
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);

    private static string Of(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
