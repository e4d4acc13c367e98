using BaiguStore.Web.Staff;
using BaiguStore.Web.Visits;
using Microsoft.Net.Http.Headers;

namespace BaiguStore.Web.PageCache;

/// <summary>
/// Two steps of the pipeline. The first stands at its head and answers what is kept, so that a kept page costs no more than
/// sending it. The second stands around compression, makes each page once however many wait for it, and keeps it. Whoever brings a
/// staff cookie, a made up one too, passes both by: gets no page that was made for others, and leaves none.
/// </summary>
public sealed class PageKeeper(PageStore pages, VisitBook visits, TimeProvider clock)
{
    /// <summary>A proxy may hold a page for five seconds; then it asks again, as browsers always do, and hears 304 if nothing has changed.</summary>
    private const string HeldBriefly = "public, max-age=0, s-maxage=5, must-revalidate";

    public Task AnswerAsync(HttpContext context, RequestDelegate next) =>
        IsRead(context.Request) && !StaffCookie.IsIn(context.Request) && PageKey.Of(context.Request) is { } key && pages.Find(key) is { } page
            ? page.SendAsync(context, clock.GetUtcNow())
            : next(context);

    public async Task MakeAsync(HttpContext context, RequestDelegate next)
    {
        if (!pages.IsOn || !IsToBeKept(context) || PageKey.Of(context.Request) is not { } key)
        {
            await next(context);
            visits.Count(context);
            return;
        }
        context.Request.Headers.AcceptEncoding = key.Encoding; // what compression sends is then what the key says
        var making = pages.Begin(key, out var first);
        if (!first)
            await ShareAsync(context, making, next);
        else if (pages.Find(key) is { } ready) // another has finished it since our first look
        {
            pages.End(making, ready);
            await ready.SendAsync(context, clock.GetUtcNow());
        }
        else
            await MakeAsync(context, making, next);
    }

    private async Task ShareAsync(HttpContext context, PageStore.Making making, RequestDelegate next)
    {
        if (await making.Outcome.Task.WaitAsync(context.RequestAborted) is { } page)
            await page.SendAsync(context, clock.GetUtcNow());
        else
            await next(context); // the first one's answer was an error, which each may find for themselves
    }

    private async Task MakeAsync(HttpContext context, PageStore.Making making, RequestDelegate next)
    {
        var response = context.Response;
        byte[] body;
        KeptPage? page = null;
        try
        {
            body = await HoldAsync(context, next);
            if (response.StatusCode == StatusCodes.Status200OK && !response.Headers.ContainsKey(HeaderNames.SetCookie))
            {
                response.Headers.ETag = KeptPage.TagOf(body);
                response.Headers.CacheControl = HeldBriefly;
                response.Headers.Append(HeaderNames.Vary, HeaderNames.Cookie); // the language
                response.ContentLength = body.Length;
                await response.StartAsync(context.RequestAborted); // the last headers are set while it starts
                page = KeptPage.From(response, body, [.. context.Features.Get<PageTags>()!.Named], visits.CounterFor(context), clock.GetUtcNow());
            }
        }
        finally
        {
            visits.Count(context);
            pages.End(making, page); // before it is sent: who waits need not wait for a slow line
        }
        if (body.Length > 0) // an error without a body has its page made further out
            await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Runs the rest of the pipeline with the body held back.</summary>
    private static async Task<byte[]> HoldAsync(HttpContext context, RequestDelegate next)
    {
        context.Features.Set(new PageTags());
        var line = context.Response.Body;
        using var held = new HeldBody();
        context.Response.Body = held;
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        finally
        {
            context.Response.Body = line;
        }
        return held.ToArray();
    }

    private static bool IsToBeKept(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && !StaffCookie.IsIn(context.Request)
        && context.GetEndpoint()?.Metadata.GetMetadata<KeptPageAttribute>() is { } kept && !PageKey.SaysMoreThan(kept.Keys, context.Request.Query);

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
}

/// <summary>The body of a page that is to be kept, on its way out of compression.</summary>
public sealed class HeldBody : MemoryStream;
