using System.Net;
using System.Threading.RateLimiting;
using BaiguStore.Web.Security;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>Under a flood of expensive requests the store responds at once that it is busy, and cached pages stay fast.</summary>
public sealed class WorkLimitTests
{
    [Fact]
    public async Task Lists_and_searches_beyond_what_the_processors_do_hear_when_to_come_again()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        string[] lists = ["/search?q=x", "/api/v1/search?q=x", "/api/v1/suggest?q=x", "/c/h3c-switch?sort=price", "/api/v1/products?size=7", "/sitemap/categories.xml"];
        using var kept = await visitor.AnswerAsync("/c/huawei-switch");
        var waiting = Fill(app.Services.GetRequiredService<WorkLimits>().Lists);

        foreach (var url in lists)
        {
            using var answer = await visitor.AnswerAsync(url);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(5), 0), (answer.StatusCode, answer.Headers.RetryAfter?.Delta, answer.Queries()));
            Assert.Equal(url.StartsWith("/api/", StringComparison.Ordinal) ? "application/problem+json" : "text/html", answer.Content.Headers.ContentType?.MediaType);
        }
        foreach (var url in (string[])["/c/huawei-switch", "/", "/articles/intel-vt", "/about?x=y"])
            Assert.Equal(HttpStatusCode.OK, (await visitor.AnswerAsync(url)).StatusCode);

        foreach (var lease in waiting)
            (await lease).Dispose();
        foreach (var url in lists)
            Assert.Equal(HttpStatusCode.OK, (await visitor.AnswerAsync(url)).StatusCode);
    }

    [Fact]
    public async Task A_long_inquiry_waits_for_its_turn_and_a_short_one_does_not()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        var waiting = Fill(app.Services.GetRequiredService<WorkLimits>().LargeForms);
        Dictionary<string, string> small = new() { ["Paste"] = "S5735 2" }, large = new() { ["Paste"] = "S5735 2", ["Message"] = new('x', 200_000) };

        using var refused = await visitor.PostFormAsync("/inquiry/lines", large);
        using var taken = await visitor.PostFormAsync("/inquiry/lines", small);
        foreach (var lease in waiting)
            (await lease).Dispose();
        using var later = await visitor.PostFormAsync("/inquiry/lines", large);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.RetryAfter is not null));
        Assert.NotEqual(HttpStatusCode.ServiceUnavailable, taken.StatusCode);
        Assert.NotEqual(HttpStatusCode.ServiceUnavailable, later.StatusCode);
    }

    /// <summary>Acquires all permits, running and queued.</summary>
    private static List<Task<RateLimitLease>> Fill(ConcurrencyLimiter limiter)
    {
        List<Task<RateLimitLease>> waiting = [];
        for (Task<RateLimitLease> next; !((next = limiter.AcquireAsync(1, TestContext.Current.CancellationToken).AsTask()).IsCompleted && !next.GetAwaiter().GetResult().IsAcquired);)
            waiting.Add(next);
        return waiting;
    }
}
