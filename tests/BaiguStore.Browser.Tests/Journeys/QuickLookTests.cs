using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

public sealed class QuickLookTests(Street street)
{
    private const string Dialog = ".quick-look__dialog", Open = ".quick-look__open", Name = Dialog + " h1", Place = ".quick-look__place";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_buyer_looks_at_the_rows_of_a_list_one_after_the_other_and_collects_one(bool byPhone)
    {
        await using var visitor = await street.VisitorAsync(byPhone ? Visit.ByPhone : new());
        await visitor.GoAsync(street.Addresses["big line"]);
        var names = await visitor.Find(".product-table__name a").AllInnerTextsAsync();

        await visitor.ChooseAsync(visitor.Find(Open).Nth(1));
        await Expect(visitor.Find(Name)).ToHaveTextAsync(names[1]);
        await Expect(visitor.Find(Place)).ToHaveTextAsync($"2 / {names.Count}");
        await visitor.ChooseAsync(visitor.Find(Dialog + " [value='next']"));
        await Expect(visitor.Find(Name)).ToHaveTextAsync(names[2]);
        await visitor.ChooseAsync(visitor.Find(Dialog + " .inquiry-add .button"));
        await Expect(visitor.Find(".inquiry-basket__count")).ToHaveTextAsync("1");
        await visitor.ChooseAsync(visitor.Find(Dialog + " [value='close']"));
        await Expect(visitor.Find(Dialog)).ToBeHiddenAsync();
        await Expect(visitor.Find(Open).Nth(2)).ToBeFocusedAsync();

        await visitor.ChooseAsync(visitor.Find(Open).First);
        await Expect(visitor.Find(Name)).ToHaveTextAsync(names[0]);
        await visitor.Page.Mouse.ClickAsync(4, 4); // outside the dialog
        await Expect(visitor.Find(Dialog)).ToBeHiddenAsync();
        Assert.Equal(street.Addresses["big line"], visitor.Place);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task The_keyboard_opens_goes_through_and_closes_it()
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync(street.Addresses["big line"]);
        var names = await visitor.Find(".product-table__name a").AllInnerTextsAsync();

        await visitor.Find(".product-table__name a").First.FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(visitor.Find(Open).First).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Find(Name)).ToHaveTextAsync(names[0]);
        await visitor.Page.Keyboard.PressAsync("ArrowLeft"); // there is none before the first
        await visitor.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(visitor.Find(Name)).ToHaveTextAsync(names[1]);
        await visitor.Page.Keyboard.PressAsync("Escape");

        await Expect(visitor.Find(Dialog)).ToBeHiddenAsync();
        await Expect(visitor.Find(Open).Nth(1)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task On_the_narrowest_phone_it_fits_and_scrolls_inside_itself_only_downwards()
    {
        await using var visitor = await street.VisitorAsync(new(320, 640, English: true));
        await visitor.GoAsync(street.Addresses["big line"]);

        await visitor.ChooseAsync(visitor.Find(Open).First);
        await Expect(visitor.Find(Name)).ToBeVisibleAsync();

        Assert.True(await visitor.Page.EvaluateAsync<bool>("""
            () => {
              const dialog = document.querySelector('dialog[open]'), box = dialog.getBoundingClientRect();
              return box.left >= 0 && box.right <= 320 && box.top >= 0 && box.bottom <= 640 && dialog.scrollWidth <= dialog.clientWidth;
            }
            """));
    }

    [Fact]
    public async Task A_product_that_cannot_be_fetched_is_gone_to_instead()
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync(street.Addresses["big line"]);
        var product = await visitor.Find(".product-table__name a").First.GetAttributeAsync("href");
        await visitor.Page.RouteAsync("**/look", route => route.AbortAsync());

        await visitor.ChooseAsync(visitor.Find(Open).First);

        await Expect(visitor.Page).ToHaveURLAsync(new Uri(street.Address, product).ToString());
    }

    [Fact]
    public async Task Without_scripts_there_is_no_button_for_it()
    {
        await using var visitor = await street.VisitorAsync(new(Scripts: false));
        await visitor.GoAsync(street.Addresses["big line"]);

        await Expect(visitor.Find(".product-table__name a").First).ToBeVisibleAsync();
        await Expect(visitor.Find($"{Open}:visible, {Dialog}:visible")).ToHaveCountAsync(0);
    }
}
