using BaiguStore.Browser.Tests.Pages;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

/// <summary>A moderator who uses only the keyboard, in a separate store, because it uses the only setup link.</summary>
public sealed class ModerationTests(Street street)
{
    private const string Page = "/articles/intel-vt";

    [Fact]
    public async Task Comments_are_moderated_by_keyboard_alone_and_the_last_act_is_taken_back()
    {
        await using var store = await StoreProcess.StartAsync(StoreProcess.WithoutProducts);
        var address = store.Address.ToString().TrimEnd('/');
        await using var moderator = await street.VisitorAsync(new(1280, Still: true));
        await moderator.GoAsync(address + await store.InvitationAsync);
        foreach (var (field, value) in new[] { ("Email", "owner@baigu.example"), ("Name", "王店主"), ("Password", "correct horse battery") })
            await moderator.Find($"#{field}").FillAsync(value);
        await moderator.Page.Keyboard.PressAsync("Enter");
        await Expect(moderator.Find(".admin-header__member")).ToHaveTextAsync("王店主");
        foreach (var words in (string[])["第一条", "第二条", "第三条"])
            await SayAsync(address, words);
        List<string> findings = [];

        await moderator.GoAsync(address + "/admin/comments");
        var keys = moderator.Page.Keyboard;
        await keys.PressAsync("?");
        await Expect(moderator.Find(".queue-keys dl")).ToBeVisibleAsync();
        findings.Add(await AccessibilityTests.FindingsAsync(moderator));
        await keys.PressAsync("j");
        await Expect(moderator.Find(".queue-item").Nth(0)).ToBeFocusedAsync();
        await keys.PressAsync("j");
        await Expect(moderator.Find(".queue-item").Nth(1)).ToBeFocusedAsync();
        await keys.PressAsync("k");
        await keys.PressAsync("s"); // the third is spam; the second is selected next
        await Expect(moderator.Find(".queue-item")).ToHaveCountAsync(2);
        await Expect(moderator.Find(".queue-item").Nth(0)).ToBeFocusedAsync();
        await keys.PressAsync("a");
        await Expect(moderator.Find(".queue-item")).ToHaveCountAsync(1);
        await Expect(moderator.Find(".queue-item").Nth(0)).ToBeFocusedAsync();
        await keys.PressAsync("r");
        await Expect(moderator.Find(".empty-state")).ToBeVisibleAsync(); // a loading page has no comments either
        await Expect(moderator.Find(".queue-undo [aria-keyshortcuts='z']")).ToBeVisibleAsync();
        await keys.PressAsync("z");
        await Expect(moderator.Find(".queue-item__body")).ToHaveTextAsync("第一条");
        await keys.PressAsync("j");
        await keys.PressAsync("e");
        await Expect(moderator.Find("#Body")).ToHaveValueAsync("第一条");
        await moderator.Find("#Reply").PressSequentiallyAsync("arsz?");
        await Expect(moderator.Find("#Reply")).ToHaveValueAsync("arsz?"); // while typing, keys do not moderate

        foreach (var room in (string[])["/admin", "/admin/comments?status=all", "/admin/comments/blocks", "/admin/settings", "/admin/settings/company", "/admin/settings/comments"])
        {
            await moderator.GoAsync(address + room);
            findings.Add(await AccessibilityTests.FindingsAsync(moderator));
        }
        await moderator.GoAsync(address + Page);
        await Expect(moderator.Find("#comments")).ToContainTextAsync("第二条");
        await Expect(moderator.Find("#comments")).Not.ToContainTextAsync("第三条");
        findings.RemoveAll(f => f.Length == 0);
        Assert.True(findings.Count == 0, string.Join('\n', findings));
        Assert.Empty(moderator.Complaints);
    }

    private async Task SayAsync(string address, string words)
    {
        await using var reader = await street.VisitorAsync(new(Still: true));
        await reader.GoAsync(address + Page);
        await reader.Find("[name='Body']").FillAsync(words);
        await reader.Find(".comment-form [type='submit']").ClickAsync();
        await Expect(reader.Find(".comment.is-pending")).ToContainTextAsync(words);
    }
}
