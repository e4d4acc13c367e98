using System.Net;
using System.Text.Json;

namespace BaiguStore.Web.Tests.Catalog;

/// <summary>Prices around 4,000 and 5,000 yuan, on both sides of a bound and on it; read-only.</summary>
public sealed class PriceStore : IAsyncLifetime
{
    public StoreApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await StoreApp.WithPageAsync();
        using var client = App.Visitor();
        await App.ChangeAsync(async db =>
        {
            foreach (var (sku, fen) in new[] { ("P-3999", 399_999L), ("P-4000", 400_000), ("P-4500", 450_050), ("P-5000", 500_000), ("P-5001", 500_001) })
                await db.PutAsync("huawei-switch", sku, p => p.ListPriceFen = fen, App.Clock.GetUtcNow().UtcDateTime);
            await db.PutAsync("huawei-switch", "P-ASK", p => p.ListPriceFen = null, App.Clock.GetUtcNow().UtcDateTime);
        });
        await App.IndexAsync();
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>Lists filtered by price: input, parsing and results.</summary>
public sealed class PriceRangeTests(SampleStore store, PriceStore prices) : IClassFixture<PriceStore>
{
    [Theory]
    [InlineData("price=4000-5000", "P-4000 P-4500 P-5000")]
    [InlineData("price=5000-5000", "P-5000")]
    [InlineData("price=4000-4999", "P-4000 P-4500")]
    [InlineData("price=-4000", "P-3999 P-4000")]
    [InlineData("price=5000-", "P-5000 P-5001")]
    [InlineData("price=1000-5000", "P-3999 P-4000 P-4500 P-5000")]
    [InlineData("price=5000-20000", "P-5000 P-5001")]
    [InlineData("price=4,000-５０００", "P-4000 P-4500 P-5000")]
    [InlineData("price=%C2%A54000%E2%80%935000%E5%85%83", "P-4000 P-4500 P-5000")]
    public async Task Both_ends_of_a_price_range_belong_to_it(string range, string expected)
    {
        using var visitor = prices.App.Visitor();

        var page = await visitor.PageAsync($"/c/huawei-switch?{range}&sort=price");
        using var answer = await visitor.AnswerAsync($"/api/v1/search?{range}");

        Assert.Equal(expected, string.Join(' ', page.QuerySelectorAll(".product-table__sku").Select(s => s.TextContent.Trim())));
        var items = JsonDocument.Parse(await answer.TextAsync()).RootElement.GetProperty("items").EnumerateArray();
        Assert.Equal(expected.Split(' '), items.Select(i => i.GetProperty("sku").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("1,000–5,000 4", page.Text("input[value='1000-5000'] + span").TrimStart('\u00A5'));
        Assert.Equal("5,000–20,000 2", page.Text("input[value='5000-20000'] + span").TrimStart('\u00A5'));
    }

    [Theory]
    [InlineData("price-from=4,999&price-to=５０００", "price=4999-5000")]
    [InlineData("price-from=%C2%A51,280,000&price-to=", "price=1280000-")]
    [InlineData("price-from=&price-to=5000%20%E5%85%83", "price=-5000")]
    [InlineData("price-from=0&price-to=4，999", "price=0-4999")]
    [InlineData("price-from=5000.00&price-to=5000", "price=5000-5000")]
    [InlineData("price=1000-5000&price-from=700&price-to=900", "price=1000-5000&price=700-900")]
    public async Task A_typed_price_is_read_in_the_ways_in_which_people_write_numbers(string typed, string read)
    {
        using var visitor = store.App.Visitor();

        using var answer = await visitor.AnswerAsync("/c/huawei-switch?" + typed);

        Assert.Equal((HttpStatusCode.SeeOther, "/c/huawei-switch?" + read), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task A_typed_range_comes_back_in_its_fields()
    {
        using var visitor = store.App.Visitor();

        var form = (await visitor.PageAsync("/c/huawei-switch?price=700-900000&price=1000-5000")).QuerySelector(".facets form")!;

        Assert.Equal(("700", "900000"), (form.QuerySelector("[name=price-from]")!.GetAttribute("value"), form.QuerySelector("[name=price-to]")!.GetAttribute("value")));
        Assert.Equal(["1000-5000"], form.QuerySelectorAll("[name=price]:is([type=hidden], [checked])").Select(i => i.GetAttribute("value")));
    }

    [Fact]
    public async Task A_typed_price_range_becomes_the_lists_address()
    {
        using var visitor = store.App.Visitor();

        using var both = await visitor.AnswerAsync("/c/huawei-switch?price-from=20000&price-to=5000&stock=InStock");
        using var one = await visitor.AnswerAsync("/search?q=s5735&price-from=5000&price-to=");
        using var none = await visitor.AnswerAsync("/c/huawei-switch?price-from=&price-to=&stock=InStock");

        Assert.Equal((HttpStatusCode.SeeOther, "/c/huawei-switch?price=5000-20000&stock=InStock"), (both.StatusCode, both.Headers.Location!.OriginalString));
        Assert.Equal("/search?q=s5735&price=5000-", one.Headers.Location!.OriginalString);
        Assert.Equal("/c/huawei-switch?stock=InStock", none.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_price_that_is_none_is_explained_to_who_typed_it_and_to_nobody_else()
    {
        using var visitor = store.App.Visitor();

        var mistyped = await visitor.PageAsync("/c/huawei-router?price-from=abc&price-to=500"); // the first request for this category's facets
        var plain = await visitor.PageAsync("/c/huawei-router");
        var again = await visitor.PageAsync("/c/huawei-router?price-from=xyz&price-to=");

        Assert.Equal("abc", mistyped.QuerySelector("[name=price-from]")!.GetAttribute("value"));
        Assert.Contains("整数元", mistyped.Text(".facets [role=alert]"), StringComparison.Ordinal);
        Assert.Null(plain.QuerySelector(".facets [role=alert]"));
        Assert.Equal("", plain.QuerySelector("[name=price-from]")!.GetAttribute("value") ?? "");
        Assert.Equal("xyz", again.QuerySelector("[name=price-from]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_price_that_is_none_is_explained_and_comes_back()
    {
        using var visitor = store.App.Visitor();

        var page = await visitor.PageAsync("/c/huawei-switch?price-from=" + Uri.EscapeDataString("五千") + "&price-to=&stock=InStock");

        Assert.Contains("整数元", page.Text(".facets [role=alert]"), StringComparison.Ordinal);
        Assert.Equal("五千", page.QuerySelector("[name=price-from]")!.GetAttribute("value"));
        Assert.NotNull(page.QuerySelector("input[name=stock][value=InStock][checked]"));
    }
}
