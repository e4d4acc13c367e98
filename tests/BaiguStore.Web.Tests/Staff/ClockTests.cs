using System.Globalization;
using System.Net;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Staff;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>The clock is set back by two days: earlier timestamps then have a negative age and count as expired.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Back = -TimeSpan.FromDays(2);

    [Fact]
    public async Task Who_was_revoked_saves_nothing_and_who_was_not_signs_in_again()
    {
        await using var app = await Door.OpenAsync();
        await app.AddStaffAsync("editor@baigu.example", StaffRoles.Editor);
        using var editor = await app.SignedInAsync("editor@baigu.example");
        using var owner = await app.SignedInAsync();
        var form = Door.FieldsOf(await editor.PageAsync("/admin/categories/new"), "/admin/categories/new", ("Name", "不该有的"));

        app.Sleep(Back);
        await app.ChangeStaffAsync("editor@baigu.example", m => m.Revoke(app.Clock.GetUtcNow().UtcDateTime));
        using var refused = await editor.PostFormAsync("/admin/categories/new", form);
        using var again = await owner.SignInAsync();

        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        await owner.PageAsync("/admin");
    }

    [Fact]
    public async Task The_right_password_gets_in_whatever_was_tried_before()
    {
        await using var app = await Door.OpenAsync();
        using var browser = app.Browser();
        for (var n = 0; n <= SignInThrottle.PairLimit; n++)
            (await browser.SignInAsync(password: "wrong but long enough")).Dispose();

        app.Sleep(Back);
        using var let = await browser.SignInAsync();

        Assert.Equal(HttpStatusCode.SeeOther, let.StatusCode);
    }

    [Fact]
    public async Task A_code_of_the_present_moment_is_accepted()
    {
        await using var app = await Door.OpenAsync();
        var key = "";
        await app.ChangeStaffAsync(Door.Owner, m => Assert.NotNull(m.ConfirmTotp(Totp.CodeOf(key = m.ProposeTotp(), Step(app)), app.Clock.GetUtcNow().UtcDateTime)));
        using var browser = app.Browser();

        app.Sleep(Back);
        (await browser.SignInAsync()).Dispose();
        using var let = await browser.SubmitAsync("/account/signin/code", "/account/signin/code", ("Code", Totp.CodeOf(key, Step(app))));
        using var other = app.Browser("192.0.2.2");
        (await other.SignInAsync()).Dispose();
        using var replayed = await other.SubmitAsync("/account/signin/code", "/account/signin/code", ("Code", Totp.CodeOf(key, Step(app))));

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.BadRequest), (let.StatusCode, replayed.StatusCode));
    }

    [Fact]
    public async Task A_cached_page_is_made_anew_and_its_age_is_never_negative()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        using var made = await visitor.AnswerAsync("/about");
        using var cached = await visitor.AnswerAsync("/about");

        app.Sleep(Back);
        using var anew = await visitor.AnswerAsync("/about");
        using var again = await visitor.AnswerAsync("/about");

        Assert.True(cached.Headers.Contains("Age"));
        foreach (var answer in (HttpResponseMessage[])[made, cached, anew, again])
            Assert.InRange(answer.Headers.TryGetValues("Age", out var age) ? int.Parse(age.Single(), CultureInfo.InvariantCulture) : 0, 0, 60);
    }

    [Fact]
    public async Task A_link_that_ends_later_than_any_made_now_opens_nothing()
    {
        await using var app = await Door.OpenAsync();
        using var browser = app.Browser();
        var link = await app.LinkAsync(Door.Owner);
        await browser.PageAsync(link);

        app.Sleep(Back);

        await browser.PageAsync(link, HttpStatusCode.BadRequest);
        await browser.PageAsync(await app.LinkAsync(Door.Owner));
    }

    [Fact]
    public async Task What_was_sealed_before_is_too_old_and_what_was_counted_before_is_counted_anew()
    {
        await using var app = await Door.OpenAsync();
        var (previews, stamps, receipts, overview) = (app.Services.GetRequiredService<PreviewLinks>(), app.Services.GetRequiredService<FormStamps>(),
            app.Services.GetRequiredService<CommentReceipts>(), app.Services.GetRequiredService<StoreOverview>());
        var (preview, stamp, receipt, counted) = (previews.PathOf(1).Split('/')[^1], stamps.Make("/x"), receipts.Make(1), await overview.GetAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, previews.Open(preview));
        Assert.Equal(1, receipts.Read(receipt));

        app.Sleep(Back);

        Assert.Null(previews.Open(preview));
        Assert.Null(receipts.Read(receipt));
        Assert.Equal(StampVerdict.TooOld, stamps.Check(stamp, "/x"));
        Assert.NotSame(counted, await overview.GetAsync(TestContext.Current.CancellationToken));
    }

    private static long Step(StoreApp app) => Totp.StepOf(app.Clock.GetUtcNow().UtcDateTime);
}
