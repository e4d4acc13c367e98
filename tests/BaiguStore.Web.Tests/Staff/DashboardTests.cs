using AngleSharp.Dom;
using BaiguStore.Core.Staff;
using BaiguStore.Core.Visits;
using BaiguStore.Web.Background;
using BaiguStore.Web.Staff;
using BaiguStore.Web.Tests.Comments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>The dashboard: open items, recent changes, visits.</summary>
public sealed class DashboardTests
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Line = "/c/huawei-switch";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static HttpClient Person(StoreApp app, string name = Firefox)
    {
        var visitor = app.Visitor();
        visitor.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", name);
        return visitor;
    }

    private static async Task<Dictionary<VisitKind, long>> VisitsAsync(StoreApp app)
    {
        await app.Services.GetRequiredService<VisitWorker>().WriteAsync(Cancel);
        return await app.ReadAsync(db => db.Visits.Where(v => v.EntityId == Visit.All).ToDictionaryAsync(v => v.Kind, v => v.Count, Cancel));
    }

    [Theory]
    [InlineData("128")]
    [InlineData("0")]
    public async Task Every_visit_is_counted_whether_the_page_was_kept_or_made(string cache)
    {
        await using var app = await StoreApp.WithPageAsync(("PageCache:Megabytes", cache));
        using var person = Person(app);

        for (var i = 0; i < 3; i++)
            await person.PageAsync(Reader.Article);
        await person.PageAsync(Line);
        await person.PageAsync(Line + "?sort=price");
        await person.PageAsync("/articles/no-such", System.Net.HttpStatusCode.NotFound);
        await person.PageAsync("/");

        var first = await VisitsAsync(app);
        Assert.Equal((3L, 2L), (first[VisitKind.Article], first[VisitKind.Line]));
        await person.PageAsync(Reader.Article);
        Assert.Equal(4L, (await VisitsAsync(app))[VisitKind.Article]);
        var article = await app.ReadAsync(db => db.Articles.Where(a => a.Slug == "intel-vt").Select(a => a.Id).SingleAsync(Cancel));
        Assert.Equal(4L, await app.ReadAsync(db => db.Visits.Where(v => v.Kind == VisitKind.Article && v.EntityId == article).Select(v => v.Count).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task A_browser_that_has_the_page_already_visits_it_again()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var person = Person(app);
        using var first = await person.AnswerAsync(Reader.Article);
        person.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        using var known = await person.AnswerAsync(Reader.Article);

        Assert.Equal((System.Net.HttpStatusCode.NotModified, 2L), (known.StatusCode, (await VisitsAsync(app))[VisitKind.Article]));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)")]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1)")]
    [InlineData("curl/8.5.0")]
    [InlineData("")]
    public async Task Programs_and_staff_and_questions_without_a_body_are_not_visits(string name)
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
        using var program = Person(app, name);
        using var staff = await app.SignedInAsync();
        staff.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", Firefox);
        using var person = Person(app);

        await program.PageAsync(Reader.Article);
        await program.PageAsync(Reader.Article);
        await staff.PageAsync(Reader.Article);
        using var head = await person.SendAsync(new(HttpMethod.Head, Reader.Article), Cancel);

        Assert.Empty(await VisitsAsync(app));
    }

    [Fact]
    public async Task The_worker_writes_every_minute()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var person = Person(app);
        await person.PageAsync(Line);

        await Patience.UntilAsync(async () =>
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            return await app.ReadAsync(db => db.Visits.AnyAsync(v => v.Kind == VisitKind.Line && v.EntityId != Visit.All && v.Count == 1, Cancel));
        });
    }

    [Fact]
    public async Task Everybody_sees_what_waits_for_them_and_the_figures_are_kept_for_five_minutes()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
        await app.AddStaffAsync("moderator@baigu.example", StaffRoles.Moderator);
        using var visitor = app.Visitor();
        await visitor.PostAsync(app, Reader.Article, "写得清楚。");
        await app.AddProductAsync("huawei-switch", "M-1", published: false);
        await app.AddProductAsync("huawei-switch", "M-2", p => p.ListPriceFen = null);
        using var owner = await app.SignedInAsync();
        using var moderator = await app.SignedInAsync("moderator@baigu.example");

        var page = await owner.PageAsync("/admin");
        Assert.Equal(("1", "1", "1", "2"), (Count(page, "待审核的评论"), Count(page, "商品草稿"), Count(page, "没有价格的商品"), Count(page, "180 天没有确认的商品")));
        Assert.Contains("M-2", page.Text(".lately"), StringComparison.Ordinal);
        await app.AddProductAsync("huawei-switch", "M-3", published: false);
        Assert.Equal("1", Count(await owner.PageAsync("/admin"), "商品草稿"));
        app.Clock.Advance(StoreOverview.Kept);
        Assert.Equal("2", Count(await owner.PageAsync("/admin"), "商品草稿"));

        var theirs = await moderator.PageAsync("/admin");
        Assert.Equal(["待审核的评论"], theirs.QuerySelectorAll(".waits li > :first-child").Take(1).Select(e => e.TextContent));
        Assert.Null(Count(theirs, "商品草稿"));
        Assert.Empty(theirs.QuerySelectorAll(".lately"));
        foreach (var link in theirs.QuerySelectorAll("main a").Select(a => a.GetAttribute("href")!).Distinct())
            await moderator.PageAsync(link);
    }

    [Fact]
    public async Task A_chart_has_a_bar_for_each_day_that_has_something_and_a_table_with_all()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
        using var person = Person(app);
        await person.PageAsync(Reader.Article);
        await person.PageAsync(Line);
        await person.PostAsync(app, Reader.Article, "写得清楚。");
        await VisitsAsync(app);
        using var owner = await app.SignedInAsync();

        var page = await owner.PageAsync("/admin");

        var chart = page.QuerySelector("[aria-labelledby=visits-by-day].day-chart")!;
        Assert.Equal(2, chart.QuerySelectorAll(".day-chart__plot .day-chart__bar").Length);
        Assert.Equal(30, chart.QuerySelectorAll("tbody tr").Length);
        Assert.Equal(["2", "1"], chart.QuerySelectorAll("tbody tr:first-child td").Select(c => c.TextContent));
        Assert.Equal("1", page.QuerySelector("[aria-labelledby=comments-by-day] tbody tr:first-child td")!.TextContent);
        Assert.Contains("Intel虚拟化技术", page.Text("[aria-labelledby=most-articles]"), StringComparison.Ordinal);
    }

    private static string? Count(IParentNode page, string what) =>
        page.QuerySelectorAll(".waits li").SingleOrDefault(li => li.FirstElementChild!.TextContent == what)?.QuerySelector(".waits__count")!.TextContent;
}
