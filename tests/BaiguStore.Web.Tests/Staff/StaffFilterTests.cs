using System.Net;
using System.Runtime.CompilerServices;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>
/// Searches in the staff's product list, in `filters.tsv`: found as buyers find them, drafts included, and bulk edits change exactly what is shown.
/// </summary>
public sealed class StaffFilterTests(StaffFilterTests.FilterShop shop) : IClassFixture<StaffFilterTests.FilterShop>
{
    private const string List = "/admin/products", Bulk = "/admin/products/bulk";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string[][] Table { get; } = [.. File.ReadLines(Path.Combine(Here(), "filters.tsv"))
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))];

    public static IEnumerable<TheoryDataRow<string, string>> Queries => Table.Where(row => row[0] == "query").Select(row => new TheoryDataRow<string, string>(row[1], row[2]));

    [Theory, MemberData(nameof(Queries))]
    public async Task All_that_was_typed_is_found_as_buyers_find_it(string query, string skus)
    {
        var page = await shop.Editor.PageAsync($"{List}?sort=Sku&q={Uri.EscapeDataString(query)}");

        Assert.Equal(skus, Skus(page));
        Assert.Equal($"{skus.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length} 件", page.Text("h1 .count"));
    }

    [Fact]
    public async Task The_bin_is_searched_when_it_is_asked_for() =>
        Assert.Equal("OLD-9", Skus(await shop.Editor.PageAsync($"{List}?state=Bin&q={Uri.EscapeDataString("交换机 华为")}")));

    [Fact]
    public async Task Visitors_find_nothing_of_what_is_not_published()
    {
        using var visitor = shop.App.Visitor();
        await shop.App.IndexAsync();

        foreach (var typed in (string[])["GQ-1", "光纤熔接", "guangxianrongjie", "S5735-L24P4S-A1", "USG6365E"])
            Assert.DoesNotContain((await visitor.PageAsync("/search?q=" + Uri.EscapeDataString(typed))).QuerySelectorAll(".product-table__sku"),
                sku => sku.TextContent.Trim() is "GQ-1" or "S5735-L24P4S-A1" or "USG6365E-AI");
        Assert.Equal("[]", await (await visitor.AnswerAsync("/api/v1/suggest?q=GQ-1")).TextAsync());
    }

    [Fact]
    public async Task What_the_filter_shows_is_what_all_found_changes_at_once_after_a_save_too()
    {
        await using var app = await FilterShop.OpenAsync();
        using var editor = await app.SignedInAsync();
        // Renamed after the index was updated and before it can follow again.
        await app.IndexAsync();
        await app.ChangeAsync(async db => (await db.Products.SingleAsync(p => p.Sku == "AI-55")).Name = "华为交换机 AI-55");
        await app.ChangeAsync(async db => (await db.Products.SingleAsync(p => p.Sku == "S5735-L48T4X-A1")).Sku = "NEW-1");
        var list = await editor.PageAsync($"{List}?sort=Sku&q={Uri.EscapeDataString("华为 交换机")}");
        var fields = Door.FieldsOf(list, Bulk + "/preview", ("All", "true"), ("Act", "OutOfStock"));

        using var previewed = await editor.PostFormAsync(Bulk + "/preview", fields);
        var preview = await previewed.DocumentAsync();
        using var applied = await editor.PostFormAsync(Bulk, Door.FieldsOf(preview, Bulk));

        Assert.Equal("AI-55 NEW-1 S5735-L24P4S-A1", Skus(list));
        Assert.Equal(HttpStatusCode.SeeOther, applied.StatusCode);
        Assert.Equal(["AI-55", "NEW-1", "S5735-L24P4S-A1"], await app.ReadAsync(db =>
            db.Products.Where(p => p.Stock == StockState.OutOfStock).OrderBy(p => p.Sku).Select(p => p.Sku).ToListAsync(Cancel)));
        Assert.Equal("NEW-1", Skus(await editor.PageAsync($"{List}?q=NEW-1")));
    }

    [Fact]
    public async Task Without_an_index_a_text_finds_nothing_changes_nothing_and_says_why()
    {
        await using var app = await FilterShop.OpenAsync();
        using var editor = await app.SignedInAsync();
        var list = await editor.PageAsync($"{List}?q=s5735");
        app.Services.GetRequiredService<SearchIndex>().Dispose();

        var away = await editor.PageAsync($"{List}?q=s5735", HttpStatusCode.ServiceUnavailable);
        using var refused = await editor.PostFormAsync(Bulk + "/preview", Door.FieldsOf(list, Bulk + "/preview", ("All", "true"), ("Act", "OutOfStock")));

        Assert.Contains("索引正在建立", away.Text("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.SeeOther, ""), (refused.StatusCode, Skus(away)));
        Assert.NotEqual("", Skus(await editor.PageAsync(List)));
        Assert.Equal(0, await app.ReadAsync(db => db.Products.CountAsync(p => p.Stock == StockState.OutOfStock, Cancel)));
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private static string Skus(IHtmlDocument page) => string.Join(' ', page.QuerySelectorAll(".product-rows .sku").Select(s => s.TextContent));

    /// <summary>The table's products, and a signed-in staff member.</summary>
    public sealed class FilterShop : IAsyncLifetime
    {
        public StoreApp App { get; private set; } = null!;

        public HttpClient Editor { get; private set; } = null!;

        public static async Task<StoreApp> OpenAsync()
        {
            var app = await ProductEditorTests.ShopAsync();
            await app.ChangeAsync(async db =>
            {
                var now = app.Clock.GetUtcNow().UtcDateTime;
                foreach (var row in Table.Where(row => row[0] == "product"))
                    await db.PutAsync(row[2], row[1], product =>
                    {
                        (product.Name, product.Slug) = (row[4], $"filter-{Array.IndexOf(Table, row)}");
                        product.Specs = [.. row[5].Split("; ").Select(spec => spec.Split('=')).Select(spec => new Spec(spec[0], spec[1]))];
                        if (row[3] == "Bin")
                            product.ToBin(now);
                    }, row[3] == "Published" ? now : null);
            });
            return app;
        }

        public async ValueTask InitializeAsync()
        {
            App = await OpenAsync();
            await App.IndexAsync(); // pinyin depends on the words in the index
            Editor = await App.SignedInAsync();
        }

        public ValueTask DisposeAsync()
        {
            Editor.Dispose();
            return App.DisposeAsync();
        }
    }
}
