using System.Net;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>Staff in the public store: their pages are not shared.</summary>
public sealed class StorefrontTests
{
    private static readonly string[] Pages = ["/", "/c/huawei-switch", "/articles", "/articles/intel-vt", "/about"];

    [Fact]
    public async Task A_page_made_for_staff_is_never_sent_to_anybody_else()
    {
        await using var app = await StoreAsync();
        using var member = await MemberAsync(app);
        using var visitor = app.Visitor();

        foreach (var url in Pages)
        {
            var mine = await (await member.AnswerAsync(url)).TextAsync();
            using var first = await visitor.AnswerAsync(url);
            using var second = await visitor.AnswerAsync(url);
            Assert.Null(first.Headers.Age); // rendered now, for visitors
            Assert.NotNull(second.Headers.Age);
            foreach (var answer in (HttpResponseMessage[])[first, second])
                Assert.DoesNotContain("staff-bar", await answer.TextAsync(), StringComparison.Ordinal);
            Assert.Contains("staff-bar", mine, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/feed.xml")]
    [InlineData("/sitemap.xml")]
    [InlineData("/sitemap/categories.xml")]
    [InlineData("/robots.txt")]
    [InlineData("/api/v1/categories")]
    [InlineData("/api/v1/products")]
    [InlineData("/figures/intel-vt-rings.svg")]
    public async Task What_is_no_page_is_made_once_for_visitors_and_whoever_brings_a_cookie_named_like_ours(string url)
    {
        await using var app = await StoreAsync();
        using var visitor = app.Visitor();

        using var first = await visitor.AnswerAsync(url, ("Cookie", $"{StaffCookie.Name}=made-up"));
        using var again = await visitor.AnswerAsync(url, ("Cookie", $"{StaffCookie.Name}=made-up"));
        using var without = await visitor.AnswerAsync(url);

        Assert.Null(first.Headers.Age);
        Assert.All((HttpResponseMessage[])[again, without], answer => Assert.Equal((HttpStatusCode.OK, 0), (answer.StatusCode, answer.Queries())));
        Assert.All((HttpResponseMessage[])[again, without], answer => Assert.NotNull(answer.Headers.Age));
        Assert.Equal(await first.TextAsync(), await without.TextAsync());
    }

    [Fact]
    public async Task Staff_never_get_a_page_that_was_made_for_visitors_not_even_as_304()
    {
        await using var app = await StoreAsync();
        using var member = await MemberAsync(app);
        using var visitor = app.Visitor();

        foreach (var url in Pages)
        {
            using var kept = await visitor.AnswerAsync(url);
            using var mine = await member.AnswerAsync(url, ("If-None-Match", kept.Headers.ETag!.ToString()));
            Assert.Equal((HttpStatusCode.OK, null, null), (mine.StatusCode, mine.Headers.Age, mine.Headers.ETag));
            Assert.True(mine.Headers.CacheControl!.NoStore && mine.Headers.CacheControl.Private);
            Assert.False(mine.Headers.Contains("Set-Cookie"));
            Assert.Contains("staff-bar", await mine.TextAsync(), StringComparison.Ordinal);
            using var head = new HttpRequestMessage(HttpMethod.Head, url);
            using var looked = await member.SendAsync(head, TestContext.Current.CancellationToken);
            Assert.Null(looked.Headers.Age);
        }
    }

    [Fact]
    public async Task A_member_may_read_the_store_for_hours_and_no_page_of_it_sets_a_cookie()
    {
        await using var app = await StoreAsync();
        using var member = await MemberAsync(app);
        foreach (var minutes in (int[])[1, 20, 400])
        {
            app.Clock.Advance(TimeSpan.FromMinutes(minutes));
            using var answer = await member.AnswerAsync("/articles");
            Assert.False(answer.Headers.Contains("Set-Cookie"), $"after {minutes}");
            Assert.Contains("staff-bar", await answer.TextAsync(), StringComparison.Ordinal);
        }
        await app.ChangeStaffAsync(Door.Owner, m => m.Revoke(app.Clock.GetUtcNow().UtcDateTime));
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        using var revoked = await member.AnswerAsync("/articles");

        Assert.False(revoked.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain("staff-bar", await revoked.TextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("baigu-staff=made-up")]
    [InlineData("__Host-baigu-staff=made-up")]
    [InlineData("baigu-staff=chunks-2; baigu-staffC1=x; baigu-staffC2=y")]
    public async Task A_made_up_cookie_gets_a_fresh_page_for_visitors_and_nothing_is_kept_of_it(string cookie)
    {
        await using var app = await StoreAsync();
        using var stranger = app.Visitor();
        using var visitor = app.Visitor();

        using var answer = await stranger.AnswerAsync("/articles", ("Cookie", cookie));
        using var again = await stranger.AnswerAsync("/articles", ("Cookie", cookie));
        using var first = await visitor.AnswerAsync("/articles");

        Assert.Equal((HttpStatusCode.OK, null, null, null), (answer.StatusCode, answer.Headers.Age, again.Headers.Age, first.Headers.Age));
        Assert.DoesNotContain("staff-bar", await answer.TextAsync(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_bar_leads_to_the_editor_of_what_is_shown_where_there_is_one_and_the_member_may_use_it()
    {
        await using var app = await StoreAsync();
        using var member = await MemberAsync(app);
        await app.AddStaffAsync("sales@baigu.example", StaffRoles.Sales);
        using var sales = await app.SignedInAsync("sales@baigu.example");
        var editors = app.Services.GetService(typeof(Sections)) as Sections;
        var article = (await app.ReadAsync(db => Task.FromResult(db.Articles.Single(a => a.Slug == "intel-vt")))).Id;

        foreach (var (browser, may) in ((HttpClient, bool)[])[(member, true), (sales, false)])
        {
            var link = (await browser.PageAsync("/articles/intel-vt")).QuerySelector($".staff-bar a[href='/admin/articles/{article}/edit']");
            Assert.Equal(may, link is not null);
            Assert.Null((await browser.PageAsync("/about")).QuerySelector(".staff-bar a[href*=edit]"));
        }
        Assert.NotNull(editors);
    }

    /// <summary>The seeds' pages, and an article editor whether or not the admin area has one already.</summary>
    private static async Task<StoreApp> StoreAsync()
    {
        var app = await StoreApp.WithPageAsync(new Editor());
        await app.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
        return app;
    }

    private static Task<HttpClient> MemberAsync(StoreApp app) => app.SignedInAsync();

    private sealed class Editor : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.UseEndpoints(endpoints =>
            {
                if (!endpoints.DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Any(e => e.RoutePattern.RawText?.TrimStart('/') == Sections.Articles.Editor.TrimStart('/')))
                    endpoints.MapGet(Sections.Articles.Editor, (int id) => $"{id}");
            });
        };
    }
}
