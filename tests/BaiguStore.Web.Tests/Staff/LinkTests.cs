using System.Net;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Staff;

public sealed class LinkTests
{
    [Fact]
    public async Task A_store_without_staff_says_in_its_log_how_to_make_the_first_administrator()
    {
        await using var app = StoreApp.OnEmptyFolder(SeedMode.None);
        using var browser = app.Visitor(cookies: true);
        await browser.PageAsync("/");
        var link = "";
        await Patience.UntilAsync(async () =>
        {
            var log = await app.LogAsync();
            var at = log.IndexOf("/account/setup?code=", StringComparison.Ordinal);
            link = at < 0 ? "" : log[at..].Split(['\r', '\n', ' ', '"'])[0];
            return link.Length > 0;
        });

        using var weak = await SetUpAsync(browser, link, "1234567890");
        using var made = await SetUpAsync(browser, link, Door.Password);

        Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode);
        Assert.NotNull((await weak.DocumentAsync()).QuerySelector("#Password-error"));
        Assert.Equal("/admin", made.Headers.Location!.OriginalString);
        await browser.PageAsync("/admin/staff");
        await browser.PageAsync(link, HttpStatusCode.BadRequest);
        Assert.True(await app.ReadAsync(async db => (await db.MemberAsync(Door.Owner)).IsActiveAdministrator));
        Assert.DoesNotContain(Door.Password, await app.LogAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/account/setup")]
    [InlineData("/account/setup?code=")]
    [InlineData("/account/setup?code=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("/account/reset?code=x")]
    public async Task Without_the_code_nothing_opens(string url)
    {
        await using var app = await StoreApp.EmptyAsync();
        using var browser = app.Visitor();

        Assert.Null((await browser.PageAsync(url, HttpStatusCode.BadRequest)).QuerySelector("[type=password]"));
    }

    [Fact]
    public async Task A_setup_link_runs_out_after_an_hour()
    {
        await using var app = await StoreApp.EmptyAsync();
        using var browser = app.Visitor(cookies: true);
        var link = await app.LinkAsync();
        await browser.PageAsync(link);

        app.Sleep(TimeSpan.FromHours(1));

        await browser.PageAsync(link, HttpStatusCode.BadRequest);
        await browser.PageAsync(await app.LinkAsync()); // as the next start creates it
    }

    [Fact]
    public async Task A_reset_link_changes_the_password_once_and_signs_the_member_out()
    {
        await using var app = await Door.OpenAsync();
        using var owner = await app.SignedInAsync();
        var id = await app.IdOfAsync(Door.Owner);
        using var shown = await owner.SubmitAsync($"/admin/staff/{id}/reset-link", $"/admin/staff/{id}/reset-link", ("Current", Door.Password));
        var link = new Uri((await shown.DocumentAsync()).Text(".one-time__link")).PathAndQuery;
        using var browser = app.Browser("192.0.2.9");
        var fields = Door.FieldsOf(await browser.PageAsync(link), "/account/reset", ("Password", "another long sentence"));

        using var weak = await browser.PostFormAsync("/account/reset", new(fields) { ["Password"] = "short" });
        using var changed = await browser.PostFormAsync("/account/reset", fields);
        using var replayed = await browser.PostFormAsync("/account/reset", new(fields) { ["Password"] = "a third long sentence" });
        app.Clock.Advance(TimeSpan.FromSeconds(45));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.SeeOther, HttpStatusCode.BadRequest), (weak.StatusCode, changed.StatusCode, replayed.StatusCode));
        Assert.Equal(HttpStatusCode.Redirect, (await owner.AnswerAsync("/admin")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SignInAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync(password: "another long sentence")).StatusCode);
        Assert.DoesNotContain(link.Split('=')[1], string.Join(' ', await app.ReadAsync(db => db.StaffLinks.Select(l => l.CodeHash).ToListAsync())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_reset_link_makes_the_first_worthless_and_an_hour_makes_all_so()
    {
        await using var app = await Door.OpenAsync();
        using var browser = app.Browser();
        var (first, second) = (await app.LinkAsync(Door.Owner), await app.LinkAsync(Door.Owner));

        await browser.PageAsync(first, HttpStatusCode.BadRequest);
        await browser.PageAsync(second);
        app.Sleep(StaffLink.Life);
        await browser.PageAsync(second, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Somebody_new_has_three_days_for_their_link_and_is_signed_in_by_it()
    {
        await using var app = await Door.OpenAsync();
        using var owner = await app.SignedInAsync();
        using var added = await owner.SubmitAsync("/admin/staff/new", "/admin/staff/new", ("Email", "new@baigu.example"), ("Name", "新来的"), ("Roles", "Editor"), ("Current", Door.Password));
        var shown = await added.DocumentAsync();
        var link = new Uri(shown.Text(".one-time__link")).PathAndQuery;
        using var browser = app.Browser("192.0.2.9");

        app.Sleep(TimeSpan.FromHours(71));
        using var chosen = await browser.SubmitAsync(link, "/account/reset", ("Password", "another long sentence"));
        using var opened = await browser.AnswerAsync("/admin");
        using var replayed = await browser.AnswerAsync(link);

        Assert.Contains("3 天内有效", shown.Text(".one-time"), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.SeeOther, "/admin"), (chosen.StatusCode, chosen.Headers.Location!.OriginalString));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (opened.StatusCode, replayed.StatusCode));
    }

    [Fact]
    public async Task After_three_days_a_link_for_somebody_new_opens_nothing_and_a_new_one_makes_it_worthless()
    {
        await using var app = await Door.OpenAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var members = scope.ServiceProvider.GetRequiredService<StaffMembers>();
        var member = await members.AddAsync("new@baigu.example", "新来的", StaffRoles.Editor, null, TestContext.Current.CancellationToken);
        var (first, second) = (await members.LetResetAsync(member, TestContext.Current.CancellationToken), await members.LetResetAsync(member, TestContext.Current.CancellationToken));
        using var browser = app.Browser();

        await browser.PageAsync(first, HttpStatusCode.BadRequest);
        await browser.PageAsync(second);
        app.Sleep(TimeSpan.FromDays(StaffLink.WelcomeDays));
        await browser.PageAsync(second, HttpStatusCode.BadRequest);
    }

    private static Task<HttpResponseMessage> SetUpAsync(HttpClient browser, string link, string password) =>
        browser.SubmitAsync(link, "/account/setup", ("Email", Door.Owner), ("Name", "王店主"), ("Password", password));
}
