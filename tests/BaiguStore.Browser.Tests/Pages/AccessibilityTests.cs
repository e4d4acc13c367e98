using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Pages;

public sealed class AccessibilityTests(Street street)
{
    /// <summary>Axe from its package; run in the page, since the package's own runner opens a second page for each run.</summary>
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>WCAG 2.2 A and AA, and axe's best practices.</summary>
    private static readonly object Everything = new { type = "tag", values = new[] { "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice" } };

    private static readonly object Colours = new { type = "rule", values = new[] { "color-contrast", "link-in-text-block" } };

    private const string Run = """
        async (rules) => {
          const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ['violations'], elementRef: false });
          return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)} ${[...n.any, ...n.all, ...n.none].map((c) => c.message).join('; ')}`));
        }
        """;

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Axe_finds_nothing_in_what_opens_over_a_page(string language)
    {
        await using var visitor = await street.VisitorAsync(new(English: EveryPage.IsEnglish(language), Still: true));
        await visitor.GoAsync(street.Addresses["article"]);
        await visitor.Page.EvaluateAsync(Axe);

        await visitor.Find("[popovertarget='catalogue-menu']").ClickAsync();
        await Expect(visitor.Find("#catalogue-menu")).ToBeVisibleAsync();
        var menu = await visitor.Page.EvaluateAsync<string[]>(Run, Everything);
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(visitor.Find("#catalogue-menu")).ToBeHiddenAsync();
        await visitor.Find("a.figure__link").First.ClickAsync();
        await Expect(visitor.Find("dialog[open] img")).ToBeVisibleAsync();
        var figure = await visitor.Page.EvaluateAsync<string[]>(Run, Everything);

        Assert.Equal("", string.Join('\n', menu.Concat(figure)));
    }

    [Theory]
    [InlineData("zh-CN", 1440)]
    [InlineData("en", 1440)]
    [InlineData("zh-CN", 390)]
    [InlineData("en", 390)]
    public async Task Axe_finds_nothing_in_a_quick_look(string language, int width)
    {
        await using var visitor = await street.VisitorAsync(new(width, English: EveryPage.IsEnglish(language), Still: true));
        await visitor.GoAsync(street.Addresses["big line"]);
        await visitor.Page.EvaluateAsync(Axe);

        await visitor.Find(".quick-look__open").First.ClickAsync();
        await visitor.ChooseAsync(visitor.Find("dialog[open] .inquiry-add .button"));
        await Expect(visitor.Find("dialog[open] .inquiry-add__open")).ToBeVisibleAsync();
        var day = await visitor.Page.EvaluateAsync<string[]>(Run, Everything);
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var night = await visitor.Page.EvaluateAsync<string[]>(Run, Colours);

        Assert.Equal("", string.Join('\n', day.Concat(night)));
    }

    /// <summary>Axe's findings on the open page: desktop in light and dark, and phone.</summary>
    internal static async Task<string> FindingsAsync(Visitor visitor)
    {
        await visitor.Page.EvaluateAsync(Axe);
        var desk = await visitor.Page.EvaluateAsync<string[]>(Run, Everything);
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var night = await visitor.Page.EvaluateAsync<string[]>(Run, Colours);
        var size = visitor.Page.ViewportSize!;
        await visitor.ResizeAsync(390, 844);
        var phone = await visitor.Page.EvaluateAsync<string[]>(Run, Everything);
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await visitor.ResizeAsync(size.Width, size.Height);
        return string.Join('\n', desk.Concat(night).Concat(phone).Select(f => $"{visitor.Place}: {f}"));
    }

    [Theory]
    [MemberData(nameof(EveryPage.InBothLanguages), MemberType = typeof(EveryPage))]
    public async Task Axe_finds_nothing_in_light_or_dark_on_a_desk_or_a_phone(string kind, string language)
    {
        await using var visitor = await street.VisitorAsync(new(English: EveryPage.IsEnglish(language), Still: true));
        await visitor.GoAsync(street.Addresses[kind]);
        await visitor.Page.EvaluateAsync(Axe);
        await visitor.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach((d) => d.open = true)"); // so that axe checks the content

        var desk = await visitor.Page.EvaluateAsync<string[]>(Run, Everything);
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var deskAtNight = await visitor.Page.EvaluateAsync<string[]>(Run, Colours);
        await visitor.ResizeAsync(390, 844);
        var phone = await visitor.Page.EvaluateAsync<string[]>(Run, Everything);

        Assert.True(desk is [] && deskAtNight is [] && phone is [], $"""
            On a desk, light:
              {string.Join("\n  ", desk)}
            On a desk, dark:
              {string.Join("\n  ", deskAtNight)}
            On a phone, dark:
              {string.Join("\n  ", phone)}
            """);
    }
}
