using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using BaiguStore.Core.Comments;
using BaiguStore.Web.Comments;
using Microsoft.AspNetCore.Http.Features;

namespace BaiguStore.Web.Setup;

/// <summary>How much a request may bring, and how often an address may post.</summary>
public static class LimitsSetup
{
    /// <summary>What is written into the database; and what is only read, but costs more than a page.</summary>
    public const string Posting = "posting", Listing = "listing";

    /// <summary>How many lists may be read for each post that is let in.</summary>
    private const int ListsPerPost = 5;

    /// <summary>Bytes. The longest comment is 4,000 characters, 12,000 bytes of UTF-8, three times that when percent-encoded.</summary>
    internal const int MaxBody = 128 * 1024;

    /// <summary>Bytes that the server takes in of each connection before anybody reads them. By default it is a megabyte: 300 MB for 300 bodies that nobody reads.</summary>
    private const int MaxReadAhead = 128 * 1024;

    /// <summary>Bytes: an inquiry of 500 lines with all that is written in them, and a spreadsheet.</summary>
    internal const int MaxInquiry = 3 * 1024 * 1024;

    /// <summary>Five fields a row, the pasted list, and the form's own. A paste may be as long as the request: the page says how much of it was read.</summary>
    internal static readonly FormOptions InquiryForms = new() { ValueCountLimit = 3_072, KeyLengthLimit = 256, ValueLengthLimit = MaxInquiry, MultipartBodyLengthLimit = MaxInquiry };

    /// <summary>Bytes, for staff who are signed in: the longest text that is rendered (200,000 characters of Chinese, percent-encoded), and some.</summary>
    internal const int MaxStaffBody = 2 * 1024 * 1024;

    /// <summary>Bytes, for staff who may change the catalogue and send files: a product's pictures, a few of them of the heaviest kind.</summary>
    internal const int MaxUpload = 100 * 1024 * 1024;

    /// <summary>The answer to an inquiry of 500 lines, and the longest text.</summary>
    internal static readonly FormOptions StaffForms = new() { ValueCountLimit = 2_048, KeyLengthLimit = 256, ValueLengthLimit = MaxStaffBody, MultipartBodyLengthLimit = MaxUpload };

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            (kestrel.Limits.MaxRequestBodySize, kestrel.AddServerHeader) = (MaxBody, false);
            kestrel.Limits.MaxRequestBufferSize = MaxReadAhead;
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
            limits.AddPolicy(Posting, context => BySender(context, 1));
            limits.AddPolicy(Listing, context => BySender(context, ListsPerPost));
        });
    }

    private static RateLimitPartition<(string, int Limit)> BySender(HttpContext context, int times) => RateLimitPartition.GetFixedWindowLimiter(
        (Network(context.Connection.RemoteIpAddress), Limit: times * context.RequestServices.GetRequiredService<CurrentCommentSettings>().Now.PerMinute), // a new limit counts anew
        sender => new FixedWindowRateLimiterOptions { PermitLimit = sender.Limit, Window = TimeSpan.FromMinutes(1) });

    /// <summary>Around what is made, not around what is kept: those who wait for one making are one.</summary>
    public static void UseWorkLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<WorkLimits>();
        app.Use(next => context => limits.LimitAsync(context, next));
    }

    /// <summary>What counts as one sender.</summary>
    internal static string Network(IPAddress? address) => SenderNetwork.Of(address?.ToString());
}
