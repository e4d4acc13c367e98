using System.Text;
using BaiguStore.Core.Text;
using Microsoft.AspNetCore.Http.Features;

namespace BaiguStore.Web.Setup;

/// <summary>Refuses requests that no page should see: foreign posts, addresses that try to climb, bytes that are not text.</summary>
public static class GuardSetup
{
    /// <summary>Characters of the address after the host; the longest that the store makes itself is under 1,000.</summary>
    private const int MaxTarget = 4_096;

    public static void UseRequestGuards(this WebApplication app) => app.Use((context, next) =>
    {
        var refusal = RefuseTarget(context) ?? RefuseOrigin(context.Request);
        if (refusal is null)
            return next(context);
        context.Response.StatusCode = refusal.Value;
        return Task.CompletedTask;
    });

    private static int? RefuseTarget(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw ? raw : context.Request.Path + context.Request.QueryString.ToString();
        if (target.Length > MaxTarget)
            return StatusCodes.Status414UriTooLong;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (target, "") : (target[..question], target[question..]);
        if (path.Contains('\\', StringComparison.Ordinal) || Has(path, "%2f") || Has(path, "%5c") || Has(path, "%00"))
            return StatusCodes.Status404NotFound;
        if (!IsText(path) || !IsText(query))
            return StatusCodes.Status400BadRequest;
        return null;

        static bool Has(string path, string encoded) => path.Contains(encoded, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the percent-encoded bytes are UTF-8 without NUL.</summary>
    private static bool IsText(string encoded)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal))
            return PlainText.IsWellFormed(encoded);
        var bytes = new List<byte>(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length && char.IsAsciiHexDigit(encoded[i + 1]) && char.IsAsciiHexDigit(encoded[i + 2]))
            {
                bytes.Add(Convert.ToByte(encoded.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
                bytes.AddRange(Encoding.UTF8.GetBytes(encoded[i].ToString()));
        }
        return PlainText.IsWellFormed(Encoding.UTF8.GetString([.. bytes]));
    }

    /// <summary>
    /// A write comes from our own pages: browsers say so in Sec-Fetch-Site, older ones and plain HTTP hosts in Origin. A
    /// request with neither is not a browser's, and carries nobody's cookies.
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
