using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

public sealed class ReadingTests(Street street)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_link_of_the_contents_brings_its_heading_into_view(bool byPhone)
    {
        await using var visitor = await street.VisitorAsync(byPhone ? Visit.ByPhone : new());
        await visitor.GoAsync(street.Addresses["article"]);
        if (byPhone)
            await visitor.ChooseAsync(visitor.Find(".toc summary"));

        var link = visitor.Find(".toc a[href^='#']").Nth(5);
        var target = await link.GetAttributeAsync("href");
        var heading = visitor.Page.Locator($"[id='{Uri.UnescapeDataString(target![1..])}']");
        await Expect(heading).Not.ToBeInViewportAsync();
        await visitor.ChooseAsync(link);

        await Expect(heading).ToBeInViewportAsync();
        Assert.Equal(target, Uri.UnescapeDataString(new Uri(visitor.Page.Url).Fragment));
        Assert.InRange((await heading.BoundingBoxAsync())!.Y, 0, 200);
    }

    [Fact]
    public async Task A_footnote_opens_in_its_place_and_gives_the_focus_back()
    {
        await using var visitor = await street.VisitorAsync(new(1100));
        await visitor.GoAsync(street.Addresses["article"]);
        var (mark, note) = (visitor.Find("a.footnote-ref").First, visitor.Find(".footnote-peek"));
        await mark.ScrollIntoViewIfNeededAsync();
        var words = (await visitor.Find(".footnotes li").First.InnerTextAsync())[..12];

        await mark.FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(note).ToBeVisibleAsync();
        await Expect(note).ToContainTextAsync(words);
        await Expect(visitor.Find(".footnotes")).Not.ToBeInViewportAsync();
        Assert.InRange(Math.Abs((await note.BoundingBoxAsync())!.Y - (await mark.BoundingBoxAsync())!.Y), 0, 400);

        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(note).ToBeHiddenAsync();
        await Expect(mark).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_contents_follow_a_jump_and_keep_the_entry_in_sight(bool back)
    {
        await using var visitor = await street.VisitorAsync(new(1440, 500));
        await visitor.GoAsync(street.Addresses["article"]);
        var headings = visitor.Find(".prose h2");
        var wanted = headings.Nth(back ? 0 : await headings.CountAsync() - 1);
        if (back)
            await visitor.Page.EvaluateAsync("() => scrollTo(0, document.documentElement.scrollHeight)");
        // Between two headings, so that none of them is in the viewport.
        await wanted.EvaluateAsync("(heading) => scrollTo(0, heading.getBoundingClientRect().bottom + scrollY + 10)");

        var current = visitor.Find(".toc [aria-current]");
        await Expect(current).ToHaveTextAsync(await wanted.InnerTextAsync());
        await Expect(current).ToBeInViewportAsync();
        var (list, entry) = ((await visitor.Find(".toc").BoundingBoxAsync())!, (await current.BoundingBoxAsync())!);
        Assert.InRange(entry.Y, list.Y - 1, list.Y + list.Height);
    }

    [Fact]
    public async Task On_a_phone_a_term_opens_as_a_sheet_and_a_figure_larger_than_in_the_text()
    {
        await using var visitor = await street.VisitorAsync(Visit.ByPhone);
        await visitor.GoAsync(street.Addresses["article"]);
        var term = visitor.Find(".prose .term").First;
        await visitor.ChooseAsync(term);
        var meaning = (await visitor.Find(".term__meaning:popover-open").BoundingBoxAsync())!;
        Assert.Equal((0, 390, 844), (Math.Round(meaning.X), Math.Round(meaning.Width), Math.Round(meaning.Y + meaning.Height)));
        await visitor.Page.Keyboard.PressAsync("Escape");

        var figure = visitor.Find(".figure img").First;
        await figure.ScrollIntoViewIfNeededAsync();
        var inText = (await figure.BoundingBoxAsync())!;
        await visitor.ChooseAsync(figure);
        var large = (await visitor.Find(".figure-zoom__dialog img").BoundingBoxAsync())!;
        Assert.True(large.Width > inText.Width * 1.5, $"{large.Width} {inText.Width}");
        await visitor.ChooseAsync(visitor.Find(".figure-zoom__close"));
        await Expect(visitor.Find(".figure-zoom__dialog")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Without_a_network_the_page_stays_and_what_was_typed_too()
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync(street.Addresses["article"]);
        await visitor.Find("#comment-body").FillAsync("断网前写的话");
        await visitor.Page.Context.SetOfflineAsync(true);
        await Expect(visitor.Find(".offline-notice")).ToContainTextAsync("网络断开了");

        await visitor.ChooseAsync(visitor.Find(".breadcrumbs a").First);
        await visitor.ChooseAsync(visitor.Find(".comment-form .button"));

        await Expect(visitor.Find(".offline-notice")).ToContainTextAsync("还在表单里");
        await Expect(visitor.Find("#comment-body")).ToHaveValueAsync("断网前写的话");
        Assert.Equal(street.Addresses["article"], visitor.Place);
        await visitor.Page.Context.SetOfflineAsync(false);
        await Expect(visitor.Find(".offline-notice")).ToBeEmptyAsync();
        await visitor.ChooseAsync(visitor.Find(".breadcrumbs a").First);
        await Expect(visitor.Page).ToHaveURLAsync(street.Address.ToString());
    }

    [Fact]
    public async Task The_language_changes_and_changes_back_on_the_same_page()
    {
        await using var visitor = await street.VisitorAsync();
        var place = street.Addresses["big line"] + "?page=2";
        await visitor.GoAsync(place);
        var name = await visitor.Find("h1").InnerTextAsync();
        await Expect(visitor.Find("html")).ToHaveAttributeAsync("lang", "zh-CN");

        foreach (var language in new[] { "en", "zh-CN" })
        {
            await visitor.ChooseAsync(visitor.Find(".site-nav__language"));
            await Expect(visitor.Find("html")).ToHaveAttributeAsync("lang", language);
            await Expect(visitor.Page).ToHaveURLAsync(new Regex(Regex.Escape(place) + "$"));
            await Expect(visitor.Find("h1")).ToHaveTextAsync(name);
            await Expect(visitor.Find(".search-box__button").First).ToHaveTextAsync(language == "en" ? "Search" : "搜索");
        }
    }

    [Fact]
    public async Task Who_prefers_dark_gets_light_letters_on_a_dark_page()
    {
        foreach (var kind in new[] { "home", "article" })
        {
            await using var day = await street.VisitorAsync();
            await using var night = await street.VisitorAsync(new(Dark: true));
            await day.GoAsync(street.Addresses[kind]);
            await night.GoAsync(street.Addresses[kind]);

            Assert.InRange(await BrightnessAsync(day, "backgroundColor"), 230, 255);
            Assert.InRange(await BrightnessAsync(day, "color"), 0, 90);
            Assert.InRange(await BrightnessAsync(night, "backgroundColor"), 0, 50);
            Assert.InRange(await BrightnessAsync(night, "color"), 180, 255);
        }
    }

    /// <summary>0 is black, 255 white: the mean of red, green and blue as rendered.</summary>
    private static Task<double> BrightnessAsync(Visitor visitor, string property) => visitor.Page.EvaluateAsync<double>(
        """
        (property) => {
          const brush = new OffscreenCanvas(1, 1).getContext('2d');
          brush.fillStyle = getComputedStyle(document.documentElement)[property];
          brush.fillRect(0, 0, 1, 1);
          const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
          return (red + green + blue) / 3;
        }
        """,
        property);
}
