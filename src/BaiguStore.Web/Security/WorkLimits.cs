using System.Globalization;
using System.Threading.RateLimiting;

namespace BaiguStore.Web.Security;

/// <summary>
/// How much costly work is done at once, whoever asks. What is over it waits in a short queue; what is over that hears 503 and when to come again, at
/// once and for nearly nothing, so that pages which are kept are sent as fast as ever.
/// </summary>
public sealed class WorkLimits : IDisposable
{
    /// <summary>Lists are made by the processors, and now and then wait for the database: two for each.</summary>
    private const int ListsPerProcessor = 2;

    /// <summary>For each processor: a list takes 5 to 50 ms, so that the last in the queue waits a second or two, as long as a person does.</summary>
    private const int WaitingPerProcessor = 32;

    /// <summary>A form of 3 MB and the page that answers it take some 40 MB, for a third of a second. Those in the queue lie on the disk.</summary>
    private const int LargeFormsAtOnce = 2, LargeFormsWaiting = 32;

    private static readonly TimeSpan ComeAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>Search, lists and files that are made of thousands of products, as far as they are not kept.</summary>
    public ConcurrencyLimiter Lists { get; } = new(new()
    {
        PermitLimit = ListsPerProcessor * Environment.ProcessorCount, QueueLimit = WaitingPerProcessor * Environment.ProcessorCount, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Long inquiries, from when they are on the disk until they are answered.</summary>
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

/// <summary>The action looks through the catalogue: <see cref="WorkLimits.Lists"/> says how many run at once.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class CostlyListAttribute : Attribute;
