using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

/// <summary>Search suggestions, and filtered lists.</summary>
public sealed partial class FindingTests(Street street)
{
    [Fact]
    public async Task While_an_input_method_composes_nothing_is_asked_and_then_a_line_is_chosen_by_keys()
    {
        await using var visitor = await street.VisitorAsync();
        List<string> asked = [];
        visitor.Page.Request += (_, request) =>
        {
            if (request.Url.Contains("/api/v1/suggest", StringComparison.Ordinal))
                lock (asked)
                    asked.Add(Uri.UnescapeDataString(request.Url));
        };
        await visitor.GoAsync("/articles");
        var box = visitor.Find("#q");
        await box.FocusAsync();
        await Expect(box).ToHaveAttributeAsync("role", "combobox");

        var keyboard = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        foreach (var typed in (string[])["j", "jiao", "jiao huan", "jiao huan ji"])
        {
            await keyboard.SendAsync("Input.imeSetComposition", new() { ["text"] = typed, ["selectionStart"] = typed.Length, ["selectionEnd"] = typed.Length });
            await visitor.Page.WaitForTimeoutAsync(150); // longer than the debounce interval
        }
        Assert.Empty(asked);

        await keyboard.SendAsync("Input.insertText", new() { ["text"] = "交换机" });
        var first = visitor.Find("[role=option]").First;
        await Expect(first).ToBeVisibleAsync();
        Assert.EndsWith("q=交换机", Assert.Single(asked), StringComparison.Ordinal);
        await Expect(box).ToHaveAttributeAsync("aria-expanded", "true");

        await visitor.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(first).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(box).ToHaveAttributeAsync("aria-activedescendant", (await first.GetAttributeAsync("id"))!);
        var name = await first.Locator("bdi").InnerTextAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Find("h1")).ToContainTextAsync(name);
    }

    [Fact]
    public async Task Escape_closes_the_suggestions_and_Enter_searches_for_what_was_typed()
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync("/articles");
        var box = visitor.Find("#q");

        await box.PressSequentiallyAsync("S5735", new() { Delay = 120 });
        await Expect(visitor.Find("[role=option]").First).ToBeVisibleAsync();
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(visitor.Find("[role=listbox]")).ToBeHiddenAsync();
        await Expect(box).ToHaveValueAsync("S5735");
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(visitor.Page).ToHaveURLAsync(new Regex(@"/search\?q=S5735$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(visitor.Find(".product-table mark").First).ToHaveTextAsync("S5735");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_is_narrowed_by_several_values_at_once_and_widened_again(bool byPhone)
    {
        await using var visitor = await street.VisitorAsync(byPhone ? Visit.ByPhone : new());
        await visitor.GoAsync("/c/huawei-switch");
        if (byPhone)
            await visitor.ChooseAsync(visitor.Find(".facets__sheet > summary"));
        var all = await CountAsync(visitor);
        var (stock, poe) = (visitor.Find(".facet:has([name=stock])"), visitor.Find(".facet:has([name='spec.PoE'])"));

        await visitor.ChooseAsync(stock.Locator("summary"));
        await visitor.ChooseAsync(stock.Locator("label").First); // clicking the label toggles the checkbox without submitting
        await visitor.ChooseAsync(stock.Locator("label").Nth(1));
        var promised = await stock.Locator("label:has(:checked) .count").AllInnerTextsAsync();
        await visitor.ChooseAsync(poe.Locator("summary"));
        await visitor.ChooseAsync(poe.Locator("label").First);
        await Expect(poe.Locator(":checked")).ToHaveCountAsync(1);
        Assert.Equal("/c/huawei-switch", visitor.Place);
        await visitor.ChooseAsync(poe.Locator("label").First);
        await visitor.ChooseAsync(byPhone ? visitor.Find(".facets__done button") : poe.Locator(".facet__apply"));

        await Expect(visitor.Page).ToHaveURLAsync(new Regex(@"\?(.*&)?stock=InStock&stock=ToOrder", RegexOptions.None, TimeSpan.FromSeconds(1)));
        var some = await CountAsync(visitor);
        Assert.Equal(promised.Sum(Number), some);
        Assert.True(some < all);
        await visitor.ChooseAsync(visitor.Find(".facets__chosen button").First);
        await Expect(visitor.Find(".facets__chosen li")).ToHaveCountAsync(2);
        await visitor.ChooseAsync(visitor.Find(".facets__none"));
        await Expect(visitor.Find(".facets__chosen")).ToHaveCountAsync(0);
        Assert.Equal(all, await CountAsync(visitor));
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task A_price_range_that_is_typed_over_another_takes_its_place_whatever_is_clicked()
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync("/c/huawei-switch?price=500-8000");
        await visitor.ChooseAsync(visitor.Find(".facet:has([name=price]) > summary"));
        await visitor.Find("[name=price-to]").FillAsync("6000");
        await visitor.Page.Keyboard.PressAsync("Escape");

        await visitor.ChooseAsync(visitor.Find(".toolbar a[href*='sort=price']"));

        await Expect(visitor.Page).ToHaveURLAsync(new Regex(@"price=500-6000&sort=price$|sort=price&price=500-6000$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(visitor.Find(".facets__chosen button")).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_ticked_and_not_sent_yet_stays_whatever_is_clicked(bool scripts)
    {
        await using var visitor = await street.VisitorAsync(new() { Scripts = scripts });
        await visitor.GoAsync("/c/huawei-switch?stock=InStock&vendor=huawei");
        var stock = visitor.Find(".facet:has([name=stock])");

        await visitor.ChooseAsync(stock.Locator("summary"));
        await visitor.ChooseAsync(stock.Locator("label:has([value=ToOrder])"));
        if (scripts)
        {
            await visitor.Page.Keyboard.PressAsync("Escape");
            await Expect(stock.Locator("summary")).ToBeFocusedAsync();
            await Expect(stock.Locator("label").First).ToBeHiddenAsync();
            await visitor.ChooseAsync(visitor.Find(".toolbar a[href*='sort=price']"));
            await Expect(visitor.Page).ToHaveURLAsync(new Regex("sort=price", RegexOptions.None, TimeSpan.FromSeconds(1)));
            await Expect(visitor.Find(".facets [name=stock]:checked")).ToHaveCountAsync(2);
            await visitor.ChooseAsync(stock.Locator("summary"));
            await visitor.ChooseAsync(stock.Locator("label:has([value=OutOfStock])"));
            await visitor.Page.Keyboard.PressAsync("Escape");
        }
        else
            await visitor.ChooseAsync(stock.Locator("summary"));
        await visitor.ChooseAsync(visitor.Find(".facets__chosen button[value='vendor=huawei']"));

        await Expect(visitor.Find(".facets__chosen button")).ToHaveCountAsync(scripts ? 3 : 2);
        await Expect(visitor.Find(".facets__chosen button[value='vendor=huawei']")).ToHaveCountAsync(0);
        Assert.Empty(visitor.Complaints);
    }

    [Theory]
    [InlineData("/c/huawei-switch")]
    [InlineData("/search?q=s5735")]
    public async Task The_keyboard_is_soon_at_the_first_product(string list)
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync(list);
        await visitor.Find("#main").FocusAsync();

        var stops = 0;
        while (!await visitor.Page.EvaluateAsync<bool>("() => document.activeElement.matches('.product-table tbody a')"))
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            Assert.True(++stops < 100);
        }

        Assert.InRange(stops, 5, MostStops);
    }

    [Fact]
    public async Task Without_script_the_form_alone_narrows_the_list()
    {
        await using var visitor = await street.VisitorAsync(new() { Scripts = false });
        await visitor.GoAsync("/c/huawei-switch");

        await visitor.ChooseAsync(visitor.Find(".facet:has([name=price]) > summary"));
        await visitor.Find("[name=price-from]").FillAsync("5000");
        await visitor.Find("[name=price-to]").FillAsync("20000");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page).ToHaveURLAsync(new Regex(@"/c/huawei-switch\?price=5000-20000$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        var stock = visitor.Find(".facet:has([name=stock])");
        await visitor.ChooseAsync(stock.Locator("summary"));
        await visitor.ChooseAsync(stock.Locator("label").First);
        await visitor.ChooseAsync(stock.Locator(".facet__apply"));

        await Expect(visitor.Find(".facets__chosen li")).ToHaveCountAsync(3);
        await Expect(visitor.Find(".product-table .stock").First).ToHaveTextAsync("现货");
    }

    /// <summary>From the main content on: categories above the list, facets, sort order, and the list itself.</summary>
    private const int MostStops = 30;

    /// <summary>What overflows its table, is cut off in its cell, or is below the name that it belongs to.</summary>
    private const string Astray = """
        (table) => {
          const place = table.getBoundingClientRect();
          const outside = [...table.querySelectorAll('tbody :is(td, th, button)')].filter((e) =>
            e.getBoundingClientRect().right > place.right + 1 || (e.matches('td, th') && e.scrollWidth > e.clientWidth + 1));
          const below = [...table.querySelectorAll('tbody tr')].filter((row) =>
            row.querySelector('.stock').getBoundingClientRect().top > row.querySelector('.product-table__name a').getBoundingClientRect().bottom);
          return [...outside, ...below].map((e) => `${e.className || e.nodeName}: ${e.innerText}`);
        }
        """;

    [Theory]
    [InlineData("/c/huawei-switch")]
    [InlineData("/c/huawei-conference")]
    [InlineData("/c/hp-server")]
    [InlineData("/search?q=16G")]
    public async Task At_every_width_price_and_stock_stand_beside_the_name_and_nothing_is_cut_off(string list)
    {
        foreach (var english in (bool[])[false, true])
        {
            await using var visitor = await street.VisitorAsync(new() { English = english });
            await visitor.GoAsync(list);
            foreach (var width in (int[])[780, 820, 1024, 1180, 1280, 1440])
            {
                await visitor.ResizeAsync(width);
                var astray = await visitor.Find(".product-table").EvaluateAsync<string[]>(Astray);
                Assert.True(astray.Length == 0, $"{(english ? "English" : "Chinese")} at {width} px: {string.Join("; ", astray)}");
            }
        }
    }

    private static async Task<int> CountAsync(Visitor visitor) => Number(await visitor.Find("#products-title .muted").InnerTextAsync());

    private static int Number(string text) => int.Parse(NotDigits().Replace(text, ""), System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("[^0-9]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotDigits();
}
