using System.Net;
using System.Text.RegularExpressions;
using BaiguStore.Core.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Staff;

public sealed partial class SignInTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_right_password_leads_to_where_one_wanted_to_go()
    {
        await using var app = await Door.OpenAsync();
        using var browser = app.Browser();

        using var shut = await browser.AnswerAsync("/admin/staff?x=1");
        using var answer = await browser.SubmitAsync(shut.Headers.Location!.PathAndQuery, "/account/signin", ("Email", Door.Owner), ("Password", Door.Password));

        Assert.Equal(HttpStatusCode.Redirect, shut.StatusCode);
        Assert.Equal((HttpStatusCode.SeeOther, "/admin/staff?x=1"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.Contains("owner", (await browser.PageAsync("/admin/staff")).Text(".admin-header"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/admin")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_leads_to_no_other_site(string returnUrl)
    {
        await using var app = await Door.OpenAsync();
        using var browser = app.Browser();
        var query = "?returnUrl=" + Uri.EscapeDataString(returnUrl);

        using var answer = await browser.SignInAsync(query: query);
        using var already = await browser.AnswerAsync("/account/signin" + query);

        Assert.Equal(("/admin", "/admin"), (answer.Headers.Location!.OriginalString, already.Headers.Location!.OriginalString));
    }

    [Theory]
    [InlineData(Door.Owner)]
    [InlineData("nobody@baigu.example")]
    [InlineData("revoked@baigu.example")]
    public async Task Whether_an_account_exists_shows_neither_in_the_answer_nor_in_the_work_behind_it(string email)
    {
        await using var app = await Door.OpenAsync();
        await app.AddStaffAsync("revoked@baigu.example", StaffRoles.Editor);
        await app.ChangeStaffAsync("revoked@baigu.example", m => m.Revoke(app.Clock.GetUtcNow().UtcDateTime));
        var hasher = new CountingHasher();
        await using var counted = app.WithWebHostBuilder(web => web.ConfigureTestServices(s => s.AddSingleton<IPasswordHasher<StaffMember>>(hasher)));
        using var browser = counted.CreateClient(new() { AllowAutoRedirect = false });

        using var answer = await browser.SignInAsync(email, "wrong but long enough");

        var page = await answer.DocumentAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("邮箱或密码不对。", page.Text(".form-error"));
        Assert.Equal(email, page.QuerySelector("#Email")!.GetAttribute("value"));
        Assert.Null(page.QuerySelector("#Password")!.GetAttribute("value"));
        Assert.Equal(1, hasher.Verified);
        Assert.Equal(6, answer.Queries()); // attempt, three counts, member, audit trail: equal for known and unknown accounts
    }

    [Fact]
    public async Task The_sixth_try_within_a_quarter_of_an_hour_is_refused_even_with_the_right_password()
    {
        await using var app = await Door.OpenAsync();
        using var browser = app.Browser();
        for (var n = 0; n < SignInThrottle.PairLimit; n++)
        {
            using var wrong = await browser.SignInAsync(password: "wrong but long enough");
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        using var refused = await browser.SignInAsync();
        app.Sleep(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        using var later = await browser.SignInAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(10), refused.Headers.RetryAfter!.Delta);
        Assert.Contains("10", (await refused.DocumentAsync()).Text(".form-error"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, later.StatusCode);
    }

    [Fact]
    public async Task Who_guesses_does_not_shut_the_owner_out()
    {
        await using var app = await Door.OpenAsync();
        using var stranger = app.Browser("198.51.100.7");
        for (var n = 0; n <= SignInThrottle.PairLimit; n++)
            (await stranger.SignInAsync(password: "wrong but long enough")).Dispose();
        using var owner = app.Browser();

        using var refused = await stranger.SignInAsync();
        using var let = await owner.SignInAsync();

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.SeeOther), (refused.StatusCode, let.StatusCode));
    }

    [Fact]
    public async Task One_address_cannot_try_one_account_after_the_other()
    {
        await using var app = await Door.OpenAsync();
        await TriesAsync(app, SignInThrottle.SourceLimit, n => $"somebody{n}@baigu.example", _ => "192.0.2.1");
        using var browser = app.Browser();
        using var elsewhere = app.Browser("192.0.2.2");

        using var refused = await browser.SignInAsync();
        using var let = await elsewhere.SignInAsync();

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.SeeOther), (refused.StatusCode, let.StatusCode));
    }

    [Fact]
    public async Task Under_attack_from_many_addresses_only_a_browser_that_was_in_before_gets_in()
    {
        await using var app = await Door.OpenAsync();
        using var known = await app.SignedInAsync();
        using (await known.SubmitAsync("/admin", "/account/signout"))
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        await TriesAsync(app, SignInThrottle.AccountLimit, _ => Door.Owner, n => $"203.0.113.{n}");
        using var unknown = app.Browser("192.0.2.99");

        using var refused = await unknown.SignInAsync();
        using var let = await known.SignInAsync();

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.SeeOther), (refused.StatusCode, let.StatusCode));
    }

    [Fact]
    public async Task A_cookie_that_was_planted_before_is_worth_nothing_afterwards()
    {
        await using var app = await Door.OpenAsync();
        using var browser = app.Browser();
        browser.DefaultRequestHeaders.Add("Cookie", "baigu-staff=planted");

        using var answer = await browser.SignInAsync();

        using var planted = app.Visitor();
        using var shut = await planted.AnswerAsync("/admin", ("Cookie", "baigu-staff=planted"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Contains(answer.SetCookies(), c => c.StartsWith("baigu-staff=", StringComparison.Ordinal) && !c.Contains("planted", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Redirect, shut.StatusCode);
    }

    [Fact]
    public async Task A_form_from_before_signing_in_is_not_good_afterwards()
    {
        await using var app = await Door.OpenAsync();
        using var browser = app.Browser();
        var before = Door.FieldsOf(await browser.PageAsync("/account/signin"), "/account/signin");
        (await browser.SignInAsync()).Dispose();

        using var answer = await browser.PostFormAsync("/account/signout/everywhere", before);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Who_is_revoked_is_out_within_a_minute_everywhere()
    {
        await using var app = await Door.OpenAsync();
        await app.AddStaffAsync("editor@baigu.example", StaffRoles.Editor);
        using var editor = await app.SignedInAsync("editor@baigu.example");
        using var owner = await app.SignedInAsync();
        var place = $"/admin/staff/{await app.IdOfAsync("editor@baigu.example")}";

        using var revoked = await owner.SubmitAsync(place + "/revocation", place + "/revocation");
        app.Clock.Advance(TimeSpan.FromSeconds(45));
        using var shut = await editor.AnswerAsync("/admin");
        using var again = await editor.SignInAsync("editor@baigu.example");

        Assert.Equal(HttpStatusCode.SeeOther, revoked.StatusCode);
        Assert.Equal("已停用。", (await owner.PageAsync(revoked.Headers.Location!.OriginalString)).Text(".notice"));
        Assert.Equal(HttpStatusCode.Redirect, shut.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Fact]
    public async Task New_roles_are_there_within_a_minute_without_signing_in_again()
    {
        await using var app = await Door.OpenAsync();
        await app.AddStaffAsync("sales@baigu.example", StaffRoles.Sales);
        using var browser = await app.SignedInAsync("sales@baigu.example");
        await browser.PageAsync("/admin/staff", HttpStatusCode.Forbidden);
        await app.ChangeStaffAsync("sales@baigu.example", m => m.Roles |= StaffRoles.Administrator);

        app.Clock.Advance(TimeSpan.FromSeconds(45));

        await browser.PageAsync("/admin/staff");
    }

    [Fact]
    public async Task Signing_out_everywhere_signs_the_other_browser_out_too()
    {
        await using var app = await Door.OpenAsync();
        using var here = await app.SignedInAsync();
        using var there = await app.SignedInAsync(address: "192.0.2.2");

        using var answer = await here.SubmitAsync("/account", "/account/signout/everywhere");
        app.Clock.Advance(TimeSpan.FromSeconds(45));

        Assert.Equal("/account/signin", answer.Headers.Location!.OriginalString);
        foreach (var browser in (HttpClient[])[here, there])
            Assert.Equal(HttpStatusCode.Redirect, (await browser.AnswerAsync("/admin")).StatusCode);
    }

    [Fact]
    public async Task Twelve_hours_after_signing_in_one_is_out_however_busy_one_was()
    {
        await using var app = await Door.OpenAsync();
        using var browser = await app.SignedInAsync();
        for (var hour = 1; hour < 12; hour++)
        {
            app.Sleep(TimeSpan.FromHours(1));
            using var worked = await browser.AnswerAsync("/admin");
            Assert.Equal(HttpStatusCode.OK, worked.StatusCode);
            Assert.DoesNotContain(worked.SetCookies(), c => c.Contains("baigu-staff", StringComparison.Ordinal));
        }

        app.Sleep(TimeSpan.FromMinutes(59.8));
        await browser.PageAsync("/admin");
        app.Sleep(TimeSpan.FromSeconds(15)); // cached by the node a moment ago, but ended

        Assert.Equal(HttpStatusCode.Redirect, (await browser.AnswerAsync("/admin")).StatusCode);
    }

    [Theory]
    [InlineData("http://localhost", "baigu-staff", false)]
    [InlineData("https://localhost", "__Host-baigu-staff", true)]
    public async Task The_cookies_are_out_of_reach_of_scripts_and_other_sites(string store, string name, bool secure)
    {
        await using var app = await Door.OpenAsync();
        using var browser = app.CreateClient(new() { BaseAddress = new Uri(store), AllowAutoRedirect = false });

        using var answer = await browser.SignInAsync();

        var cookies = answer.SetCookies().ToList();
        Assert.Contains(cookies, c => c.StartsWith(name + "=", StringComparison.Ordinal));
        Assert.All(cookies, c =>
        {
            Assert.Contains("httponly", c, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=lax", c, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain", c, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(secure, SecureFlag().IsMatch(c));
        });
        await browser.PageAsync("/admin");
    }

    [Fact]
    public async Task Without_the_sealing_keys_one_signs_in_again_and_nothing_fails()
    {
        var folder = Directory.CreateTempSubdirectory("baigu-keys-").FullName;
        try
        {
            string cookie, form;
            Dictionary<string, string> fields;
            await using (var first = StoreApp.OnFolder(folder, Core.Data.SeedMode.None))
            {
                await first.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
                using var browser = first.Visitor();
                using var page = await browser.AnswerAsync("/account/signin");
                form = page.SetCookies().Single().Split(';')[0];
                fields = Door.FieldsOf(await page.DocumentAsync(), "/account/signin", ("Email", Door.Owner), ("Password", Door.Password));
                using var request = new HttpRequestMessage(HttpMethod.Post, "/account/signin") { Content = new FormUrlEncodedContent(fields) };
                request.Headers.Add("Cookie", form);
                using var answer = await browser.SendAsync(request, Cancel);
                cookie = string.Join("; ", answer.SetCookies().Select(c => c.Split(';')[0]).Append(form));
                Assert.Equal(HttpStatusCode.OK, (await browser.AnswerAsync("/admin", ("Cookie", cookie))).StatusCode);
                await first.ChangeAsync(async db => db.SealingKeys.RemoveRange(await db.SealingKeys.ToListAsync(Cancel)));
            }
            await using var second = StoreApp.OnFolder(folder, Core.Data.SeedMode.None);
            using var later = second.Visitor();

            Assert.Equal(HttpStatusCode.Redirect, (await later.AnswerAsync("/admin", ("Cookie", cookie))).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await later.AnswerAsync("/", ("Cookie", cookie))).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await later.AnswerAsync("/account/signin", ("Cookie", cookie))).StatusCode);
            using var old = new HttpRequestMessage(HttpMethod.Post, "/account/signin") { Content = new FormUrlEncodedContent(fields) };
            old.Headers.Add("Cookie", cookie);
            Assert.Equal(HttpStatusCode.BadRequest, (await later.SendAsync(old, Cancel)).StatusCode);
            using var again = await second.SignedInAsync();
            await again.PageAsync("/admin");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task One_node_opens_what_another_has_sealed()
    {
        await using var first = await Door.OpenAsync();
        using var browser = first.Visitor();
        using var page = await browser.AnswerAsync("/account/signin");
        var form = page.SetCookies().Single().Split(';')[0];
        var fields = Door.FieldsOf(await page.DocumentAsync(), "/account/signin", ("Email", Door.Owner), ("Password", Door.Password));
        await using var second = StoreApp.OnFolder(Path.GetDirectoryName(first.DatabaseFile)!, Core.Data.SeedMode.None);
        using var other = second.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/signin") { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Cookie", form);

        using var answer = await other.SendAsync(request, Cancel);
        using var admin = await browser.AnswerAsync("/admin", ("Cookie", string.Join("; ", answer.SetCookies().Select(c => c.Split(';')[0]))));

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.OK), (answer.StatusCode, admin.StatusCode));
    }

    /// <summary>Failed attempts of strangers, inserted for the sign-in throttle.</summary>
    private static Task TriesAsync(StoreApp app, int count, Func<int, string> email, Func<int, string> address) => app.ChangeAsync(async _ =>
    {
        await using var scope = app.Services.CreateAsyncScope();
        var throttle = scope.ServiceProvider.GetRequiredService<SignInThrottle>();
        for (var n = 0; n < count; n++)
            Assert.Null(await throttle.RefusesAsync(email(n), address(n), null, Cancel));
    });

    [GeneratedRegex("; ?secure", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SecureFlag();

    private sealed class CountingHasher : IPasswordHasher<StaffMember>
    {
        private readonly PasswordHasher<StaffMember> _real = new();

        public int Verified { get; private set; }

        public string HashPassword(StaffMember user, string password) => _real.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(StaffMember user, string hashedPassword, string providedPassword)
        {
            Verified++;
            return _real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
