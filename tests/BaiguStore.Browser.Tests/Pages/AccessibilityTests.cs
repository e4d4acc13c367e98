using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BaiguStore.Browser.Tests.Pages;

public sealed class AccessibilityTests(Street street)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        ResultTypes = [ResultType.Violations],
    };

    [Theory]
    [MemberData(nameof(EveryPage.InBothLanguages), MemberType = typeof(EveryPage))]
    public async Task Axe_finds_nothing_in_light_or_dark_on_a_desk_or_a_phone(string kind, string language)
    {
        await using var visitor = await street.VisitorAsync(new(English: EveryPage.IsEnglish(language)));
        await visitor.GoAsync(street.Addresses[kind]);

        var found = new List<string>();
        foreach (var (width, height) in new[] { (1440, 900), (390, 844) })
        {
            await visitor.ResizeAsync(width, height);
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await visitor.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                var result = await visitor.Page.RunAxe(Rules);
                found.AddRange(result.Violations.SelectMany(v => v.Nodes.Select(n => $"{width} {scheme} {v.Id}: {n.Html} {string.Join(' ', n.Any.Select(c => c.Message))}")));
            }
        }

        Assert.Empty(found);
    }
}
