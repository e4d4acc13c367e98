using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using BaiguStore.Web.Comments;
using Microsoft.AspNetCore.Http.Features;

namespace BaiguStore.Web.Setup;

/// <summary>How much a request may bring, and how often an address may post.</summary>
public static class LimitsSetup
{
    public const string Posting = "posting";

    /// <summary>Bytes. The longest comment is 4,000 characters, 12,000 bytes of UTF-8, three times that when percent-encoded.</summary>
    internal const int MaxBody = 128 * 1024;

    /// <summary>Bytes, for staff who are signed in: the longest text that is rendered (200,000 characters of Chinese, percent-encoded), and some.</summary>
    internal const int MaxStaffBody = 2 * 1024 * 1024;

    /// <summary>Bytes, for staff who may change the catalogue and send files: a product's pictures, a few of them of the heaviest kind.</summary>
    internal const int MaxUpload = 100 * 1024 * 1024;

    /// <summary>A page of a list with all its ticks, and the longest text.</summary>
    internal static readonly FormOptions StaffForms = new() { ValueCountLimit = 512, KeyLengthLimit = 256, ValueLengthLimit = MaxStaffBody, MultipartBodyLengthLimit = MaxUpload };

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => (kestrel.Limits.MaxRequestBodySize, kestrel.AddServerHeader) = (MaxBody, false));
        builder.Services.Configure<FormOptions>(form => (form.ValueCountLimit, form.KeyLengthLimit, form.ValueLengthLimit) = (64, 256, 64 * 1024));
        builder.Services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            limits.AddPolicy(Posting, context => RateLimitPartition.GetFixedWindowLimiter(
                (Network(context.Connection.RemoteIpAddress), Limit: context.RequestServices.GetRequiredService<CurrentCommentSettings>().Now.PerMinute), // a new limit counts anew
                sender => new FixedWindowRateLimiterOptions { PermitLimit = sender.Limit, Window = TimeSpan.FromMinutes(1) }));
        });
    }

    /// <summary>One IPv4 address, or the /64 that a household or server gets in IPv6.</summary>
    internal static string Network(IPAddress? address)
    {
        if (address is null || address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
            return address?.ToString() ?? "";
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
    }
}
