using System.Net;
using AngleSharp.Dom;
using BaiguStore.Core.Staff;

namespace BaiguStore.Web.Tests.Staff;

public sealed class SecondStepTests
{
    [Fact]
    public async Task A_code_is_asked_for_and_is_good_once()
    {
        await using var app = await Door.OpenAsync();
        var (key, _) = await TurnOnAsync(app);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        using var browser = app.Browser("192.0.2.50");
        var code = Totp.CodeOf(key, Totp.StepOf(app.Clock.GetUtcNow().UtcDateTime));

        using var password = await browser.SignInAsync(query: "?returnUrl=%2Fadmin%2Fstaff");
        using var notYet = await browser.AnswerAsync("/admin");
        using var wrong = await CodeAsync(browser, "000000");
        using var right = await CodeAsync(browser, string.Concat(code.Select(digit => (char)(digit - '0' + '０'))), "?returnUrl=%2Fadmin%2Fstaff"); // full-width digits of an input method

        Assert.StartsWith("/account/signin/code", password.Headers.Location!.OriginalString, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.Redirect, notYet.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal("/admin/staff", right.Headers.Location!.OriginalString);
        await browser.PageAsync("/admin");

        using var other = app.Browser("192.0.2.51");
        (await other.SignInAsync()).Dispose();
        using var replayed = await CodeAsync(other, code);
        Assert.Equal(HttpStatusCode.BadRequest, replayed.StatusCode);
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        using var next = await CodeAsync(other, Totp.CodeOf(key, Totp.StepOf(app.Clock.GetUtcNow().UtcDateTime)));
        Assert.Equal(HttpStatusCode.SeeOther, next.StatusCode);
    }

    [Fact]
    public async Task Two_browsers_with_one_code_at_the_same_moment_do_not_both_get_in()
    {
        await using var app = await Door.OpenAsync();
        var (key, _) = await TurnOnAsync(app);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        using var one = app.Browser("192.0.2.50");
        using var other = app.Browser("192.0.2.51");
        var code = Totp.CodeOf(key, Totp.StepOf(app.Clock.GetUtcNow().UtcDateTime));
        List<(HttpClient Browser, Dictionary<string, string> Fields)> forms = [];
        foreach (var browser in (HttpClient[])[one, other])
        {
            (await browser.SignInAsync()).Dispose();
            forms.Add((browser, Door.FieldsOf(await browser.PageAsync("/account/signin/code"), "/account/signin/code", ("Code", code))));
        }

        var answers = await Task.WhenAll(forms.Select(f => f.Browser.PostFormAsync("/account/signin/code", f.Fields)));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.SeeOther);
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task Codes_are_counted_like_passwords_and_the_right_password_does_not_forgive_them()
    {
        await using var app = await Door.OpenAsync();
        await TurnOnAsync(app);
        using var browser = app.Browser("192.0.2.50");
        HttpStatusCode last = default;
        for (var n = 0; n < SignInThrottle.PairLimit && last != HttpStatusCode.TooManyRequests; n++)
        {
            using var password = await browser.SignInAsync();
            last = password.StatusCode;
            if (last != HttpStatusCode.SeeOther)
                break;
            using var code = await CodeAsync(browser, "000000");
            last = code.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task A_recovery_code_is_shown_once_and_is_good_once()
    {
        await using var app = await Door.OpenAsync();
        var (_, codes) = await TurnOnAsync(app);
        using var browser = app.Browser("192.0.2.50");
        (await browser.SignInAsync()).Dispose();
        using var let = await CodeAsync(browser, codes[3].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal));
        using var other = app.Browser("192.0.2.51");
        (await other.SignInAsync()).Dispose();
        using var replayed = await CodeAsync(other, codes[3]);

        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.BadRequest), (let.StatusCode, replayed.StatusCode));
        var page = await browser.PageAsync("/account/totp");
        Assert.DoesNotContain(codes[0], page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("9", page.Text("main"), StringComparison.Ordinal);
        await app.ReadAsync(async db =>
        {
            var kept = string.Join(' ', (await db.MemberAsync(Door.Owner)).RecoveryCodes);
            Assert.All(codes, c => Assert.DoesNotContain(c, kept, StringComparison.OrdinalIgnoreCase));
            return true;
        });
    }

    [Fact]
    public async Task It_is_turned_off_by_the_password_only()
    {
        await using var app = await Door.OpenAsync();
        var (key, _) = await TurnOnAsync(app);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var browser = app.Browser();
        (await browser.SignInAsync()).Dispose();
        (await CodeAsync(browser, Totp.CodeOf(key, Totp.StepOf(app.Clock.GetUtcNow().UtcDateTime)))).Dispose();
        var page = await browser.PageAsync("/account/totp");

        using var wrong = await browser.PostFormAsync("/account/totp/removal", Door.FieldsOf(page, "/account/totp/codes", ("Current", "not my password")));
        using var right = await browser.PostFormAsync("/account/totp/removal", Door.FieldsOf(page, "/account/totp/codes", ("Current", Door.Password)));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.SeeOther), (wrong.StatusCode, right.StatusCode));
        await browser.PageAsync("/account"); // this browser stays signed in
        using var fresh = await app.SignedInAsync(address: "192.0.2.77");
        await fresh.PageAsync("/admin");
    }

    [Fact]
    public async Task The_code_to_scan_is_drawn_without_anything_inline()
    {
        await using var app = await Door.OpenAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.PageAsync("/account/totp");

        Assert.Empty(page.QuerySelectorAll("[style], style, script:not([src])"));
        Assert.Matches("^(M[0-9]+ [0-9]+h1v1h-1z){100,}$", page.QuerySelector(".totp-setup__code path")!.GetAttribute("d")!);
        Assert.StartsWith("otpauth://totp/", page.QuerySelector("a[href^='otpauth']")!.GetAttribute("href"), StringComparison.Ordinal);
        var key = page.Text(".totp-setup__key");
        Assert.Equal(key, (await browser.PageAsync("/account/totp")).Text(".totp-setup__key")); // a reload keeps the key
    }

    /// <summary>Sets up an authenticator app; returns its key and the recovery codes.</summary>
    private static async Task<(string Key, List<string> Codes)> TurnOnAsync(StoreApp app)
    {
        using var browser = await app.SignedInAsync();
        var page = await browser.PageAsync("/account/totp");
        var key = page.Text(".totp-setup__key").Replace(" ", "", StringComparison.Ordinal);
        var code = Totp.CodeOf(key, Totp.StepOf(app.Clock.GetUtcNow().UtcDateTime));
        using var on = await browser.PostFormAsync("/account/totp", Door.FieldsOf(page, "/account/totp", ("Code", code), ("Current", Door.Password)));
        Assert.Equal(HttpStatusCode.OK, on.StatusCode);
        return (key, [.. (await on.DocumentAsync()).QuerySelectorAll(".recovery-codes code").Select(c => c.TextContent)]);
    }

    private static Task<HttpResponseMessage> CodeAsync(HttpClient browser, string code, string query = "") =>
        browser.SubmitAsync("/account/signin/code" + query, "/account/signin/code", ("Code", code));
}
