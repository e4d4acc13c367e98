using BaiguStore.Web.Compression;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Security;
using BaiguStore.Web.Urls;
using Microsoft.Net.Http.Headers;

namespace BaiguStore.Web.PageCache;

/// <summary>
/// Two middlewares. The first runs at the start of the pipeline and serves cached pages, so that they cost no more than sending them. The second
/// wraps compression, renders each page once for all concurrent requests, and caches it. Any request with a staff cookie bypasses both for HTML
/// pages, valid or not.
/// </summary>
public sealed class PageCacheMiddleware(PageCacheStore pages, CachedQueryKeys keys, IVisitObserver visits, PublicUrl publicUrl, TimeProvider clock)
{
    /// <summary>A proxy may cache a page for five seconds; then it revalidates, as browsers always do, and gets 304 if nothing has changed.</summary>
    private const string HeldBriefly = "public, max-age=0, s-maxage=5, must-revalidate";

    private bool IsHostKnown => publicUrl.Root is not null;

    public Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        return IsRead(request) && PageKey.Of(request, keys.All, !IsHostKnown && PageKey.MayNameHost(request.Path.Value ?? "")) is { } key
            && pages.Find(key) is { } page && (page.SameForStaff || !StaffCookie.IsIn(request))
                ? page.SendAsync(context, clock.GetUtcNow())
                : next(context);
    }

    public async Task MakeAsync(HttpContext context, RequestDelegate next)
    {
        var kept = context.GetEndpoint()?.Metadata.GetMetadata<CachedPageAttribute>();
        var found = KeyOf(context.Request, kept);
        context.Request.Headers.AcceptEncoding = PageKey.EncodingOf(context.Request.Headers.AcceptEncoding); // so the compressed encoding is the one in the key
        if (found is not { } key)
        {
            await next(context);
            visits.OnVisit(context);
            return;
        }
        var making = pages.Begin(key, out var first);
        if (!first)
            await ShareAsync(context, making, next);
        else if (pages.Find(key) is { } ready) // finished by another request since the first lookup
        {
            pages.End(making, ready);
            await ready.SendAsync(context, clock.GetUtcNow());
        }
        else
            await MakeAsync(context, making, kept!, next);
    }

    private PageKey? KeyOf(HttpRequest request, CachedPageAttribute? kept) =>
        kept is not null && pages.IsOn && IsRead(request) && (kept.SameForStaff || !StaffCookie.IsIn(request)) ? PageKey.Of(request, kept.Keys, !IsHostKnown && kept.NamesHost) : null;

    private async Task ShareAsync(HttpContext context, PageCacheStore.Making making, RequestDelegate next)
    {
        if (await making.Outcome.Task.WaitAsync(context.RequestAborted) is { } page)
            await page.SendAsync(context, clock.GetUtcNow());
        else
            await next(context); // the first request got an error, so each renders its own
    }

    private async Task MakeAsync(HttpContext context, PageCacheStore.Making making, CachedPageAttribute kept, RequestDelegate next)
    {
        var response = context.Response;
        byte[] body;
        CachedPage? page = null;
        try
        {
            body = await HoldAsync(context, making.Key, next);
            if (response.StatusCode == StatusCodes.Status200OK && !response.Headers.ContainsKey(HeaderNames.SetCookie))
            {
                response.Headers.ETag = CachedPage.TagOf(body);
                response.Headers.CacheControl = HeldBriefly;
                response.Headers.Append(HeaderNames.Vary, HeaderNames.Cookie); // because of the language
                response.ContentLength = body.Length;
                await response.StartAsync(context.RequestAborted); // the last headers are set when the response starts
                page = CachedPage.From(response, body, [.. context.Features.Get<PageTags>()!.Named], visits.CachedVisits(context), clock.GetUtcNow(), kept.SameForStaff);
            }
        }
        finally
        {
            visits.OnVisit(context);
            pages.End(making, page); // before sending: other requests need not wait for a slow client
        }
        if (body.Length > 0 && HttpMethods.IsGet(context.Request.Method)) // an empty error response gets its page further out in the pipeline
            await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>
    /// Runs the rest of the pipeline with a buffered body, and with the query reduced to the key: a cached page cannot contain what is not in its
    /// key.
    /// </summary>
    private static async Task<byte[]> HoldAsync(HttpContext context, PageKey key, RequestDelegate next)
    {
        context.Features.Set(new PageTags());
        var (request, line) = (context.Request, context.Response.Body);
        var (method, query) = (request.Method, request.QueryString);
        using var held = new BufferedBody();
        context.Response.Body = held;
        var language = request.Query.ContainsKey(SiteLanguage.Query) ? QueryString.Create(SiteLanguage.Query, key.Language) : QueryString.Empty;
        (request.Method, request.QueryString) = (HttpMethods.Get, new QueryString(key.Query).Add(language)); // a HEAD request caches the page for later GETs, too
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        finally
        {
            context.Response.Body = line;
            (request.Method, request.QueryString) = (method, query);
        }
        return held.ToArray();
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
}
