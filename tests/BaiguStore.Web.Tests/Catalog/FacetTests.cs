using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Web.Urls;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Catalog;

/// <summary>Facets of lists: the form, and correct counts.</summary>
public sealed class FacetTests(SampleStore store)
{
    private static readonly string Poe = Uri.EscapeDataString("PoE+");

    [Theory]
    [InlineData("/c/huawei-switch")]
    [InlineData("/c/huawei-switch?stock=InStock")]
    [InlineData("/c/h3c")]
    [InlineData("/search?q=s5735")]
    public async Task Every_value_leads_to_as_many_products_as_it_says(string url)
    {
        using var visitor = store.App.Visitor();
        var page = await visitor.PageAsync(url);

        var values = page.QuerySelectorAll(".facet label").Where((_, n) => n % 5 == 0).ToList();

        Assert.InRange(values.Count, 4, 60);
        foreach (var value in values.Where(v => Box(v).IsChecked is false))
        {
            // Values of one facet add up: with one chosen already, another adds its own.
            var already = value.Closest(".facet")!.QuerySelectorAll("input[checked] + span .count").Sum(Number);
            var also = $"{Uri.EscapeDataString(Box(value).Name!)}={Uri.EscapeDataString(Box(value).Value)}";
            var list = await visitor.PageAsync($"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{also}");
            Assert.Equal(already + Number(value.QuerySelector(".count")!), Number(list.QuerySelector("#products-title .muted")!));
        }

        static IHtmlInputElement Box(IElement value) => value.QuerySelector<IHtmlInputElement>("input")!;
    }

    [Fact]
    public async Task A_value_is_one_control_and_nothing_in_the_panel_gives_up_what_was_chosen_besides()
    {
        using var visitor = store.App.Visitor();

        var page = await visitor.PageAsync($"/c/huawei-switch?stock=InStock&spec.PoE={Poe}&price=700-900000&sort=price");
        var form = page.QuerySelector(".facets form")!;

        Assert.Equal(form.QuerySelectorAll(".facet__values li").Length, form.QuerySelectorAll(".facet__values :is(a, button, input)").Length);
        Assert.Equal(["facets__none"], form.QuerySelectorAll("a").Select(a => a.ClassName));
        Assert.All(form.QuerySelectorAll(".facet"), facet => Assert.False(facet.HasAttribute("open"))); // collapsed, so one tab stop each
        Assert.All(form.QuerySelectorAll(".facet"), facet => Assert.Equal("submit", facet.QuerySelector("button")!.GetAttribute("type")));

        // As submitted by the button of 现货, with 订货 just ticked.
        var sent = $"sort=price&stock=InStock&stock=ToOrder&spec.PoE={Poe}&price-from=700&price-to=900000&drop=stock%3DInStock";
        using var dropped = await visitor.AnswerAsync("/c/huawei-switch?" + sent);
        var left = $"/c/huawei-switch?price=700-900000&spec.PoE={Poe}&stock=ToOrder&sort=price";
        Assert.Equal((HttpStatusCode.SeeOther, left), (dropped.StatusCode, dropped.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Ways_to_write_a_value_are_one_to_choose_and_equal_counts_stand_by_their_numbers()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.ChangeAsync(async db =>
        {
            var day = app.Clock.GetUtcNow().UtcDateTime;
            await db.PutAsync("huawei-switch", "F-0", p => p.Specs = [new("内存", "128GB"), new("功率", "1,200W"), new("端口", "10")], day);
            await db.PutAsync("huawei-switch", "F-1", p => p.Specs = [new("内存", "128 GB"), new("功率", "1,600W"), new("端口", "100")], day);
            await db.PutAsync("huawei-switch", "F-2", p => p.Specs = [new("内存", "１２８ＧＢ"), new("功率", "800W"), new("端口", "16")], day);
            await db.PutAsync("huawei-switch", "F-3", p => p.Specs = [new("内存", "128gb"), new("功率", "1，200 W"), new("端口", "2")], day);
        });
        await app.IndexAsync();

        var page = await visitor.PageAsync("/c/huawei-switch");
        var chosen = await visitor.PageAsync("/c/huawei-switch?spec.%E5%8A%9F%E7%8E%87=1200w&spec.%E5%86%85%E5%AD%98=128%20gB");

        Assert.Equal(["1,200W 2", "800W 1", "1,600W 1"], Values(page, "功率"));
        Assert.Equal(["2 1", "10 1", "16 1", "100 1"], Values(page, "端口"));
        Assert.Equal([], Values(page, "内存")); // only one value, so no choice
        Assert.Equal(["128GB 2"], Values(chosen, "内存"));
        Assert.Equal(2, Number(chosen.QuerySelector("#products-title .muted")!));
        Assert.Equal(["128GB", "1,200W"], chosen.QuerySelectorAll("input[checked]").Select(i => i.GetAttribute("value")));
        Assert.Equal(["内存: 128GB", "功率: 1,200W"], chosen.QuerySelectorAll(".facets__chosen span[lang]").Select(s => s.TextContent));
        Assert.Empty(chosen.QuerySelectorAll(".facets input[type=hidden]"));

        static IEnumerable<string> Values(IParentNode page, string spec) =>
            page.QuerySelectorAll($".facet__values input[name='spec.{spec}'] + span").Select(v => v.ParentElement!.Text("span"));
    }

    [Fact]
    public async Task While_there_is_no_index_a_list_offers_no_filter_and_one_with_a_wrong_price_still_says_so()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "LS-1");
        using var visitor = app.Visitor();

        var list = await visitor.PageAsync("/c/h3c-switch");
        var mistyped = await visitor.PageAsync("/c/h3c-switch?price-from=viel&price-to=");

        Assert.NotNull(list.QuerySelector(".product-table tbody tr"));
        Assert.Null(list.QuerySelector(".facets"));
        Assert.Equal("/c/h3c-switch", mistyped.QuerySelector(".facets form")!.GetAttribute("action"));
        Assert.NotEmpty(mistyped.Text(".facets [role=alert]"));
    }

