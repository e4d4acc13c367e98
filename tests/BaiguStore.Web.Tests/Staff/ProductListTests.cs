using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Models;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Staff;

public sealed class ProductListTests
{
    private const string List = "/admin/products", Bulk = "/admin/products/bulk";

    [Fact]
    public async Task The_list_is_filtered_sorted_and_turned_page_by_page()
    {
        await using var app = await ManyAsync(120);
        using var editor = await app.SignedInAsync();
        var line = app.Tree.Find("h3c-switch")!;

        List<string> seen = [];
        for (var next = $"{List}?sort=Sku&category={line.Parent!.Id}"; next is not null;)
        {
            var page = await editor.PageAsync(next);
            seen.AddRange(Skus(page));
            next = page.QuerySelector(".keyset-pager a[rel=next]")?.GetAttribute("href");
        }
        Assert.Equal(Enumerable.Range(1, 120).Select(n => $"BULK-{n:D4}"), seen);
        var last = await editor.PageAsync($"{List}?sort=Sku&q=bulk 01");
        Assert.Equal(("21 件", "BULK-0100"), (last.Text("h1 .count"), Skus(last)[0]));
        Assert.Empty(Skus(await editor.PageAsync($"{List}?category={app.Tree.Find("huawei-switch")!.Id}")));
        Assert.Equal("12 件", (await editor.PageAsync($"{List}?noPrice=true")).Text("h1 .count"));
        Assert.Equal("0 件", (await editor.PageAsync($"{List}?state=Draft")).Text("h1 .count"));
        Assert.Equal("0 件", (await editor.PageAsync($"{List}?sample=true")).Text("h1 .count"));
        var columns = await editor.PageAsync($"{List}?cols=vendor&cols=confirmed");
        Assert.Equal(["品牌", "确认时间"], columns.QuerySelectorAll("thead th").Skip(3).SkipLast(1).Select(h => h.TextContent));
        Assert.Contains("cols=vendor&cols=confirmed", columns.QuerySelector(".keyset-pager a")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_tree_too_large_for_a_list_a_category_is_typed_by_its_number_its_name_or_its_address()
    {
        await using var app = await ManyAsync(3);
        await app.ChangeAsync(db =>
        {
            db.Categories.AddRange(Enumerable.Range(0, CategoryOptions.MostListed).Select(n => new Category { Name = n < 2 ? "同名" : $"线路 {n}", Slug = $"line-{n}" }));
            return Task.CompletedTask;
        });
        using var editor = await app.SignedInAsync();
        var line = app.Tree.Find("h3c-switch")!;

        foreach (var typed in (string[])[$"{line.Id}", $"{line.Id} {line.Name}", line.Name, line.Slug])
        {
            var page = await editor.PageAsync($"{List}?category={Uri.EscapeDataString(typed)}");
            Assert.Equal(("3 件", $"{line.Id} {line.Name}"), (page.Text("h1 .count"), page.QuerySelector<IHtmlInputElement>("[name=category]")!.Value));
        }
        foreach (var typed in (string[])["同名", "nowhere"])
        {
            var page = await editor.PageAsync($"{List}?category={Uri.EscapeDataString(typed)}", HttpStatusCode.BadRequest);
            Assert.Equal((typed, "0 件"), (page.QuerySelector<IHtmlInputElement>("[name=category]")!.Value, page.Text("h1 .count")));
            Assert.Equal(typed == "同名", page.Text("[role=alert]").Contains(" 同名\uFF1B", StringComparison.Ordinal)); // the candidates, each with its id
        }
        var id = await app.ReadAsync(db => db.Products.OrderBy(p => p.Id).Select(p => p.Id).FirstAsync(TestContext.Current.CancellationToken));
        using var moved = await editor.PostFormAsync($"{List}/{id}/edit", await ProductEditorTests.FieldsAsync(app, editor, $"{List}/{id}/edit", ("CategoryId", "line-7")));
        Assert.Equal(HttpStatusCode.SeeOther, moved.StatusCode);
        Assert.Equal("line-7", await app.ReadAsync(db => db.Products.Where(p => p.Id == id).Select(p => p.Category!.Slug).SingleAsync(TestContext.Current.CancellationToken)));
        using var names = await editor.AnswerAsync("/admin/categories/names?q=" + Uri.EscapeDataString("线路 99"));
        Assert.Equal(19, JsonDocument.Parse(await names.TextAsync()).RootElement.GetArrayLength()); // each word anywhere: 99, 199 to 899, 990 to 999
        Assert.Equal("[]", await (await editor.AnswerAsync("/admin/categories/names?q=")).TextAsync());
    }

    [Theory]
    [InlineData("?sort=Price&key=abc&at=3")]
    [InlineData("?category=x")]
    [InlineData("?state=nothing")]
    [InlineData("?at=99999999999")]
    public async Task A_value_that_is_none_answers_400(string query)
    {
        await using var app = await Door.OpenAsync();
        using var editor = await app.SignedInAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await editor.AnswerAsync(List + query)).StatusCode);
    }

