using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

/// <summary>Suggestions while one types, and lists that are narrowed.</summary>
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
            await visitor.Page.WaitForTimeoutAsync(150); // longer than the pause before a question
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
        var stock = visitor.Find(".facet:has([name=stock])");

        await Expect(stock.Locator("button")).ToBeHiddenAsync();
        await stock.Locator("[value=InStock]").CheckAsync();
        await stock.Locator("[value=ToOrder]").CheckAsync();
        var promised = await stock.Locator("input:checked + a .count").AllInnerTextsAsync();
        await visitor.ChooseAsync(stock.Locator("button"));

        await Expect(visitor.Page).ToHaveURLAsync(new Regex(@"\?(.*&)?stock=InStock&stock=ToOrder", RegexOptions.None, TimeSpan.FromSeconds(1)));
        var some = await CountAsync(visitor);
        Assert.Equal(promised.Sum(Number), some);
        Assert.True(some < all);
        await visitor.ChooseAsync(visitor.Find(".facets__chosen a").First);
        await Expect(visitor.Find(".facets__chosen li")).ToHaveCountAsync(2);
        await visitor.ChooseAsync(visitor.Find(".facets__none"));
        await Expect(visitor.Find(".facets__chosen")).ToHaveCountAsync(0);
        Assert.Equal(all, await CountAsync(visitor));
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Without_script_the_form_and_the_links_narrow_the_list()
    {
        await using var visitor = await street.VisitorAsync(new() { Scripts = false });
        await visitor.GoAsync("/c/huawei-switch");

        await visitor.Find("[name=price-from]").FillAsync("5000");
        await visitor.Find("[name=price-to]").FillAsync("20000");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page).ToHaveURLAsync(new Regex(@"/c/huawei-switch\?price=5000-20000$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await visitor.ChooseAsync(visitor.Find("[name=stock][value=InStock] + a"));

        await Expect(visitor.Find(".facets__chosen li")).ToHaveCountAsync(3);
        await Expect(visitor.Find(".product-table .stock").First).ToHaveTextAsync("现货");
    }

    /// <summary>What lies outside of its table, is cut off in its cell, or stands below the name that it belongs to.</summary>
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
