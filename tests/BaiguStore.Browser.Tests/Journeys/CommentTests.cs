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

        await author.GoAsync("/about");
        await author.GoAsync(street.Addresses[kind]); // the next visit: this browser remembers it, without a cookie
        await Expect(author.Find(".comment.is-pending .comment__body").GetByText(text)).ToHaveCountAsync(1);
        await Expect(author.Find(".comment.is-pending .comment__waiting")).ToBeVisibleAsync();
        Assert.Empty(await author.Page.Context.CookiesAsync());
        Assert.Empty(author.Complaints);

        await using var other = await street.VisitorAsync();
        await other.GoAsync(street.Addresses[kind]);
        await Expect(other.Find("#comments")).ToBeVisibleAsync();
        await Expect(other.Find(".comment.is-pending")).ToHaveCountAsync(0);
        await Expect(other.Page.GetByText(text)).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_a_phone_a_comment_is_answered_and_the_answer_waits_in_its_thread(bool scripts)
    {
        await using var reader = await street.VisitorAsync(Visit.ByPhone with { Width = 320, Scripts = scripts });
        await reader.GoAsync(street.Addresses["article"]);
        var thread = reader.Find(".comments__thread").First;
        var (author, words) = (await thread.Locator(".comment__author").First.TextContentAsync() ?? "", $"answer {Guid.NewGuid():N}");
        var body = reader.Find("[name='Body']");
        if (scripts)
            await body.FillAsync(words); // typed before choosing the comment to reply to
        await Expect(reader.Find("reply-to")).ToBeHiddenAsync();

        await reader.ChooseAsync(thread.Locator(".comment__reply"));
        await Expect(reader.Find(".reply-to__author")).ToHaveTextAsync(author);
        await Expect(reader.Find("reply-to")).ToBeInViewportAsync();
        if (scripts)
        {
            await Expect(body).ToHaveValueAsync(words);
            await Expect(body).ToBeFocusedAsync();
            await Expect(body).ToHaveAttributeAsync("aria-describedby", new Regex("reply-to-whom", RegexOptions.None, TimeSpan.FromSeconds(1)));
            await reader.ChooseAsync(reader.Find(".reply-to__cancel"));
            await Expect(reader.Find("reply-to")).ToBeHiddenAsync();
            await Expect(thread.Locator(".comment__reply")).ToBeFocusedAsync();
            await Expect(body).ToHaveValueAsync(words);
            await reader.ChooseAsync(thread.Locator(".comment__reply"));
        }
        await body.FillAsync(words);
        await reader.ChooseAsync(reader.Find(".comment-form [type='submit']"));

        await Expect(reader.Page).ToHaveURLAsync(Receipt());
        var answer = reader.Find(".comments__thread").First.Locator(".comments__replies .comment.is-pending");
        await Expect(answer.Locator(".comment__body")).ToHaveTextAsync(words);
        await Expect(answer).ToBeInViewportAsync();
        await Expect(answer).ToBeFocusedAsync(); // so that a screen reader starts with the message
        await Expect(answer).ToHaveAccessibleNameAsync(await answer.Locator(".comment__waiting").InnerTextAsync());
        Assert.True(await reader.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        if (scripts)
        {
            await reader.GoAsync(street.Addresses["article"]);
            await Expect(answer.Locator(".comment__body")).ToHaveTextAsync(words); // in its thread again
        }
        Assert.Empty(reader.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_form_that_comes_back_has_the_focus_on_what_is_wrong(bool scripts)
    {
        await using var reader = await street.VisitorAsync(Visit.ByPhone with { Scripts = scripts });
        await reader.GoAsync(street.Addresses["product"]);

        await reader.Find("[name='Body']").FillAsync("   ");
        await reader.ChooseAsync(reader.Find(".comment-form [type='submit']"));

        await Expect(reader.Find(".form-error")).ToBeFocusedAsync();
        await Expect(reader.Find(".form-error")).ToBeInViewportAsync();
        await reader.ChooseAsync(reader.Find(".form-error a"));
        await Expect(reader.Find("[name='Body']")).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("[{\"page\":")]
    [InlineData("{}")]
    [InlineData("[null, 7, {\"page\": \"PAGE\", \"query\": \"mine=forged\", \"id\": \"comment-999999\"}]")]
    public async Task What_is_no_comment_of_ones_own_any_more_is_forgotten(string kept)
    {
        await using var reader = await street.VisitorAsync();
        await reader.GoAsync("/about");
        var page = street.Addresses["product"];
        await reader.Page.EvaluateAsync("(text) => localStorage.setItem('comments', text)", kept.Replace("PAGE", page, StringComparison.Ordinal));

        await reader.GoAsync(page);
        await reader.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);

        await Expect(reader.Find(".comment.is-pending")).ToHaveCountAsync(0);
        Assert.DoesNotContain("forged", await reader.Page.EvaluateAsync<string>("() => localStorage.getItem('comments')"), StringComparison.Ordinal);
        Assert.Empty(reader.Complaints);
    }

    [GeneratedRegex(@"\?mine=[^#]+#comment-\d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Receipt();
}
