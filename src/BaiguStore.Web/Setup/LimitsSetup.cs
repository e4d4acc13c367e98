using System.Globalization;
using System.Threading.RateLimiting;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Http.Features;

namespace BaiguStore.Web.Setup;

/// <summary>How much a request may bring, and how often an address may post: sets the server and the framework to <see cref="RequestLimits"/>.</summary>
public static class LimitsSetup
{
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            (kestrel.Limits.MaxRequestBodySize, kestrel.AddServerHeader) = (RequestLimits.MaxBody, false);
            kestrel.Limits.MaxRequestBufferSize = RequestLimits.MaxReadAhead;
        });
        builder.Services.Configure<FormOptions>(form => (form.ValueCountLimit, form.KeyLengthLimit, form.ValueLengthLimit) = (64, 256, 64 * 1024));
        builder.Services.AddSingleton<WorkLimits>();
        builder.Services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            limits.AddPolicy(RequestLimits.Posting, context => BySender(context, 1));
            limits.AddPolicy(RequestLimits.Listing, context => BySender(context, RequestLimits.ListsPerPost));
        });
    }

    private static RateLimitPartition<(string, int Limit)> BySender(HttpContext context, int times) => RateLimitPartition.GetFixedWindowLimiter(
        (RequestLimits.SenderOf(context), Limit: times * context.RequestServices.GetRequiredService<CurrentCommentSettings>().Now.PerMinute), // a changed limit starts a new window
        sender => new FixedWindowRateLimiterOptions { PermitLimit = sender.Limit, Window = TimeSpan.FromMinutes(1) });

    /// <summary>Limits rendering, not cached responses: concurrent requests for one page count as one.</summary>
    public static void UseWorkLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<WorkLimits>();
        app.Use(next => context => limits.LimitAsync(context, next));
    }
}