    [Fact]
    public async Task A_row_is_saved_in_the_list_and_the_place_is_kept()
    {
        await using var app = await ManyAsync(3);
        using var editor = await app.SignedInAsync();
        var page = await editor.PageAsync($"{List}?sort=Sku&q=BULK");
        var product = await ProductEditorTests.ProductAsync(app, "BULK-0002");
        var action = $"{List}/{product.Id}/row";
        var row = Door.FieldsOf(page, action);

        using var saved = await editor.PostFormAsync(action, new(row) { ["ListPrice"] = "4,234.5", ["Stock"] = "OutOfStock", ["Published"] = "false" });
        using var stale = await editor.PostFormAsync(action, new(row) { ["ListPrice"] = "77", ["Stock"] = "InStock", ["Published"] = "true" });
        using var wrong = await editor.PostFormAsync(action, new(row) { ["ListPrice"] = "-1", ["Stock"] = "InStock" });
        var after = await ProductEditorTests.ProductAsync(app, "BULK-0002");

        Assert.Equal((HttpStatusCode.SeeOther, $"{List}?q=BULK&sort=Sku#p{product.Id}"), (saved.StatusCode, saved.Headers.Location!.OriginalString));
        Assert.Equal((423450L, StockState.OutOfStock, null), (after.ListPriceFen, after.Stock, after.PublishedAt));
        var conflict = await stale.DocumentAsync();
        Assert.Equal((HttpStatusCode.Conflict, "\u00A54,234.50", "77"), (stale.StatusCode, conflict.Text(".facts .price"), conflict.QuerySelector<IHtmlInputElement>("#ListPrice")!.Value));
        Assert.Equal($"{after.Version}", conflict.QuerySelector<IHtmlInputElement>("main [name=Version]")!.Value);
        Assert.Equal((HttpStatusCode.BadRequest, "-1"), (wrong.StatusCode, (await wrong.DocumentAsync()).QuerySelector<IHtmlInputElement>("#ListPrice")!.Value));
    }

