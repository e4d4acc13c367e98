using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

public sealed partial class CommentTests(Street street)
{
    [Theory]
    [InlineData("article", false)]
    [InlineData("product", true)]
    public async Task A_comment_with_an_emoticon_waits_for_review_and_only_its_author_sees_it(string kind, bool byPhone)
    {
        await using var author = await street.VisitorAsync(byPhone ? Visit.ByPhone : new());
        await author.GoAsync(street.Addresses[kind]);
        var text = $"journey {Guid.NewGuid():N}";

        await author.Find("[name='Body']").FillAsync(text + " ");
        await author.ChooseAsync(author.Find("emoji-picker summary"));
        var emoticon = author.Find("[data-shortcode]").First;
        var (shortcode, glyph) = (await emoticon.GetAttributeAsync("data-shortcode"), await emoticon.Locator("[aria-hidden]").InnerTextAsync());
        await author.ChooseAsync(emoticon);
        await Expect(author.Find("[name='Body']")).ToHaveValueAsync($"{text} {shortcode}");
        await Expect(author.Find("[name='Body']")).ToBeFocusedAsync();
        await author.Find("[name='Title']").FillAsync("title");
        await author.Find("[name='Author']").FillAsync("buyer");
        await author.ChooseAsync(author.Find(".comment-form [type='submit']"));

        await Expect(author.Page).ToHaveURLAsync(Receipt());
        var waiting = author.Find(".comment.is-pending");
        await Expect(waiting).ToContainTextAsync($"{text} {glyph}");
        await Expect(waiting.Locator(".comment__waiting")).ToBeVisibleAsync();
        await Expect(waiting).ToBeInViewportAsync();
        Assert.Empty(author.Complaints);

        await using var other = await street.VisitorAsync();
        await other.GoAsync(street.Addresses[kind]);
        await Expect(other.Find("#comments")).ToBeVisibleAsync();
        await Expect(other.Find(".comment.is-pending")).ToHaveCountAsync(0);
        await Expect(other.Page.GetByText(text)).ToHaveCountAsync(0);
    }

    [GeneratedRegex(@"\?mine=[^#]+#comment-\d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Receipt();
}
