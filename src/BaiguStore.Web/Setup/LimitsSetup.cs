using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using BaiguStore.Web.Comments;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace BaiguStore.Web.Setup;

/// <summary>How much a request may bring, and how often an address may post.</summary>
public static class LimitsSetup
{
    public const string Posting = "posting";

    /// <summary>Bytes. The longest comment is 4,000 characters, 12,000 bytes of UTF-8, three times that when percent-encoded.</summary>
    internal const int MaxBody = 128 * 1024;

    /// <summary>Bytes of a long text of staff: 200,000 Han characters, nine bytes each when percent-encoded, and what stands beside them.</summary>
    internal const int MaxLongBody = 2 * 1024 * 1024;

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
                Network(context.Connection.RemoteIpAddress),
                _ => new FixedWindowRateLimiterOptions
                {
                    PermitLimit = context.RequestServices.GetRequiredService<CommentSettings>().PerMinute,
                    Window = TimeSpan.FromMinutes(1),
                }));
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

/// <summary>The action takes a form with a long text: behind a sign-in only, since it is read whole.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFormAttribute : Attribute, IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => LimitsSetup.MaxLongBody;
}
