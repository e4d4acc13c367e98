using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

public sealed class KeyboardTests(Street street)
{
    /// <summary>More tab stops than any page has before the end of its main content.</summary>
    private const int MostStops = 250;

    /// <summary>The focused element, whether its focus ring is visible, in the viewport, and after the previous one.</summary>
    private const string Stop = """
        () => {
          const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect(), last = window.lastStop;
          window.lastStop = here;
          return {
            what: here.outerHTML.slice(0, 120),
            href: here.getAttribute('href'),
            ringed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
            seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
            inOrder: !last || !!(last.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING),
          };
        }
        """;

    [Theory]
    [InlineData("home")]
    [InlineData("big line")]
    [InlineData("product")]
    public async Task The_first_stop_of_the_keyboard_is_the_way_past_the_header(string kind)
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync(street.Addresses[kind]);

        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(visitor.Find(".skip-link")).ToBeFocusedAsync();
        await Expect(visitor.Find(".skip-link")).ToBeInViewportAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Find("main")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Tab");

        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => document.querySelector('main').contains(document.activeElement)"));
    }

    [Fact]
    public async Task The_keyboard_alone_opens_a_line_and_a_product_and_every_stop_on_the_way_is_seen()
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync("/");

        await TabToAsync(visitor, street.Addresses["big line"]);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Find(".product-table")).ToBeVisibleAsync();
        Assert.Equal(street.Addresses["big line"], visitor.Place);

        var product = await visitor.Find(".product-table tbody a[href^='/p/']").First.GetAttributeAsync("href");
        await TabToAsync(visitor, product!);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Find("#specs")).ToBeVisibleAsync();
        Assert.Equal(product, visitor.Place);
    }

    [Theory]
    [InlineData("article")]
    [InlineData("contact")]
    [InlineData("404")]
    public async Task Every_stop_of_the_keyboard_is_ringed_in_the_window_and_in_reading_order(string kind)
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync(street.Addresses[kind]);

        await TabToAsync(visitor, "/privacy"); // of the footer
    }

    private static async Task TabToAsync(Visitor visitor, string href)
    {
        for (var stops = 0; stops < MostStops; stops++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            var stop = (await visitor.Page.EvaluateAsync(Stop))!.Value;
            bool Is(string name) => stop.GetProperty(name).GetBoolean();
            var what = stop.GetProperty("what").GetString();
            Assert.True(Is("ringed"), $"No ring: {what}");
            Assert.True(Is("seen"), $"Out of sight: {what}");
            Assert.True(Is("inOrder"), $"Out of order: {what}");
            if (stop.GetProperty("href").GetString() == href)
                return;
        }
        Assert.Fail($"No stop leads to {href}");
    }
}
