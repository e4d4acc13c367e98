using System.Net;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

public sealed class SessionTests
{
    private const string Editor = "editor@baigu.example", NewPassword = "a new long sentence";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_signing_out_a_copy_of_the_cookie_opens_nothing_and_is_not_renewed()
    {
        await using var app = await Door.OpenAsync();
        using var browser = app.Browser();
        using var entered = await browser.SignInAsync();
        using var thief = app.Visitor();
        var copy = entered.StaffCookie();
        Assert.Equal(HttpStatusCode.OK, (await thief.AnswerAsync("/admin", copy)).StatusCode);

        (await browser.SubmitAsync("/admin", "/account/signout")).Dispose();

        foreach (var seconds in (int[])[0, 15, 45])
        {
            app.Clock.Advance(TimeSpan.FromSeconds(seconds));
            using var refused = await thief.AnswerAsync("/admin", copy);
            Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
            Assert.DoesNotContain(refused.SetCookies(), c => c.StartsWith("baigu-staff=C", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Another_node_knows_within_half_a_minute_who_has_signed_out()
    {
        await using var app = await Door.OpenAsync();
        await using var other = StoreApp.OnFolder(Path.GetDirectoryName(app.DatabaseFile)!, SeedMode.None);
        using var browser = app.Browser();
        using var entered = await browser.SignInAsync();
        using var there = other.Visitor();
        var copy = entered.StaffCookie();
        Assert.Equal(HttpStatusCode.OK, (await there.AnswerAsync("/admin", copy)).StatusCode);

        (await browser.SubmitAsync("/admin", "/account/signout")).Dispose();
        other.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(HttpStatusCode.Redirect, (await there.AnswerAsync("/admin", copy)).StatusCode);
    }

    [Fact]
    public async Task Signing_in_again_in_a_browser_ends_the_session_that_it_had()
    {
        await using var app = await Door.OpenAsync();
        using var browser = app.Browser();
        var form = Door.FieldsOf(await browser.PageAsync("/account/signin"), "/account/signin", ("Email", Door.Owner), ("Password", Door.Password));
        using var first = await browser.PostFormAsync("/account/signin", form);
        using var thief = app.Visitor();
        var token = Door.FieldsOf(await browser.PageAsync("/account"), "/account/signout/everywhere")["__RequestVerificationToken"];

        using var second = await browser.PostFormAsync("/account/signin", new(form) { ["__RequestVerificationToken"] = token });

        Assert.Equal(HttpStatusCode.SeeOther, second.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await thief.AnswerAsync("/admin", first.StaffCookie())).StatusCode);
        await browser.PageAsync("/admin");
    }

    [Fact]
    public async Task A_request_asks_the_database_about_its_session_once_in_half_a_minute()
    {
        await using var app = await Door.OpenAsync();
        using var browser = await app.SignedInAsync();
        const string page = "/account/password";
        (await browser.AnswerAsync(page)).Dispose();

        var known = await QueriesAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal((known + 1, known), (await QueriesAsync(), await QueriesAsync()));

        async Task<int> QueriesAsync()
        {
            using var answer = await browser.AnswerAsync(page);
            return answer.Queries();
        }
    }

    [Fact]
    public async Task Ones_sessions_are_listed_and_ended_one_by_one()
    {
        await using var app = await Door.OpenAsync();
        await app.AddStaffAsync(Editor, StaffRoles.Editor);
        using var stranger = await app.SignedInAsync(Editor);
        using var there = app.Browser("192.0.2.2");
        there.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Shop <b>phone</b> " + new string('x', 5_000));
        (await there.SignInAsync()).Dispose();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var here = await app.SignedInAsync();

        var rows = (await here.PageAsync("/account")).QuerySelectorAll("tbody tr").ToList();
        var end = rows[1].QuerySelector("form")!.GetAttribute("action")!;
        using var foreign = await stranger.PostFormAsync(end, Door.FieldsOf(await stranger.PageAsync("/account"), "/account/signout/everywhere"));
        var still = await there.AnswerAsync("/account");
        using var ended = await here.SubmitAsync("/account", end);

        Assert.Equal(2, rows.Count);
        Assert.Equal(["这里", null], rows.Select(r => r.QuerySelector(".badge")?.TextContent));
        Assert.Equal("192.0.2.2", rows[1].Text("td"));
        Assert.StartsWith("Shop <b>phone</b> xxx", rows[1].Text("th"), StringComparison.Ordinal);
        Assert.True(rows[1].Text("th").Length <= StaffSession.MaxBrowserLength);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (foreign.StatusCode, still.StatusCode));
        Assert.Equal("/account?done=session", ended.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await there.AnswerAsync("/account")).StatusCode);
        var left = Assert.Single((await here.PageAsync("/account?done=session")).QuerySelectorAll("tbody tr"));
        using var last = await here.SubmitAsync("/account", left.QuerySelector("form")!.GetAttribute("action")!);
        Assert.Equal("/account/signin", last.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await here.AnswerAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task An_administrator_ends_the_sessions_of_a_member()
    {
        await using var app = await Door.OpenAsync();
        await app.AddStaffAsync(Editor, StaffRoles.Editor);
        using var editor = await app.SignedInAsync(Editor, "192.0.2.2");
        using var owner = await app.SignedInAsync();
        var place = $"/admin/staff/{await app.IdOfAsync(Editor)}";

        Assert.Equal("192.0.2.2", (await owner.PageAsync(place + "/edit")).Text(".admin-table tbody td"));
        using var ended = await owner.SubmitAsync(place + "/edit", place + "/signout");

        Assert.Equal(HttpStatusCode.SeeOther, ended.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await editor.AnswerAsync("/admin")).StatusCode);
        var page = await owner.PageAsync(place + "/edit");
        Assert.Null(page.QuerySelector(".admin-table"));
        Assert.Contains("让员工退出登录", (await owner.PageAsync("/admin/history/audit")).Text("tbody"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("totp")]
    [InlineData("passkey")]
    public async Task What_changes_the_way_in_asks_for_the_password_and_ends_all_sessions_but_this_browsers(string what)
    {
        await using var app = await Door.OpenAsync();
        await app.ChangeAsync(async db => db.Add(new StaffPasskey { UserId = (await db.MemberAsync(Door.Owner)).Id, CredentialId = [1], Data = new() { PublicKey = [2], AttestationObject = [3], ClientDataJson = [4], Name = "键" } }));
        var passkey = await app.ReadAsync(db => db.Set<StaffPasskey>().Select(p => p.Id).SingleAsync(Cancel));
        using var here = app.Browser();
        using var entered = await here.SignInAsync();
        using var there = await app.SignedInAsync(address: "192.0.2.2");
        using var thief = app.Visitor();

        using var refused = await ChangeAsync("not my password");
        var before = await there.AnswerAsync("/account");
        app.Sleep(TimeSpan.FromHours(11));
        using var done = await ChangeAsync(Door.Password);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (refused.StatusCode, before.StatusCode));
        Assert.Equal("密码不对。", (await refused.DocumentAsync()).Text("#Current-error"));
        Assert.True(done.StatusCode is HttpStatusCode.SeeOther or HttpStatusCode.OK, $"{done.StatusCode}");
        await here.PageAsync("/account");
        Assert.Equal(HttpStatusCode.Redirect, (await there.AnswerAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await thief.AnswerAsync("/account", entered.StaffCookie())).StatusCode);
        app.Sleep(TimeSpan.FromHours(1.1)); // it does not extend the session
        Assert.Equal(HttpStatusCode.Redirect, (await here.AnswerAsync("/account")).StatusCode);

        async Task<HttpResponseMessage> ChangeAsync(string current)
        {
            if (what == "password")
                return await here.SubmitAsync("/account/password", "/account/password", ("Current", current), ("Password", NewPassword));
            if (what == "passkey")
                return await here.SubmitAsync($"/account/passkeys/{passkey}/removal", $"/account/passkeys/{passkey}/removal", ("Current", current));
            var page = await here.PageAsync("/account/totp");
            var key = page.Text(".totp-setup__key").Replace(" ", "", StringComparison.Ordinal);
            var code = Totp.CodeOf(key, Totp.StepOf(app.Clock.GetUtcNow().UtcDateTime));
            return await here.PostFormAsync("/account/totp", Door.FieldsOf(page, "/account/totp", ("Code", code), ("Current", current)));
        }
    }

    [Fact]
    public async Task New_roles_ask_for_the_administrators_password_and_end_the_members_sessions()
    {
        await using var app = await Door.OpenAsync();
        await app.AddStaffAsync(Editor, StaffRoles.Editor);
        using var editor = await app.SignedInAsync(Editor);
        using var owner = await app.SignedInAsync();
        var id = await app.IdOfAsync(Editor);
        var place = $"/admin/staff/{id}/edit";

        using var renamed = await owner.SubmitAsync(place, place, ("Name", "李编辑"));
        var still = await editor.AnswerAsync("/admin");
        using var refused = await owner.SubmitAsync(place, place, ("Roles", "Administrator"));
        using var wrong = await owner.SubmitAsync(place, place, ("Roles", "Administrator"), ("Current", "not my password"));
        var roles = await app.ReadAsync(async db => (await db.MemberAsync(Editor)).Roles);
        using var given = await owner.SubmitAsync(place, place, ("Roles", "Administrator"), ("Current", Door.Password));

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.OK), (renamed.StatusCode, still.StatusCode));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, StaffRoles.Editor), (refused.StatusCode, wrong.StatusCode, roles));
        Assert.Equal("密码不对。", (await wrong.DocumentAsync()).Text("#Current-error"));
        Assert.Equal(HttpStatusCode.SeeOther, given.StatusCode);
        Assert.Equal(StaffRoles.Administrator, await app.ReadAsync(async db => (await db.MemberAsync(Editor)).Roles));
        Assert.Equal(HttpStatusCode.Redirect, (await editor.AnswerAsync("/admin")).StatusCode);
        await owner.PageAsync("/admin");
    }

    [Theory]
    [InlineData("reset-link")]
    [InlineData("second-step-removal")]
    public async Task A_browser_that_an_administrator_left_open_does_not_open_anybodys_account(string way)
    {
        await using var app = await Door.OpenAsync();
        using var owner = await app.SignedInAsync();
        var id = await app.IdOfAsync(Door.Owner);
        var place = $"/admin/staff/{id}/{way}";

        using var refused = await owner.SubmitAsync(place, place);
        using var added = await owner.SubmitAsync("/admin/staff/new", "/admin/staff/new", ("Email", "thief@else.example"), ("Name", "x"), ("Roles", "Administrator"));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (refused.StatusCode, added.StatusCode));
        Assert.Null((await refused.DocumentAsync()).QuerySelector(".one-time__link"));
        Assert.Equal(1, await app.ReadAsync(db => db.Staff.CountAsync(Cancel)));
        Assert.False(await app.ReadAsync(db => db.StaffLinks.AnyAsync(Cancel)));
    }

    [Fact]
    public async Task When_a_session_was_used_last_is_noted_every_few_minutes()
    {
        await using var app = await Door.OpenAsync();
        using var browser = await app.SignedInAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await browser.PageAsync("/account/password");
        var at = app.Clock.GetUtcNow().UtcDateTime;

        app.Clock.Advance(TimeSpan.FromMinutes(4));

        await Patience.UntilAsync(async () => (at - await app.ReadAsync(db => db.StaffSessions.Select(s => s.LastSeenAt).SingleAsync(Cancel))).Duration() < TimeSpan.FromSeconds(1));
    }
}
