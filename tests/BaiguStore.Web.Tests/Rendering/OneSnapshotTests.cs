using System.Net;
using System.Text.RegularExpressions;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Rendering;

/// <summary>A page shows one state of the store, whatever happens while it is made.</summary>
public sealed partial class OneSnapshotTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/c/huawei")]
    [InlineData("/c/huawei-switch")]
    [InlineData("/p/m-1")]
    [InlineData("/search?q=m-1")]
    [InlineData("/articles/intel-vt")]
    [InlineData("/contact")]
    public async Task A_page_holds_together_while_tree_and_company_change_under_it(string url)
    {
        var between = new Between();
        await using var app = (await StoreApp.WithPageAsync(("PageCache:Megabytes", "0"))).With(s => s.Configure<MvcOptions>(mvc => mvc.Filters.Add(between)));
        await app.AddProductAsync("huawei-switch", "M-1");
        await app.IndexAsync();
        using var visitor = app.Visitor();
        var before = await TextAsync();
        var isChanged = false;

        between.Act = async () =>
        {
            if (isChanged)
                return;
            isChanged = true;
            await app.ChangeAsync(async db =>
            {
                (await db.Companies.SingleAsync(Cancel)).Phone = "0531-00000001";
                foreach (var category in await db.Categories.Where(c => c.Slug.StartsWith("huawei")).ToListAsync(Cancel))
                    category.Name += "新";
                await db.PutAsync("huawei-switch", "M-2", null, DateTime.UnixEpoch);
            });
        };
        var meanwhile = await TextAsync();
        var after = await TextAsync();

        Assert.True(isChanged);
        Assert.Equal(before, meanwhile);
        Assert.Contains("0531-00000001", after, StringComparison.Ordinal);

        async Task<string> TextAsync()
        {
            using var answer = await visitor.AnswerAsync(url);
            return Changing().Replace(await answer.TextAsync(), "");
        }
    }

    [Fact]
    public async Task A_page_that_is_rendered_in_the_same_request_as_a_write_shows_what_was_written()
    {
        await using var app = (await StoreApp.WithPageAsync()).FollowingOnlyWhenAsked()
            .With(s => s.AddControllersWithViews().AddApplicationPart(typeof(OneSnapshotTests).Assembly));
        using var visitor = app.Visitor();

        using var written = await visitor.PostFormAsync(WritingController.Place, new() { ["phone"] = "0531-00000002" });

        Assert.Equal(HttpStatusCode.OK, written.StatusCode);
        Assert.Contains("0531-00000002", (await written.DocumentAsync()).Text(".site-footer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scope_keeps_its_snapshot_until_it_is_renewed_and_another_scope_has_the_newest()
    {
        await using var app = await StoreApp.WithPageAsync();
        await using var mine = app.Services.CreateAsyncScope();
        var first = mine.ServiceProvider.GetRequiredService<StoreSnapshot>();
        await app.AddProductAsync("huawei-switch", "M-1");
        await using var later = app.Services.CreateAsyncScope();

        Assert.Same(first, mine.ServiceProvider.GetRequiredService<StoreSnapshot>());
        Assert.Equal(first.Stamp + 1, later.ServiceProvider.GetRequiredService<StoreSnapshot>().Stamp);
        mine.ServiceProvider.GetRequiredService<ScopedSnapshot>().Renew();
        Assert.Same(later.ServiceProvider.GetRequiredService<StoreSnapshot>(), mine.ServiceProvider.GetRequiredService<StoreSnapshot>());
    }

    /// <summary>What differs from page to page whatever the store holds.</summary>
    [GeneratedRegex("name=\"Stamp\" value=\"[^\"]*\"|X-Test-[^\n]*|<code>[^<]*</code>", RegexOptions.None, 1000)]
    private static partial Regex Changing();

    /// <summary>Does something when the action has ended and its view has not begun.</summary>
    private sealed class Between : IAsyncResultFilter
    {
        public Func<Task> Act { get; set; } = () => Task.CompletedTask;

        public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
        {
            await Act();
            await next();
        }
    }
}

/// <summary>Saves, and answers with a page instead of a redirect. No action of the store does.</summary>
public sealed class WritingController(StoreDb db, StoreSnapshot store) : Controller
{
    public const string Place = "/test/writing";

    [HttpPost(Place)]
    public async Task<IActionResult> Create([FromForm] string phone, CancellationToken cancel)
    {
        (await db.Companies.SingleAsync(cancel)).Phone = phone;
        await db.SaveChangesAsync(cancel);
        return View("~/Views/Pages/About.cshtml", store);
    }
}