    [Fact]
    public async Task A_place_with_lines_below_lists_all_that_is_there()
    {
        using var visitor = store.App.Visitor();
        var page = await visitor.PageAsync("/c/h3c");

        Assert.Equal(store.App.Tree.Find("h3c")!.Total, Number(page.QuerySelector("#products-title .muted")!));
        Assert.Equal(24, page.QuerySelectorAll(".product-table__sku").Length);
        Assert.NotNull(page.QuerySelector("input[name=category][value=h3c-switch]"));
    }

    [Fact]
    public async Task A_filtered_list_holds_what_the_database_says()
    {
        using var visitor = store.App.Visitor();
        var line = store.App.Tree.Find("huawei-switch")!;
        var expected = (await store.App.ReadAsync(db => db.Products.Published().In(line.Id).Where(p => p.Stock == StockState.InStock && p.ListPriceFen >= 500_000 && p.ListPriceFen <= 2_000_000)
                .OrderBy(p => p.ListPriceFen).ThenBy(p => p.Id).ToListAsync(TestContext.Current.CancellationToken)))
            .Where(p => p.Specs.Any(s => s.Name == "PoE" && s.Value.StartsWith("PoE+", StringComparison.Ordinal) && !s.Value.StartsWith("PoE++", StringComparison.Ordinal))).Select(p => p.Sku).ToList();

        var page = await visitor.PageAsync($"/c/huawei-switch?spec.PoE={Poe}&stock=InStock&price=5000-20000&sort=price&size=96");

        Assert.InRange(expected.Count, 5, 96);
        Assert.Equal(expected, page.QuerySelectorAll(".product-table__sku").Select(s => s.TextContent.Trim()));
    }

    [Fact]
    public async Task A_filtered_list_keeps_to_its_filter_in_each_order()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.ChangeAsync(async db =>
        {
            var day = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
            await db.PutAsync("huawei-switch", "F-1", p => (p.Name, p.ListPriceFen, p.Stock) = ("D", null, StockState.ToOrder), day.AddDays(3));
            await db.PutAsync("huawei-switch", "F-222", p => (p.Name, p.ListPriceFen, p.Stock) = ("C", 200, StockState.InStock), day.AddDays(2));
            await db.PutAsync("huawei-switch", "F-3", p => (p.Name, p.ListPriceFen, p.Stock) = ("B", 199, StockState.InStock), day.AddDays(1));
            await db.PutAsync("huawei-switch", "F-44", p => (p.Name, p.ListPriceFen, p.Stock) = ("A", 100_000_00, StockState.InStock), day);
            await db.PutAsync("huawei-switch", "F-0", p => (p.Name, p.ListPriceFen, p.Stock) = ("0", 1, StockState.OutOfStock), day.AddDays(4)); // it would be first without the filter
        });
        await app.IndexAsync();

        Assert.Equal("F-3 F-44 F-222 F-1", await SkusAsync("relevance")); // in stock first, then the shortest part number
        Assert.Equal("F-44 F-3 F-222 F-1", await SkusAsync("name"));
        Assert.Equal("F-3 F-222 F-44 F-1", await SkusAsync("price"));
        Assert.Equal("F-1 F-222 F-3 F-44", await SkusAsync("newest"));

