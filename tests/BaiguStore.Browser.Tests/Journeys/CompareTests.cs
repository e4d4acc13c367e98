using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

public sealed class CompareTests(Street street)
{
    private const string Pick = ".product-table .compare-pick > *", Bar = ".compare-bar__inner", Open = ".compare-bar__open", Columns = ".compare-table thead .sku";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_buyer_picks_three_in_a_list_sees_what_differs_and_takes_one_away(bool byPhone)
    {
        await using var visitor = await street.VisitorAsync((byPhone ? Visit.ByPhone : new()) with { Still = true });
        await visitor.GoAsync(street.Addresses["big line"]);
        var skus = await visitor.Find(".product-table__sku .sku").AllInnerTextsAsync();
        await Expect(visitor.Find(Bar)).ToBeHiddenAsync();

        foreach (var n in new[] { 0, 2, 4 })
            await visitor.ChooseAsync(visitor.Find(Pick).Nth(n));
        await Expect(visitor.Find(Open)).ToContainTextAsync("(3)");
        await Expect(visitor.Find(Pick).Nth(2)).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Empty(await visitor.Page.Context.CookiesAsync());
        await visitor.GoAsync(street.Addresses["product"]);
        await visitor.ChooseAsync(visitor.Find(Open));

        await Expect(visitor.Find(Columns)).ToHaveTextAsync([skus[0], skus[2], skus[4]]);
        await Expect(visitor.Find(Bar)).ToBeHiddenAsync(); // this is the page that it leads to
        var rows = await visitor.Find(".compare-table tbody tr").CountAsync();
        await FitsAsync(visitor);
        await visitor.ChooseAsync(visitor.Find(".compare__choice a").Last);
        await Expect(visitor.Find(".compare-table tbody tr:not(.compare-table__group)")).Not.ToHaveCountAsync(0);
        Assert.InRange(await visitor.Find(".compare-table tbody tr").CountAsync(), 1, rows - 1);
        await Expect(visitor.Find(".compare-table tbody tr:not(.is-different, .compare-table__group)")).ToHaveCountAsync(0);
        await visitor.ChooseAsync(visitor.Find(".compare-table__remove").Nth(1));

        await Expect(visitor.Find(Columns)).ToHaveTextAsync([skus[0], skus[4]]);
        await visitor.GoAsync(street.Addresses["big line"]);
        await Expect(visitor.Find(Open)).ToContainTextAsync("(2)");
        await FitsAsync(visitor);
        await visitor.ChooseAsync(visitor.Find(".compare-bar__clear"));
        await Expect(visitor.Find(Bar)).ToBeHiddenAsync();
        await Expect(visitor.Find(Pick).First).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.Empty(visitor.Complaints);
    }

    [Theory]
    [InlineData("comparison")]
    [InlineData("contact")]
    [InlineData("empty inquiry")]
    public async Task A_short_page_is_one_sheet_of_paper(string page)
    {
        await using var visitor = await street.VisitorAsync(new(Still: true));
        await visitor.GoAsync(street.Addresses[page]);

        var pdf = Encoding.Latin1.GetString(await visitor.Page.PdfAsync(new() { Format = "A4", PreferCSSPageSize = true }));

        Assert.Equal(1, Regex.Count(pdf, "/Type /Page\\b"));
    }

    [Fact]
    public async Task A_seventh_finds_no_place_and_the_keyboard_is_enough()
    {
        await using var visitor = await street.VisitorAsync(new(Still: true));
        await visitor.GoAsync(street.Addresses["big line"]);

        for (var n = 0; n < 7; n++)
        {
            await visitor.Find(Pick).Nth(n).FocusAsync();
            await visitor.Page.Keyboard.PressAsync("Space");
        }
        await Expect(visitor.Find(Open)).ToContainTextAsync("(6)");
        await Expect(visitor.Find(Pick).Nth(6)).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(visitor.Find(".compare-bar__said")).ToBeInViewportAsync();
        await visitor.Find(Pick).Nth(0).FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Find(Open)).ToContainTextAsync("(5)");
        await visitor.Find(Open).FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(visitor.Find(Columns)).ToHaveCountAsync(5);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task A_comparison_that_somebody_sent_leaves_ones_own_alone()
    {
        await using var visitor = await street.VisitorAsync(new(Still: true));
        await visitor.GoAsync(street.Addresses["product"]);
        await visitor.ChooseAsync(visitor.Find(".product__buy .compare-pick > *"));

        await visitor.GoAsync("/compare?sku=" + Uri.EscapeDataString(street.Addresses.NextSku)); // typed, so there is no referrer
        await Expect(visitor.Find(Open)).ToContainTextAsync("(1)");
        await visitor.ChooseAsync(visitor.Find(Open));

        await Expect(visitor.Find(Columns)).ToHaveTextAsync([street.Addresses.ProductSku]);
    }

    [Fact]
    public async Task A_comparison_is_copied_shared_and_printed_and_no_other_is_offered_over_it()
    {
        await using var visitor = await street.VisitorAsync(new(Still: true));
        await visitor.Page.AddInitScriptAsync("navigator.share = async (what) => { window.shared = what; }");
        await visitor.Page.AddInitScriptAsync("window.print = () => { window.printed = true; }");
        await visitor.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visitor.GoAsync(street.Addresses["product"]);
        await visitor.ChooseAsync(visitor.Find(".product__buy .compare-pick > *"));

        await visitor.GoAsync(street.Addresses["comparison"]); // somebody else's
        await Expect(visitor.Find(Bar)).ToBeHiddenAsync();
        await visitor.ChooseAsync(visitor.Find(".page-share [value='copy']"));
        await Expect(visitor.Find(".page-share [role='status']")).ToHaveTextAsync("已复制");
        var copied = await visitor.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        Assert.EndsWith(street.Addresses["comparison"], copied, StringComparison.Ordinal);
        await visitor.ChooseAsync(visitor.Find(".page-share [value='share']"));
        Assert.Contains(street.Addresses.ProductSku, await visitor.Page.EvaluateAsync<string>("() => window.shared.title"), StringComparison.Ordinal);
        await visitor.ChooseAsync(visitor.Find(".page-share [value='print']"));

        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => window.printed"));
        await visitor.GoAsync("/about");
        await Expect(visitor.Find(Open)).ToContainTextAsync("(1)"); // the visitor's own is unchanged
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Without_scripts_links_and_a_form_lead_to_the_same()
    {
        await using var visitor = await street.VisitorAsync(new(Scripts: false));

        await visitor.GoAsync(street.Addresses["product"]);
        await visitor.ChooseAsync(visitor.Find(".product__buy .compare-pick > *"));
        await visitor.Find("#compare-more").FillAsync(street.Addresses.NextSku.ToLowerInvariant());
        await visitor.ChooseAsync(visitor.Find(".compare__more [type='submit']"));

        await Expect(visitor.Find(Columns)).ToHaveTextAsync([street.Addresses.ProductSku, street.Addresses.NextSku]);
        await Expect(visitor.Find(Bar)).ToBeHiddenAsync();
        await Expect(visitor.Find(".page-share")).ToBeHiddenAsync();
    }

    private static async Task FitsAsync(Visitor visitor) =>
        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{visitor.Place} is wider than its window");
}
