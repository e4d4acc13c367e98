using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using BaiguStore.Browser.Tests.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

/// <summary>
/// The owner of a new store: signs in by the link of the first start, signs out, signs in by password, code and passkey, and visits all pages.
/// </summary>
public sealed partial class StaffTests(Street street)
{
    private const string Email = "owner@baigu.example", Password = "correct horse battery";

    private static readonly string[] Rooms = ["/admin", "/admin/staff", "/admin/staff/new", "/account", "/account/password", "/account/totp", "/account/passkeys"];

    /// <summary>Passkeys are bound to a host name, and 127.0.0.1 is not one.</summary>
    private string Store => $"http://localhost:{street.Address.Port}";

    [Fact]
    public async Task The_owner_sets_the_store_up_and_gets_in_by_password_by_code_and_by_passkey()
    {
        await using var owner = await street.VisitorAsync(new(1280, Still: true));
        List<string> findings = [];

        await owner.GoAsync(Store + await street.InvitationAsync);
        findings.Add(await AccessibilityTests.FindingsAsync(owner));
        await FillAsync(owner, ("Email", Email), ("Name", "王店主"), ("Password", Password));
        await ExpectPlaceAsync(owner, "/admin");
        await ExpectInsideAsync(owner);

        foreach (var room in Rooms)
        {
            await owner.GoAsync(Store + room);
            findings.Add(await AccessibilityTests.FindingsAsync(owner));
        }
        await owner.GoAsync(Store + "/admin/staff");
        await owner.Find(".admin-table a").First.ClickAsync();
        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "生成密码重置链接" }).ClickAsync();
        findings.Add(await AccessibilityTests.FindingsAsync(owner));
        await FillAsync(owner, ("Current", Password));
        await Expect(owner.Find(".one-time__link")).ToContainTextAsync("/account/reset?code=");
        findings.Add(await AccessibilityTests.FindingsAsync(owner));

        var key = await TurnOnAsync(owner, findings);
        await AddPasskeyAsync(owner);
        await owner.GoAsync(Store + "/articles/intel-vt");
        await Expect(owner.Find(".staff-bar")).ToBeVisibleAsync();
        findings.Add(await AccessibilityTests.FindingsAsync(owner));

        await SignOutAsync(owner);
        findings.Add(await AccessibilityTests.FindingsAsync(owner));
        await FillAsync(owner, ("Email", Email), ("Password", Password));
        await ExpectPlaceAsync(owner, "/account/signin/code");
        findings.Add(await AccessibilityTests.FindingsAsync(owner));
        await FillAsync(owner, ("Code", CodeOf(key, step: 1))); // the next time step: the present code was used
        await ExpectInsideAsync(owner);

        await SignOutAsync(owner);
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" }).ClickAsync();
        await ExpectInsideAsync(owner);

        findings.AddRange(await WalkAsync(owner));
        findings.RemoveAll(f => f.Length == 0);
        Assert.True(findings.Count == 0, string.Join('\n', findings));
        Assert.Empty(owner.Complaints);
    }

    /// <summary>
    /// Every linked page of the admin area, one per route pattern: axe reports nothing, and a phone shows it without horizontal scrolling.
    /// </summary>
    private async Task<List<string>> WalkAsync(Visitor owner)
    {
        List<string> findings = [];
        HashSet<string> shapes = [.. Rooms];
        Queue<string> ahead = new(["/admin"]);
        while (ahead.TryDequeue(out var path))
        {
            await owner.GoAsync(Store + path);
            findings.Add(await AccessibilityTests.FindingsAsync(owner));
            await owner.ResizeAsync(390, 844);
            if (await owner.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") is > 390 and var width)
                findings.Add($"{path}: {width} px wide on a phone");
            await owner.ResizeAsync(1280, 900);
            foreach (var link in await owner.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('a[href^=\"/admin/\"]:not([download])')].map((a) => a.getAttribute('href'))"))
                if (shapes.Add(Digits().Replace(link.Split('?', '#')[0], "{n}")))
                    ahead.Enqueue(link);
        }
        Assert.True(shapes.Count >= 38, string.Join('\n', shapes.Order(StringComparer.Ordinal)));
        return findings;
    }

    [GeneratedRegex("(?<=/)[0-9]+(?=/|$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();

    private async Task<string> TurnOnAsync(Visitor owner, List<string> findings)
    {
        await owner.GoAsync(Store + "/account/totp");
        await Expect(owner.Find(".totp-setup__code")).ToBeVisibleAsync();
        var key = (await owner.Find(".totp-setup__key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await FillAsync(owner, ("Code", CodeOf(key)), ("Current", Password));
        await Expect(owner.Find(".recovery-codes li")).ToHaveCountAsync(10);
        findings.Add(await AccessibilityTests.FindingsAsync(owner));
        var saving = owner.Page.WaitForDownloadAsync();
        await owner.Find("a[download]").ClickAsync();
        await using var saved = await (await saving).CreateReadStreamAsync();
        using var reader = new StreamReader(saved);
        Assert.Contains(await owner.Find(".recovery-codes code").First.InnerTextAsync(), await reader.ReadToEndAsync(), StringComparison.Ordinal);
        return key;
    }

    /// <summary>With Chromium's virtual authenticator, which confirms everything.</summary>
    private async Task AddPasskeyAsync(Visitor owner)
    {
        var browser = await owner.Page.Context.NewCDPSessionAsync(owner.Page);
        await browser.SendAsync("WebAuthn.enable");
        await browser.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
        await owner.GoAsync(Store + "/account/passkeys");
        await owner.Find("#Name").FillAsync("办公室电脑");
        await owner.Find("#Current").FillAsync(Password);
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "添加通行密钥" }).ClickAsync();
        await Expect(owner.Find(".admin-table th bdi")).ToHaveTextAsync("办公室电脑");
    }

    private static async Task FillAsync(Visitor owner, params (string Field, string Value)[] fields)
    {
        foreach (var (field, value) in fields)
            await owner.Find($"#{field}").FillAsync(value);
        await owner.Find("main form .button[type=submit]").First.ClickAsync();
    }

    private async Task SignOutAsync(Visitor owner)
    {
        await owner.GoAsync(Store + "/account");
        await owner.Find(".admin-header form button").ClickAsync();
        await ExpectPlaceAsync(owner, "/account/signin");
    }

    private async Task ExpectPlaceAsync(Visitor owner, string path) => await Expect(owner.Page).ToHaveURLAsync(Store + path);

    private static async Task ExpectInsideAsync(Visitor owner) => await Expect(owner.Find(".admin-header__member")).ToHaveTextAsync("王店主");

    /// <summary>Implemented independently of the store, like an authenticator app.</summary>
    private static string CodeOf(string key, int step = 0)
    {
        var bits = string.Concat(key.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30 + step);
#pragma warning disable CA5350 // required by the standard
        var mac = HMACSHA1.HashData(bits.Chunk(8).Select(b => Convert.ToByte(new string(b), 2)).ToArray(), counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
