using System.Globalization;
using System.Threading.RateLimiting;

namespace BaiguStore.Web.Security;

/// <summary>
/// Limits concurrent costly work, whoever requests it. Excess requests wait in a short queue; beyond that they get 503 with Retry-After, at once and
/// at nearly no cost, so that cached pages stay fast.
/// </summary>
public sealed class WorkLimits : IDisposable
{
    /// <summary>Lists are CPU-bound and sometimes wait for the database: two per core.</summary>
    private const int ListsPerProcessor = 2;

    /// <summary>Queue length per core: a list takes 5 to 50 ms, so that the last in the queue waits a second or two, which people tolerate.</summary>
    private const int WaitingPerProcessor = 32;

    /// <summary>A form of 3 MB and its response page need some 40 MB for a third of a second. Queued forms are on disk.</summary>
    private const int LargeFormsAtOnce = 2, LargeFormsWaiting = 32;

    private static readonly TimeSpan ComeAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>Search, lists, and files generated from thousands of products, unless cached.</summary>
    public ConcurrencyLimiter Lists { get; } = new(new()
    {
        PermitLimit = ListsPerProcessor * Environment.ProcessorCount, QueueLimit = WaitingPerProcessor * Environment.ProcessorCount, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Long inquiries, from the time they are buffered on disk until the response.</summary>
    public ConcurrencyLimiter LargeForms { get; } = new(new() { PermitLimit = LargeFormsAtOnce, QueueLimit = LargeFormsWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    public async Task LimitAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<CostlyListAttribute>() is null)
        {
            await next(context);
            return;
        }
        using var lease = await Lists.AcquireAsync(1, context.RequestAborted);
        if (lease.IsAcquired)
            await next(context);
        else
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (StatusCodes.Status503ServiceUnavailable, ComeAgainAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        Lists.Dispose();
        LargeForms.Dispose();
    }
}

/// <summary>The action scans the catalogue: <see cref="WorkLimits.Lists"/> limits how many run at once.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class CostlyListAttribute : Attribute;
