using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

/// <summary>Without JavaScript.</summary>
public sealed class PlainBrowserTests(Street street)
{
    private static readonly Visit WithoutScripts = new(Scripts: false);

    [Fact]
    public async Task Without_scripts_a_buyer_finds_a_product()
    {
        await using var visitor = await street.VisitorAsync(WithoutScripts);

        await visitor.GoAsync("/");
        await visitor.ChooseAsync(visitor.Find($"main a[href='{street.Addresses["big line"]}']"));
        await visitor.ChooseAsync(visitor.Find(".pager a[rel='next']"));
        var link = visitor.Find(".product-table tbody a[href^='/p/']").First;
        var name = await link.InnerTextAsync();
        await visitor.ChooseAsync(link);

        await Expect(visitor.Find("h1")).ToContainTextAsync(name);
        await Expect(visitor.Find("#specs table")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_scripts_an_article_is_read_and_a_comment_with_an_emoticon_posted()
    {
        await using var visitor = await street.VisitorAsync(WithoutScripts);

        await visitor.GoAsync(street.Addresses["article"]);
        await visitor.ChooseAsync(visitor.Find(".toc a[href^='#']").Nth(5));
        await Expect(visitor.Find(".prose figure img").First).ToBeVisibleAsync();
        await visitor.Find("[name='Body']").FillAsync("plain :smile:");
        await visitor.ChooseAsync(visitor.Find(".comment-form [type='submit']"));

        await Expect(visitor.Find(".comment.is-pending .comment__body")).ToHaveTextAsync("plain 😄");
    }

    [Fact]
    public async Task Without_scripts_a_comment_without_text_comes_back_to_be_filled_in()
    {
        await using var visitor = await street.VisitorAsync(WithoutScripts);

        await visitor.GoAsync(street.Addresses["article"]);
        await visitor.Find("[name='Title']").FillAsync("only a title");
        await visitor.Find("[name='Body']").FillAsync("   ");
        await visitor.ChooseAsync(visitor.Find(".comment-form [type='submit']"));

        await Expect(visitor.Find("#comment-body-error")).ToBeVisibleAsync();
        await Expect(visitor.Find("[name='Title']")).ToHaveValueAsync("only a title");
    }
}