    [Fact]
    public async Task A_script_gets_the_row_as_json()
    {
        await using var app = await ManyAsync(1);
        using var editor = await app.SignedInAsync();
        var id = (await ProductEditorTests.ProductAsync(app, "BULK-0001")).Id;
        var row = Door.FieldsOf(await editor.PageAsync(List), $"{List}/{id}/row", ("ListPrice", "4288"), ("Stock", "ToOrder"), ("Published", "true"));
        editor.DefaultRequestHeaders.Accept.ParseAdd("application/json");

        using var saved = await editor.PostFormAsync($"{List}/{id}/row", row);
        using var stale = await editor.PostFormAsync($"{List}/{id}/row", new(row) { ["ListPrice"] = "4299" });

        using var done = JsonDocument.Parse(await saved.TextAsync());
        using var now = JsonDocument.Parse(await stale.TextAsync());
        Assert.Equal((HttpStatusCode.OK, 1, "4288"), (saved.StatusCode, done.RootElement.GetProperty("version").GetInt32(), done.RootElement.GetProperty("listPrice").GetString()));
        Assert.Equal((HttpStatusCode.Conflict, 1, "4288", "ToOrder"), (stale.StatusCode, now.RootElement.GetProperty("version").GetInt32(), now.RootElement.GetProperty("listPrice").GetString(), now.RootElement.GetProperty("stock").GetString()));
        Assert.Contains("4299", now.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("280")]
    [InlineData("42800")]
    [InlineData("2,995.99")]
    [InlineData("5564.01")]
    public async Task A_price_that_jumps_by_more_than_30_percent_is_asked_about_before_it_is_saved(string typed)
    {
        await using var app = await ManyAsync(1);
        using var editor = await app.SignedInAsync();
        var action = $"{List}/{(await ProductEditorTests.ProductAsync(app, "BULK-0001")).Id}/row";
        var fields = Door.FieldsOf(await editor.PageAsync(List), action, ("ListPrice", typed), ("Stock", "InStock"), ("Published", "true"));

        using var asked = await editor.PostFormAsync(action, fields);
        var question = await asked.DocumentAsync();
        var before = await ProductEditorTests.ProductAsync(app, "BULK-0001");
        using var another = await editor.PostFormAsync(action, Door.FieldsOf(question, action, ("ListPrice", "1"), ("Stock", "InStock"))); // a confirmation is valid for one price
        using var saved = await editor.PostFormAsync(action, Door.FieldsOf(question, action, ("Stock", "InStock"), ("Published", "true")));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, 428_000L), (asked.StatusCode, before.ListPriceFen));
        Assert.Contains("BULK-0001", question.Text("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal(typed, question.QuerySelector<IHtmlInputElement>("#ListPrice")!.Value);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther), (another.StatusCode, saved.StatusCode));
        Assert.Equal(Yuan.TryParse(typed, out var fen) ? fen : null, (await ProductEditorTests.ProductAsync(app, "BULK-0001")).ListPriceFen);
    }

    [Theory]
    [InlineData("2996")]
    [InlineData("5564")]
    [InlineData("")] // without a price
    public async Task A_smaller_step_of_a_price_and_none_are_saved_unasked(string typed)
    {
        await using var app = await ManyAsync(1);
        using var editor = await app.SignedInAsync();
        var action = $"{List}/{(await ProductEditorTests.ProductAsync(app, "BULK-0001")).Id}/row";

        using var saved = await editor.PostFormAsync(action, Door.FieldsOf(await editor.PageAsync(List), action, ("ListPrice", typed), ("Stock", "InStock")));

        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
    }

    [Fact]
    public async Task Two_who_change_different_things_of_a_row_lose_nothing_and_the_same_save_twice_is_one()
    {
        await using var app = await ManyAsync(1);
        using var editor = await app.SignedInAsync();
        var action = $"{List}/{(await ProductEditorTests.ProductAsync(app, "BULK-0001")).Id}/row";
        var opened = Door.FieldsOf(await editor.PageAsync(List), action, ("ListPrice", "4280"), ("Stock", "InStock"), ("Published", "true"));

        using var price = await editor.PostFormAsync(action, new(opened) { ["ListPrice"] = "4300" });
        using var again = await editor.PostFormAsync(action, new(opened) { ["ListPrice"] = "4300" });
        using var stock = await editor.PostFormAsync(action, new(opened) { ["Stock"] = "OutOfStock" });

        Assert.All([price, again, stock], answer => Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode));
        var after = await ProductEditorTests.ProductAsync(app, "BULK-0001");
        Assert.Equal((430_000L, StockState.OutOfStock, 2), (after.ListPriceFen, after.Stock, after.Version));
    }

    [Fact]
    public async Task All_that_a_filter_finds_are_changed_at_once_after_a_look_and_undone_but_for_what_was_changed_since()
    {
        await using var app = await ManyAsync(120);
        using var editor = await app.SignedInAsync();
        var list = await editor.PageAsync($"{List}?q=BULK");
        var fields = Door.FieldsOf(list, Bulk + "/preview", ("All", "true"), ("Act", "ChangePrice"));

        using var asked = await editor.PostFormAsync(Bulk + "/preview", fields);
        using var wrong = await SendAsync(editor, asked, Bulk + "/preview", ("Percent", "five"));
        using var previewed = await SendAsync(editor, asked, Bulk + "/preview", ("Percent", "5"), ("Rounding", "Yuan"));
        var preview = await previewed.DocumentAsync();
        using var applied = await SendAsync(editor, previewed, Bulk);
        var after = await app.ReadAsync(db => db.Products.AsNoTracking().OrderBy(p => p.Sku).ToListAsync());

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (asked.StatusCode, wrong.StatusCode));
        Assert.Equal(("价格上调 5%，取整到元", "120 件", "108 件", "12 件"), (preview.Text(".lead"), Fact(preview, 0), Fact(preview, 1), Fact(preview, 2)[..4]));
        Assert.Equal(20, preview.QuerySelectorAll(".bulk-preview tbody tr").Length);
        Assert.Equal(HttpStatusCode.SeeOther, applied.StatusCode);
        Assert.All(after, p => Assert.Equal(p.ListPriceFen is null ? null : 449_400L, p.ListPriceFen));
        var place = applied.Headers.Location!.OriginalString;
        var shown = await editor.PageAsync(place);
        Assert.Equal("已修改 108 件商品。", shown.Text(".notice"));

        await app.ChangeAsync(async db => (await db.Products.SingleAsync(p => p.Sku == "BULK-0001")).ListPriceFen = 1);
        var undo = shown.QuerySelector(".undo-bar")!.GetAttribute("action")!;
        using var undone = await editor.PostFormAsync(undo, Door.FieldsOf(shown, undo));
        var said = (await editor.PageAsync(Bulk)).Text(".notice");
        using var twice = await editor.PostFormAsync(undo, Door.FieldsOf(shown, undo));

