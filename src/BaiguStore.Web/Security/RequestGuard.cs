using System.Text;
using System.Text.Unicode;
using BaiguStore.Core.Text;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace BaiguStore.Web.Security;

/// <summary>Refuses requests before they reach a page: cross-site posts, path traversal, invalid text.</summary>
public static class RequestGuard
{
    /// <summary>Maximum length of path and query; the store's longest is a full inquiry, which its script limits to 3,000.</summary>
    private const int MaxTarget = 4_096;

    public static Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var refusal = IsErrorPage(context) ? null : RefuseTarget(context) ?? RefuseOrigin(context.Request);
        if (refusal is null)
            return next(context);
        context.Response.StatusCode = refusal.Value;
        return Task.CompletedTask;
    }

    /// <summary>Whether the request was refused already and is being re-executed for its error page.</summary>
    internal static bool IsErrorPage(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null;

    private static int? RefuseTarget(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw ? raw : context.Request.Path + context.Request.QueryString.ToString();
        if (target.Length > MaxTarget)
            return StatusCodes.Status414UriTooLong;
        if (!Uri.TryCreate($"{context.Request.Scheme}://{context.Request.Host}", UriKind.Absolute, out _))
            return StatusCodes.Status400BadRequest; // a port above 65,535: no URL can be built from it
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (target, "") : (target[..question], target[question..]);
        if (path.Contains('\\', StringComparison.Ordinal) || Has(path, "%2f") || Has(path, "%5c") || Has(path, "%00"))
            return StatusCodes.Status404NotFound;
        if (!IsText(path) || !IsText(query))
            return StatusCodes.Status400BadRequest;
        return null;

        static bool Has(string path, string encoded) => path.Contains(encoded, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the percent-encoded bytes are UTF-8 without NUL and U+FFFD.</summary>
    private static bool IsText(string encoded)
    {
        var bytes = Encoding.UTF8.GetBytes(encoded);
        var text = bytes.AsSpan(0, PercentEncodedText.Decode(bytes, bytes));
        return Utf8.IsValid(text) && !text.Contains((byte)0) && PlainText.IsWellFormed(Encoding.UTF8.GetString(text));
    }

    /// <summary>
    /// Writes must come from our own pages, according to Sec-Fetch-Site, or Origin for older browsers and plain HTTP. A request with neither is not
    /// from a browser, and carries nobody's cookies.
    /// </summary>
    private static int? RefuseOrigin(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            return null;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        var own = site.Length > 0 ? site is "same-origin" or "none" : origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}";
        return own ? null : StatusCodes.Status403Forbidden;
    }
}
