using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

public sealed class InquiryTests(Street street)
{
    private const string Count = ".inquiry-basket__count", Add = ".product .inquiry-add .button", Rows = ".inquiry-table__line";

    private string First => street.Addresses["product"];

    [Fact]
    public async Task A_buyer_with_a_phone_collects_two_products_changes_how_many_and_finds_them_again()
    {
        await using var visitor = await street.VisitorAsync(Visit.ByPhone);

        await AddAsync(visitor, First);
        await visitor.ChooseAsync(visitor.Find(Add));
        await Expect(visitor.Find(".inquiry-add [role='status']")).ToContainTextAsync("2");
        await AddAsync(visitor, street.Addresses.NextProduct);
        await Expect(visitor.Find(Count)).ToHaveTextAsync("2");
        await visitor.ChooseAsync(visitor.Find(".inquiry-add__open"));

        await Expect(visitor.Find(Rows)).ToHaveCountAsync(2);
        await Expect(Quantity(visitor, street.Addresses.ProductSku)).ToHaveValueAsync("2");
        await Expect(visitor.Find(".inquiry-sheet__other")).ToBeHiddenAsync();
        await Quantity(visitor, street.Addresses.ProductSku).FillAsync("5");
        await visitor.ChooseAsync(visitor.Find(".inquiry-form__update"));
        await Expect(visitor.Page).ToHaveURLAsync(new Regex(Regex.Escape(Uri.EscapeDataString(street.Addresses.ProductSku)) + @"(\*|%2A)5"));
        await visitor.Page.ReloadAsync();
        await Expect(Quantity(visitor, street.Addresses.ProductSku)).ToHaveValueAsync("5");
        await Expect(visitor.Find(".inquiry-sheet__other")).ToBeHiddenAsync();

        await visitor.GoAsync("/");
        await Expect(visitor.Find(Count)).ToHaveTextAsync("2");
        await visitor.ChooseAsync(visitor.Find(".inquiry-basket a"));
        await Expect(Quantity(visitor, street.Addresses.ProductSku)).ToHaveValueAsync("5");
        foreach (var box in await visitor.Find("[name='remove']").AllAsync())
            await visitor.ChooseAsync(box);
        await visitor.ChooseAsync(visitor.Find(".inquiry-form__update"));
        await Expect(visitor.Find(Rows)).ToHaveCountAsync(0);
        await Expect(visitor.Find(Count)).ToHaveTextAsync("");
        Assert.Equal("/inquiry", visitor.Place);
        Assert.Empty(visitor.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_row_of_a_list_goes_into_the_inquiry_by_one_click_and_a_product_by_the_dozen(bool byPhone)
    {
        await using var visitor = await street.VisitorAsync(byPhone ? Visit.ByPhone : new());
        await visitor.GoAsync(street.Addresses["big line"]);
        var row = visitor.Find(".product-table tbody tr").Nth(1);
        var sku = (await row.Locator(".sku").InnerTextAsync()).Trim();

        await visitor.ChooseAsync(row.Locator(".inquiry-pick a"));
        await Expect(visitor.Find(Count)).ToHaveTextAsync("1");
        await Expect(row.Locator(".inquiry-pick")).ToHaveClassAsync(new Regex("is-in", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(visitor.Find(".inquiry-basket [role='status']")).ToContainTextAsync("1");
        Assert.Equal(street.Addresses["big line"], visitor.Place);
        await visitor.GoAsync(First);
        await visitor.Find(".inquiry-add [name='n']").FillAsync("0");
        await visitor.ChooseAsync(visitor.Find(Add)); // the browser reports the error
        await Expect(visitor.Find(Count)).ToHaveTextAsync("1");
        await visitor.Find(".inquiry-add [name='n']").FillAsync("12");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Find(Count)).ToHaveTextAsync(sku == street.Addresses.ProductSku ? "1" : "2");
        await visitor.ChooseAsync(visitor.Find(".inquiry-add__open"));

        await Expect(Quantity(visitor, street.Addresses.ProductSku)).ToHaveValueAsync(sku == street.Addresses.ProductSku ? "13" : "12");
        await Expect(Quantity(visitor, sku)).ToHaveCountAsync(1);
        Assert.Empty(await visitor.Page.Context.CookiesAsync());
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Without_scripts_a_product_leads_to_an_inquiry_that_its_form_changes()
    {
        await using var visitor = await street.VisitorAsync(new(Scripts: false));

        await visitor.GoAsync(First);
        await visitor.Find(".inquiry-add [name='n']").FillAsync("3");
        await visitor.ChooseAsync(visitor.Find(Add));
        await Expect(Quantity(visitor, street.Addresses.ProductSku)).ToHaveValueAsync("3");
        await Quantity(visitor, street.Addresses.ProductSku).FillAsync("4");
        await visitor.Find("#inquiry-more").FillAsync(street.Addresses.NextSku.ToLowerInvariant());
        await visitor.ChooseAsync(visitor.Find(".inquiry-form__update"));

        await Expect(visitor.Find(Rows)).ToHaveCountAsync(2);
        await Expect(Quantity(visitor, street.Addresses.ProductSku)).ToHaveValueAsync("4");
        await Expect(visitor.Find($"{Rows} a[href='{street.Addresses.NextProduct}']")).ToBeVisibleAsync();
        await Expect(visitor.Find(".inquiry-sheet__other")).ToBeHiddenAsync();
        await visitor.ChooseAsync(visitor.Find("[name='remove']").First);
        await visitor.ChooseAsync(visitor.Find(".inquiry-form__update"));
        await Expect(visitor.Find(Rows)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_list_that_somebody_sent_replaces_ones_own_only_when_told_to()
    {
        await using var visitor = await street.VisitorAsync();
        await AddAsync(visitor, First);

        await visitor.GoAsync("/inquiry?item=SENT-1*7&item=SENT-2");
        await Expect(visitor.Find(".inquiry-sheet__other")).ToBeVisibleAsync();
        await Quantity(visitor, "SENT-1").FillAsync("8");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(Quantity(visitor, "SENT-1")).ToHaveValueAsync("8");
        await Expect(visitor.Find(Count)).ToHaveTextAsync("1"); // still the visitor's own
        await visitor.ChooseAsync(visitor.Find(".inquiry-sheet__own"));
        await Expect(Quantity(visitor, street.Addresses.ProductSku)).ToHaveValueAsync("1");

        await visitor.GoAsync("/inquiry?item=SENT-1*7&item=SENT-2");
        await visitor.ChooseAsync(visitor.Find(".inquiry-sheet__take"));
        await Expect(visitor.Find(Count)).ToHaveTextAsync("2");
        await Expect(visitor.Find(".inquiry-sheet__other")).ToBeHiddenAsync();
        await visitor.GoAsync("/inquiry");
        await Expect(Quantity(visitor, "SENT-1")).ToHaveValueAsync("7"); // the plain URL shows the visitor's own
    }

    [Fact]
    public async Task Two_tabs_have_one_basket()
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync("/about");
        await AddAsync(visitor, First);
        var other = await visitor.Page.Context.NewPageAsync();

        await other.GotoAsync(street.Addresses.NextProduct);
        await Expect(other.Locator(Count)).ToHaveTextAsync("1");
        await other.Locator(Add).ClickAsync();

        await Expect(visitor.Find(Count)).ToHaveTextAsync("2");
    }

    [Theory]
    [InlineData("{\"items\":[1,")]
    [InlineData("item=*3&item=A*0&x=y")]
    public async Task Garbage_in_the_storage_is_an_empty_basket(string garbage)
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync("/about");
        await visitor.Page.EvaluateAsync("(text) => localStorage.setItem('inquiry', text)", garbage);

        await visitor.GoAsync(First);
        await Expect(visitor.Find(Count)).ToHaveTextAsync("");
        await visitor.ChooseAsync(visitor.Find(Add));

        await Expect(visitor.Find(Count)).ToHaveTextAsync("1");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Where_the_browser_keeps_nothing_the_button_is_the_link_that_it_is()
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.Page.AddInitScriptAsync("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } })");

        await visitor.GoAsync(First);
        await visitor.ChooseAsync(visitor.Find(Add));

        await Expect(Quantity(visitor, street.Addresses.ProductSku)).ToHaveValueAsync("1");
        await Expect(visitor.Find(".inquiry-sheet__other")).ToBeHiddenAsync();
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task A_full_basket_takes_no_more_and_is_still_read()
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync("/about");
        await visitor.Page.EvaluateAsync("() => localStorage.setItem('inquiry', Array.from({ length: 500 }, (_, n) => `item=PART-NUMBER-${n}*9999`).join('&'))");

        await visitor.GoAsync("/about");
        await Expect(visitor.Find(Count)).ToHaveTextAsync("500");
        await visitor.ChooseAsync(visitor.Find(".inquiry-basket a"));
        await Expect(visitor.Find(Rows)).ToHaveCountAsync(500);
        await visitor.GoAsync(First);
        await visitor.ChooseAsync(visitor.Find(Add));

        await Expect(visitor.Find(Rows)).ToHaveCountAsync(1); // a separate inquiry
        await Expect(visitor.Find(Count)).ToHaveTextAsync("500");
    }

    private static async Task AddAsync(Visitor visitor, string product)
    {
        await visitor.GoAsync(product);
        await visitor.ChooseAsync(visitor.Find(Add));
        await Expect(visitor.Find(".inquiry-add__open")).ToBeVisibleAsync();
    }

    private static ILocator Quantity(Visitor visitor, string sku) =>
        visitor.Find(Rows).Filter(new() { Has = visitor.Page.Locator($"input[name='item'][value='{sku}']") }).Locator(".inquiry-table__quantity");
}
