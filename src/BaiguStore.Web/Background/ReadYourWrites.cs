using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using Microsoft.AspNetCore.Mvc.Filters;

namespace BaiguStore.Web.Background;

/// <summary>
/// A writer reads their own write: an unsafe request that has written to the change feed is answered once this node has followed the feed. So both a page that is
/// rendered in the same request and the page that a redirect leads to show what was saved. The wait ends when the client goes away.
/// </summary>
public sealed class ReadYourWrites(OwnWrites writes, ChangeWorker changes, ScopedSnapshot snapshot) : IAsyncResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (writes.Any && !IsSafe(context.HttpContext.Request.Method))
        {
            await changes.CatchUpAsync(context.HttpContext.RequestAborted);
            snapshot.Renew();
        }
        await next();
    }

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
}
