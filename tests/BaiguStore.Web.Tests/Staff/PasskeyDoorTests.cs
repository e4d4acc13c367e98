using System.Net;
using BaiguStore.Core.History;
using BaiguStore.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>Invalid responses to a passkey challenge.</summary>
public sealed class PasskeyDoorTests
{
    private const string Place = "/account/signin/passkey", Options = Place + "/options";

    private const string Foreign = """
        {"id":"AAAA","rawId":"AAAA","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"e30","authenticatorData":"AAAA","signature":"AAAA","userHandle":"MQ"}}
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", false)]
    [InlineData(Foreign, false)]
    [InlineData("", true)]
    [InlineData("{", true)]
    [InlineData("[1]", true)]
    [InlineData("{\"id\":1}", true)]
    [InlineData("null", true)]
    [InlineData(Foreign, true)]
    public async Task What_answers_no_challenge_or_not_rightly_is_told_so_in_the_page_and_is_no_error_of_the_store(string credential, bool isAsked)
    {
        await using var app = await Door.OpenAsync();
        using var browser = app.Browser();
        var form = await FormAsync(browser, credential);
        if (isAsked)
            (await browser.PostFormAsync(Options, form)).Dispose();

        using var refused = await browser.PostFormAsync(Place, form);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("没有用通行密钥登录成功，请再试一次，或者用密码登录。", (await refused.DocumentAsync()).Text(".form-error"));
        Assert.DoesNotContain("Exception", await app.LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_waits_for_its_code_is_no_challenge()
    {
        await using var app = await Door.OpenAsync();
        await app.ChangeStaffAsync(Door.Owner, m => Assert.NotNull(m.ConfirmTotp(Totp.CodeOf(m.ProposeTotp(), Totp.StepOf(app.Clock.GetUtcNow().UtcDateTime)), app.Clock.GetUtcNow().UtcDateTime)));
        using var browser = app.Browser();
        var form = await FormAsync(browser, Foreign);
        (await browser.SignInAsync()).Dispose();

        using var refused = await browser.PostFormAsync(Place, form);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.DoesNotContain("Exception", await app.LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_challenge_is_good_for_one_answer_and_an_address_for_as_many_as_for_passwords()
    {
        await using var app = await Door.OpenAsync();
        using var thief = app.Browser("198.51.100.7");
        var form = await FormAsync(thief, Foreign);
        using var asked = await thief.PostFormAsync(Options, form);
        var copy = asked.SetCookies().Single(c => c.StartsWith("baigu-pending=", StringComparison.Ordinal)).Split(';')[0];
        thief.DefaultRequestHeaders.Add("Cookie", copy); // replayed with each request, whatever Set-Cookie says

        for (var n = 0; n < SignInThrottle.SourceLimit; n++)
        {
            using var refused = await thief.PostFormAsync(Place, form);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
        using var tooMany = await thief.PostFormAsync(Place, form);
        using var owner = app.Browser("198.51.100.7");
        using var let = await owner.SignInAsync();

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromMinutes(15)), (tooMany.StatusCode, tooMany.Headers.RetryAfter!.Delta));
        Assert.Equal(1, await app.ReadAsync(db => db.AuditEntries.CountAsync(e => e.Kind == AuditKind.SignIn && e.What == "SignInFailed", Cancel)));
        Assert.Equal(HttpStatusCode.SeeOther, let.StatusCode); // counted separately from passwords
    }

    [Fact]
    public async Task A_challenge_ends_after_ten_minutes_whatever_the_clock_does()
    {
        await using var app = await Door.OpenAsync();
        foreach (var hours in (int[])[1, -48])
        {
            using var browser = app.Browser();
            var form = await FormAsync(browser, Foreign);
            (await browser.PostFormAsync(Options, form)).Dispose();
            app.Sleep(TimeSpan.FromHours(hours));
            (await browser.PostFormAsync(Place, form)).Dispose();
        }

        Assert.False(await app.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.What == "SignInFailed", Cancel))); // refused without verification
    }

    [Fact]
    public async Task A_new_passkey_without_its_challenge_is_told_so_too()
    {
        await using var app = await Door.OpenAsync();
        using var owner = await app.SignedInAsync();

        using var refused = await owner.SubmitAsync("/account/passkeys", "/account/passkeys", ("Current", Door.Password), ("Credential", Foreign));

        Assert.Equal((HttpStatusCode.BadRequest, "没有添加成功，请再试一次。"), (refused.StatusCode, (await refused.DocumentAsync()).Text(".form-error")));
        Assert.DoesNotContain("Exception", await app.LogAsync(), StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, string>> FormAsync(HttpClient browser, string credential) =>
        Door.FieldsOf(await browser.PageAsync("/account/signin"), Place, ("Credential", credential));
}