        async Task<string> SkusAsync(string order)
        {
            var page = await visitor.PageAsync($"/c/huawei-switch?stock=InStock&stock=ToOrder&sort={order}");
            Assert.Equal(4, Number(page.QuerySelector("#products-title .muted")!));
            return string.Join(' ', page.QuerySelectorAll(".product-table__sku").Select(s => s.TextContent.Trim()));
        }
    }

    [Fact]
    public async Task One_list_has_one_address_and_search_engines_do_not_keep_it()
    {
        await using var app = await StoreApp.WithPageAsync(("Store:PublicUrl", "https://store.example"));
        using var visitor = app.Visitor();

        var page = await visitor.PageAsync($"/c/huawei-switch?stock=ToOrder&page=1&stock=InStock&unknown=1&spec.PoE={Poe}&sort=name");

        Assert.Equal($"https://store.example/c/huawei-switch?spec.PoE={Poe}&stock=InStock&stock=ToOrder", page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
        Assert.Contains("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"), StringComparison.Ordinal);
        Assert.Equal(["PoE: PoE+", "库存: 现货", "库存: 订货"], page.QuerySelectorAll(".facets__chosen button > span[lang], .facets__chosen button > span:not([class])").Select(s => s.TextContent.Trim()));
        Assert.Equal("/c/huawei-switch", page.QuerySelector(".facets__none")!.GetAttribute("href"));
    }

    [Fact]
    public async Task What_nothing_has_is_said_and_can_be_taken_back()
    {
        using var visitor = store.App.Visitor();

        var page = await visitor.PageAsync("/c/huawei-switch?spec.PoE=" + Uri.EscapeDataString("<b>no such value</b>"));

        Assert.Contains("没有同时符合", page.Text("#products-title"), StringComparison.Ordinal);
        Assert.Equal("spec.PoE=<b>no such value</b>", page.QuerySelector(".facets__chosen button")!.GetAttribute("value"));
        Assert.Equal("/c/huawei-switch", page.QuerySelector(".facets__none")!.GetAttribute("href"));
        Assert.Empty(page.QuerySelectorAll("main b"));
    }

    [Fact]
    public async Task A_form_sends_what_was_chosen_before_and_what_it_does_not_show()
    {
        using var visitor = store.App.Visitor();

        var form = (await visitor.PageAsync("/search?q=s5735&price=700-900&stock=InStock&sort=price&size=48")).QuerySelector(".facets form")!;

        Assert.Equal("/search", form.GetAttribute("action"));
        string[] sent = [.. form.QuerySelectorAll("input[type=hidden], input[checked], .facet__range input").Select(i => $"{i.GetAttribute("name")}={i.GetAttribute("value")}").Order(StringComparer.Ordinal)];
        Assert.Equal(["price-from=700", "price-to=900", "q=s5735", "size=48", "sort=price", "stock=InStock"], sent);
    }

    [Fact]
    public async Task A_saved_price_is_counted_in_the_cached_list_at_once()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        foreach (var n in Enumerable.Range(1, 3))
            await app.AddProductAsync("huawei-switch", $"S5735-{n}");
        await app.IndexAsync();
        Assert.Null((await visitor.PageAsync("/c/huawei-switch")).QuerySelector("input[name=stock][value=OutOfStock]"));

        await using (var db = app.OpenDb())
        {
            (await db.Products.SingleAsync(p => p.Sku == "S5735-1", TestContext.Current.CancellationToken)).Stock = StockState.OutOfStock;
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await Patience.UntilAsync(async () =>
            (await visitor.PageAsync("/c/huawei-switch")).QuerySelector("input[name=stock][value=OutOfStock] + span .count")?.TextContent == "1");
    }

    [Fact]
    public async Task A_list_that_was_kept_before_the_index_stood_gets_its_facets()
    {
        await using var app = StoreApp.OnEmptyFolder(SeedMode.Page);
        using var visitor = app.Visitor();
        await app.AddProductAsync("huawei-switch", "S5735-1");
        await app.AddProductAsync("huawei-switch", "S5735-2");
        await using (var db = app.OpenDb())
        {
            (await db.Products.FirstAsync(p => p.Sku == "S5735-1", TestContext.Current.CancellationToken)).Stock = StockState.OutOfStock;
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
        await app.CatchUpAsync();

        await visitor.PageAsync("/c/huawei-switch"); // cached, usually without facets: the index is started a moment later

        await Patience.UntilAsync(async () => (await visitor.PageAsync("/c/huawei-switch")).QuerySelector("input[name=stock]") is not null);
    }

    private static int Number(IElement element) =>
        int.Parse(string.Concat(element.TextContent.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
}
