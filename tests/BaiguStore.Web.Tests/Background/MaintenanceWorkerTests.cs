using BaiguStore.Web.Background;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Background;

/// <summary>Background work of the store.</summary>
public sealed class MaintenanceWorkerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-11-22T18:59:00Z", 1)]
    [InlineData("2026-11-22T19:00:00Z", 24 * 60)]
    [InlineData("2026-11-22T19:01:00Z", 24 * 60 - 1)]
    [InlineData("2026-11-22T00:00:00Z", 19 * 60)]
    public void The_recount_is_at_three_in_the_morning_in_china(string now, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), MaintenanceWorker.UntilRecount(DateTime.Parse(now, null, System.Globalization.DateTimeStyles.AdjustToUniversal)));

    [Fact]
    public async Task At_night_counts_that_were_wrong_are_logged_and_mended()
    {
        await using var app = await StoreApp.WithPageAsync(("Serilog:MinimumLevel:Default", "Information"));
        using var visitor = app.Visitor();
        await app.AddProductAsync("huawei-switch", "M-1");
        Assert.Equal("华为 (1)", (await visitor.PageAsync("/c/huawei")).Text("h1"));
        await app.ReadAsync(db => db.Products.ExecuteDeleteAsync(Cancel)); // bypasses the change feed, which is not allowed
        await app.CatchUpAsync();
        Assert.Equal("华为 (1)", (await visitor.PageAsync("/c/huawei")).Text("h1"));

        await ByTheHourAsync(app, async () => (await visitor.PageAsync("/c/huawei")).Text("h1") == "华为 (0)");
        await ByTheHourAsync(app, async () => (await app.LogAsync()).Contains("Recount: 0 products, no drift", StringComparison.Ordinal));

        Assert.Contains("[WRN] Recount: huawei-switch showed 1 products (1 with all below) and has 0 (0)", await app.LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_article_that_an_older_version_rendered_is_rendered_anew_soon_after_the_start()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.ReadAsync(db => db.Articles.Where(a => a.Slug == "intel-vt").ExecuteUpdateAsync(a => a.SetProperty(x => x.BodyHtml, "<p>旧</p>"), Cancel));
        await app.CatchUpAsync();

        await ByTheHourAsync(app, async () => (await visitor.PageAsync("/articles/intel-vt")).QuerySelector(".prose h2") is not null);
    }

    [Fact]
    public async Task Each_hour_the_feed_loses_what_is_older_than_a_day()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await visitor.PageAsync("/");
        await app.AddProductAsync("huawei-switch", "M-1");
        Task<int> Rows() => app.ReadAsync(db => db.Changes.CountAsync(Cancel));
        var before = await Rows();
        Assert.True(before > 1);

        for (var hour = 0; hour < 20; hour++)
            app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(before, await Rows());
        await ByTheHourAsync(app, async () => await Rows() == 1);

        await app.AddProductAsync("huawei-switch", "M-2");
        Assert.Equal("华为 (2)", (await visitor.PageAsync("/c/huawei")).Text("h1"));
    }

    [Fact]
    public async Task What_is_saved_in_this_process_is_followed_without_being_asked()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await visitor.PageAsync("/c/huawei");

        await SaveAsync(app, "M-1");

        await Patience.UntilAsync(async () => (await visitor.PageAsync("/c/huawei")).Text("h1") == "华为 (1)");
    }

    [Fact]
    public async Task A_feed_that_cannot_be_read_for_a_moment_is_logged_and_followed_again()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await visitor.PageAsync("/c/huawei");

        await app.ReadAsync(db => db.Database.ExecuteSqlAsync($"ALTER TABLE \"Changes\" RENAME TO \"Away\"", Cancel));
        await Patience.UntilAsync(async () => (await app.LogAsync()).Contains("Change feed not read", StringComparison.Ordinal));
        Assert.Equal("华为 (0)", (await visitor.PageAsync("/c/huawei")).Text("h1"));
        await app.ReadAsync(db => db.Database.ExecuteSqlAsync($"ALTER TABLE \"Away\" RENAME TO \"Changes\"", Cancel));
        await SaveAsync(app, "M-1");

        await Patience.UntilAsync(async () => (await visitor.PageAsync("/c/huawei")).Text("h1") == "华为 (1)");
    }

    private static Task<int> SaveAsync(StoreApp app, string sku) => app.ReadAsync(async db =>
    {
        await db.PutAsync("huawei-switch", sku, null, DateTime.UnixEpoch);
        return await db.SaveChangesAsync(Cancel);
    });

    private static Task ByTheHourAsync(StoreApp app, Func<Task<bool>> happened) => Patience.UntilAsync(async () =>
    {
        app.Clock.Advance(TimeSpan.FromHours(1));
        return await happened();
    });
}
