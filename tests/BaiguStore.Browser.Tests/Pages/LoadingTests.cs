using Microsoft.Playwright;

namespace BaiguStore.Browser.Tests.Pages;

public sealed class LoadingTests(Street street)
{
    [Theory]
    [MemberData(nameof(EveryPage.InBothLanguages), MemberType = typeof(EveryPage))]
    public async Task A_page_loads_without_a_complaint_and_without_a_shift(string kind, string language)
    {
        foreach (var visit in new[] { new Visit(1440, 900), new Visit(390, 844) })
        {
            await using var visitor = await street.VisitorAsync(visit with { English = EveryPage.IsEnglish(language) });
            var answer = await visitor.GoAsync(street.Addresses[kind]);
            var shifts = await visitor.ReadThroughAsync();

            Assert.True(shifts is [], string.Join('\n', shifts));
            if (kind == Addresses.Missing)
                Assert.All(visitor.Complaints, c => Assert.Contains("404", c, StringComparison.Ordinal));
            else
                Assert.Empty(visitor.Complaints);
            Assert.Equal(kind == Addresses.Missing ? 404 : 200, answer.Status);
        }
    }

    [Theory]
    [MemberData(nameof(EveryPage.InBothLanguages), MemberType = typeof(EveryPage))]
    public async Task A_page_never_scrolls_sideways(string kind, string language)
    {
        await using var visitor = await street.VisitorAsync(new(320, 700, English: EveryPage.IsEnglish(language)));
        await visitor.GoAsync(street.Addresses[kind]);
        foreach (var width in new[] { 320, 390, 768, 1440 })
        {
            await visitor.ResizeAsync(width);
            var beyond = await visitor.Page.EvaluateAsync<string[]>(StickingOut);
            Assert.True(beyond is [], string.Join('\n', beyond));
        }
    }

    [Fact]
    public async Task The_measures_themselves_see_a_shift_a_complaint_and_what_sticks_out()
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync("/about");
        await visitor.ReadThroughAsync();
        await visitor.Page.EvaluateAsync("""
            () => {
              document.body.insertAdjacentHTML('afterbegin', '<p class="intruder">.</p><img src="/no-such-picture" alt="">');
              document.querySelector('.intruder').style.cssText = 'height: 300px; width: 200vw';
            }
            """);
        var shifts = await visitor.ReadThroughAsync();

        Assert.NotEmpty(shifts);
        Assert.Contains(visitor.Complaints, c => c.StartsWith("404", StringComparison.Ordinal));
        Assert.Contains(await visitor.Page.EvaluateAsync<string[]>(StickingOut), what => what.Contains("intruder", StringComparison.Ordinal));
    }

    /// <summary>Empty if the page is as wide as the viewport; otherwise the elements that overflow.</summary>
    private const string StickingOut = """
        () => {
          const root = document.documentElement;
          if (root.scrollWidth <= root.clientWidth) return [];
          const out = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 0.5);
          return [`${innerWidth}: ${root.scrollWidth}`, ...out.slice(0, 8).map((e) => e.outerHTML.slice(0, 160))];
        }
        """;
}
