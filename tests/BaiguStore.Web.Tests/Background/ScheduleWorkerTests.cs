using System.Net;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Background;

public sealed class ScheduleWorkerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_staff_have_planned_appears_and_goes_by_itself()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        var start = app.Clock.GetUtcNow().UtcDateTime;
        await app.AddProductAsync("huawei-switch", "M-1", p => p.Schedule(start.AddHours(1), start.AddHours(2), start), published: false);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync());

        await ByTheClockAsync(app, TimeSpan.FromMinutes(61), async () => await StatusAsync() == HttpStatusCode.OK && app.Tree.Total == 1);
        await ByTheClockAsync(app, TimeSpan.FromMinutes(60), async () => await StatusAsync() == HttpStatusCode.NotFound && app.Tree.Total == 0);

        Assert.Null((await app.ReadAsync(db => db.Products.SingleAsync(Cancel))).PublishUntil);

        async Task<HttpStatusCode> StatusAsync()
        {
            using var answer = await visitor.GetAsync("/p/m-1", Cancel);
            return answer.StatusCode;
        }
    }

    /// <summary>Advances the clock once, then second by second until the store has followed.</summary>
    private static async Task ByTheClockAsync(StoreApp app, TimeSpan by, Func<Task<bool>> isDone)
    {
        app.Clock.Advance(by);
        await Patience.UntilAsync(async () =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            return await isDone();
        });
    }
}