        Assert.Equal("已撤销，107 件商品恢复原样；1 件后来又改过，保持不变。", said);
        Assert.Equal("批量修改已经撤销。", (await editor.PageAsync(Bulk)).Text(".notice"));
        var now = await app.ReadAsync(db => db.Products.AsNoTracking().OrderBy(p => p.Sku).ToListAsync());
        Assert.Equal((1L, 428_000L), (now[0].ListPriceFen, now[1].ListPriceFen));
        Assert.Equal(2, await app.ReadAsync(db => db.BulkChanges.CountAsync()));
        Assert.Null((await editor.PageAsync(place)).QuerySelector(".undo-bar"));
    }

    [Fact]
    public async Task A_change_of_many_is_refused_when_something_else_would_be_changed_than_was_looked_at()
    {
        await using var app = await ManyAsync(3);
        using var editor = await app.SignedInAsync();
        var fields = Door.FieldsOf(await editor.PageAsync(List), Bulk + "/preview", ("All", "true"), ("Act", "OutOfStock"));
        using var previewed = await editor.PostFormAsync(Bulk + "/preview", fields);
        await app.AddProductAsync("h3c-switch", "BULK-NEW");

        using var refused = await SendAsync(editor, previewed, Bulk);

        var page = await refused.DocumentAsync();
        Assert.Equal((HttpStatusCode.Conflict, "所选商品在预览之后有变动，请重新预览。", "4 件"), (refused.StatusCode, page.Text(".form-error p"), Fact(page, 0)));
        Assert.Equal(0, await app.ReadAsync(db => db.Products.CountAsync(p => p.Stock == StockState.OutOfStock)));
    }

    [Fact]
    public async Task Only_the_ticked_ones_are_changed()
    {
        await using var app = await ManyAsync(3);
        using var editor = await app.SignedInAsync();
        var id = (await ProductEditorTests.ProductAsync(app, "BULK-0002")).Id;
        var fields = Door.FieldsOf(await editor.PageAsync(List), Bulk + "/preview", ("Ids", $"{id}"), ("Act", "Bin"));
        var count = app.Tree.Find("h3c-switch")!.Count;

        using var none = await editor.PostFormAsync(Bulk + "/preview", new(fields.Where(f => f.Key != "Ids")));
        using var previewed = await editor.PostFormAsync(Bulk + "/preview", fields);
        using var applied = await SendAsync(editor, previewed, Bulk);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.OK, HttpStatusCode.SeeOther), (none.StatusCode, previewed.StatusCode, applied.StatusCode));
        Assert.Equal(["BULK-0002"], await app.ReadAsync(db => db.Products.Where(p => p.DeletedAt != null).Select(p => p.Sku).ToListAsync()));
        Assert.Equal(count - 1, app.Tree.Find("h3c-switch")!.Count);
    }

    [Fact]
    public async Task The_list_costs_as_many_queries_for_many_products_as_for_few()
    {
        await using var few = await ManyAsync(2);
        await using var many = await ManyAsync(120);
        using var first = await few.SignedInAsync();
        using var second = await many.SignedInAsync();

        Assert.Equal(await QueriesAsync(few, first), await QueriesAsync(many, second));

        // After the columns are loaded, otherwise queries of the load could be counted, too.
        static async Task<int> QueriesAsync(StoreApp app, HttpClient editor)
        {
            await editor.PageAsync(List);
            await app.Services.GetRequiredService<ProductLists>().Loading;
            return (await editor.AnswerAsync(List)).Queries();
        }
    }

    private static async Task<StoreApp> ManyAsync(int count)
    {
        var app = await ProductEditorTests.ShopAsync();
        await app.ChangeAsync(async db =>
        {
            for (var n = 1; n <= count; n++)
                await db.PutAsync("h3c-switch", $"BULK-{n:D4}", n % 10 == 0 ? p => p.ListPriceFen = null : null, app.Clock.GetUtcNow().UtcDateTime);
        });
        return app;
    }

    private static List<string> Skus(IHtmlDocument page) => [.. page.QuerySelectorAll(".product-rows .sku").Select(s => s.TextContent)];

    private static string Fact(IHtmlDocument page, int n) => string.Join(' ', page.QuerySelectorAll("main .facts dd")[n].TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Submits the form of a response.</summary>
    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, HttpResponseMessage answer, string action, params (string Name, string Value)[] typed) =>
        await browser.PostFormAsync(action, Door.FieldsOf(await answer.DocumentAsync(), action, typed));
}
