using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

/// <summary>
/// Fast moderation while the store responds slowly or not at all. All responses are the store's own, delayed. Each test finds its own comments by a
/// unique word.
/// </summary>
[Collection(nameof(EditedStore))]
public sealed partial class SpamWaveTests(Street street, EditedStore store)
{
    private const string Item = ".queue-item", Done = ".queue-done", Page = "/articles/intel-vt";

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(600)]
    public async Task Fourteen_comments_are_dealt_with_by_fourteen_keys_in_a_row(int delay)
    {
        await using var moderator = await OpenAsync($"wave{delay}-", 14);
        await HoldUpAsync(moderator, "spam", delay);

        await moderator.Page.Keyboard.PressAsync("j");
        for (var n = 0; n < 14; n++)
        {
            await moderator.Page.Keyboard.PressAsync("s");
            await moderator.Page.WaitForTimeoutAsync(40);
        }

        await Expect(moderator.Find(Done)).ToHaveCountAsync(14);
        await SettledAsync(moderator);
        Assert.True(await moderator.Page.EvaluateAsync<bool>("window.stayed === true")); // the page was never reloaded
        await Expect(moderator.Find(".queue-end")).ToBeVisibleAsync();
        await moderator.GoAsync($"{store.Address}/admin/comments?status=Spam&text=wave{delay}-");
        await Expect(moderator.Find(Item)).ToHaveCountAsync(14);
        Assert.Empty(moderator.Complaints);
    }

    [Theory]
    [InlineData(429, 150)]
    [InlineData(503, 0)]
    [InlineData(503, 600)]
    [InlineData(0, 0)] // no connection
    public async Task A_comment_whose_act_failed_comes_back_in_its_place_with_the_reason_and_the_hand_stays_where_it_is(int status, int delay)
    {
        var word = $"fail{status}{delay}-";
        await using var moderator = await OpenAsync(word, 3);
        await FailOnceAsync(moderator, "approval", status, delay);

        await moderator.Page.Keyboard.PressAsync("j");
        await moderator.Page.Keyboard.PressAsync("a");
        await Expect(moderator.Find(Item).Filter(new() { HasText = $"{word}2" })).ToBeFocusedAsync();
        await Expect(moderator.Find($"{Item}__error")).ToContainTextAsync("没有保存");
        await Expect(moderator.Find(Item).Nth(0)).ToContainTextAsync($"{word}3");
        await Expect(moderator.Find(Item).Filter(new() { HasText = $"{word}2" })).ToBeFocusedAsync();

        await moderator.Page.Keyboard.PressAsync("k");
        await moderator.Page.Keyboard.PressAsync("a");
        await Expect(moderator.Find(Item)).ToHaveCountAsync(2);
        await SettledAsync(moderator);
        await moderator.GoAsync($"{store.Address}/admin/comments?status=Approved&text={word}");
        await Expect(moderator.Find($"{Item}__body")).ToHaveTextAsync($"{word}3");
    }

    [Fact]
    public async Task Where_somebody_else_was_quicker_the_comment_comes_back_as_it_is_now()
    {
        await using var moderator = await OpenAsync("quick-", 2);
        await using (var other = await OpenAsync("quick-", 0))
        {
            await other.Page.Keyboard.PressAsync("j");
            await other.Page.Keyboard.PressAsync("a");
            await SettledAsync(other);
        }

        await moderator.Page.Keyboard.PressAsync("j");
        await moderator.Page.Keyboard.PressAsync("c");
        await moderator.Page.Keyboard.TypeAsync("half an answer");
        await moderator.Page.Keyboard.PressAsync("Escape");
        await moderator.Page.Keyboard.PressAsync("r");

        var back = moderator.Find(Item).Nth(0);
        await Expect(back.Locator($"{Item}__error")).ToContainTextAsync("已公开");
        await Expect(back.Locator(".badge")).ToHaveTextAsync("已公开");
        await Expect(back.Locator("[name=Reply]")).ToHaveValueAsync("half an answer");
        await moderator.Page.Keyboard.PressAsync("k");
        await moderator.Page.Keyboard.PressAsync("r");
        await SettledAsync(moderator);
        await Expect(moderator.Find(Done)).ToContainTextAsync("已拒绝");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    public async Task What_is_taken_back_is_in_hand_again_also_before_the_answer_is_there(int delay)
    {
        var word = $"undo{delay}-";
        await using var moderator = await OpenAsync(word, 3);
        await HoldUpAsync(moderator, "spam", delay);
        var keys = moderator.Page.Keyboard;
        await keys.PressAsync("j");
        await keys.PressAsync("s");
        await keys.PressAsync("s");

        await keys.PressAsync("z");
        await Expect(moderator.Find(Item).Filter(new() { HasText = $"{word}2" })).ToBeFocusedAsync();
        await keys.PressAsync("a"); // and gets another action at once
        await keys.PressAsync("z");
        await Expect(moderator.Find(Item).Filter(new() { HasText = $"{word}2" })).ToBeFocusedAsync();
        await keys.PressAsync("z");
        await Expect(moderator.Find(Item).Filter(new() { HasText = $"{word}3" })).ToBeFocusedAsync();

        await SettledAsync(moderator);
        await moderator.GoAsync($"{store.Address}/admin/comments?text={word}");
        await Expect(moderator.Find(Item)).ToHaveCountAsync(3);
        await keys.PressAsync("j");
        await keys.PressAsync("j");
        await keys.PressAsync("r");
        await SettledAsync(moderator);
        await moderator.GoAsync($"{store.Address}/admin/comments?text={word}");
        await keys.PressAsync("z"); // from an earlier page
        await Expect(moderator.Find(Item).Filter(new() { HasText = $"{word}2" })).ToBeFocusedAsync();
        await Expect(moderator.Find(Item)).ToHaveCountAsync(3);
        Assert.Empty(moderator.Complaints);
    }

    [Fact]
    public async Task A_link_of_the_queue_waits_for_what_is_under_way()
    {
        await using var moderator = await OpenAsync("link-", 2);
        await HoldUpAsync(moderator, "undoing", 600);
        var keys = moderator.Page.Keyboard;
        foreach (var key in (string[])["j", "r", "z", "e"]) // undone, and its editor is opened at once
            await keys.PressAsync(key);

        await Expect(moderator.Find("#Reply")).ToBeVisibleAsync(); // it is pending again, otherwise it could not be replied to
        await Expect(moderator.Find("#Body")).ToHaveValueAsync("link-2");
    }

    [Fact]
    public async Task An_answer_is_sent_by_key_keeps_the_queue_and_is_not_lost()
    {
        await using var moderator = await OpenAsync("reply-", 3);
        await FailOnceAsync(moderator, "replies", 503, 150);
        var keys = moderator.Page.Keyboard;
        await keys.PressAsync("j");
        await keys.PressAsync("c");
        await keys.TypeAsync("1.2 jsz"); // while typing, keys do not moderate
        await keys.PressAsync("Control+Enter");
        await Expect(moderator.Find(Item).Filter(new() { HasText = "reply-2" })).ToBeFocusedAsync();
        await Expect(moderator.Find($"{Item}__error")).ToContainTextAsync("没有保存");
        Assert.Equal("", await Pages.AccessibilityTests.FindingsAsync(moderator));

        await moderator.GoAsync($"{store.Address}/admin/comments?text=reply-"); // still stored after visiting another page
        await Expect(moderator.Find("[name=Reply]").Nth(0)).ToHaveValueAsync("1.2 jsz");
        await moderator.Find("[name=Reply]").Nth(0).PressAsync("Control+Enter");
        await Expect(moderator.Find(Done)).ToContainTextAsync("已回复");
        await Expect(moderator.Find(Item).Filter(new() { HasText = "reply-2" })).ToBeFocusedAsync();
        await SettledAsync(moderator);

        await keys.PressAsync("e"); // the key works in the editor, too, which returns to the queue
        await moderator.Find("#Reply").FillAsync("也是 1.2 版。");
        await moderator.Find("#Reply").PressAsync("Control+Enter");
        await Expect(moderator.Find(Item)).ToHaveCountAsync(1);
        await Expect(moderator.Find(Item)).ToBeFocusedAsync();
        await moderator.GoAsync(store.Address + Page);
        await Expect(moderator.Find("#comments")).ToContainTextAsync("1.2 jsz");
        await Expect(moderator.Find("#comments")).ToContainTextAsync("也是 1.2 版。");
    }

    /// <summary>Posts comments with the word and a number, and opens a queue filtered by it.</summary>
    private async Task<Visitor> OpenAsync(string word, int count)
    {
        await SayAsync(word, count);
        var moderator = await store.SignedInAsync(street);
        await moderator.GoAsync($"{store.Address}/admin/comments?text={word}");
        await moderator.Page.EvaluateAsync("window.stayed = true");
        return moderator;
    }

    private async Task SayAsync(string word, int count)
    {
        using var reader = new HttpClient();
        var stamp = Stamp().Match(await reader.GetStringAsync(store.Address + Page)).Groups[1].Value;
        for (var n = 1; n <= count; n++)
        {
            using var answer = await reader.PostAsync($"{store.Address}{Page}/comments", new FormUrlEncodedContent([new("Body", $"{word}{n}"), new("Stamp", stamp)]));
            answer.EnsureSuccessStatusCode();
        }
    }

    private static async Task HoldUpAsync(Visitor moderator, string act, int delay) =>
        await moderator.Page.RouteAsync($"**/admin/comments/**/{act}", async route =>
        {
            var answer = await route.FetchAsync();
            await Task.Delay(delay);
            await route.FulfillAsync(new() { Response = answer });
        });

    /// <summary>The next action of that kind fails in the given way.</summary>
    private static async Task FailOnceAsync(Visitor moderator, string act, int status, int delay)
    {
        var failed = false;
        await moderator.Page.RouteAsync($"**/admin/comments/*/{act}", async route =>
        {
            if (failed)
            {
                await route.ContinueAsync();
                return;
            }
            failed = true;
            await Task.Delay(delay);
            await (status == 0 ? route.AbortAsync() : route.FulfillAsync(new() { Status = status, ContentType = "text/html", Body = "" }));
        });
    }

    private static Task SettledAsync(Visitor moderator) => Expect(moderator.Find("comment-queue.is-saving")).ToHaveCountAsync(0);

    [GeneratedRegex("name=\"Stamp\" value=\"([^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Stamp();
}
