using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace BaiguStore.Web.PageCache;

/// <summary>A complete response: headers and compressed body, ready to be sent to anybody.</summary>
public sealed class CachedPage
{
    /// <summary>Bytes of an entry beside its body: keys, headers, tags.</summary>
    private const int Overhead = 2_048;

    /// <summary>Headers of a single response, not of the page.</summary>
    private static readonly HashSet<string> OfOneAnswer = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Age, HeaderNames.Connection, HeaderNames.ContentLength, HeaderNames.Date, HeaderNames.Server, HeaderNames.SetCookie, HeaderNames.TransferEncoding,
    };

    private readonly byte[] _body;
    private readonly KeyValuePair<string, StringValues>[] _headers;
    private readonly string _etag;
    private readonly Action<HttpRequest>? _onVisit;

    private CachedPage(byte[] body, string etag, IHeaderDictionary headers, PageTag[] tags, Action<HttpRequest>? onVisit, DateTimeOffset madeAt)
    {
        (_body, _etag, Tags, _onVisit, MadeAt) = (body, etag, tags, onVisit, madeAt);
        _headers = [.. headers.Where(h => !OfOneAnswer.Contains(h.Key))];
    }

    public IReadOnlyList<PageTag> Tags { get; }

    public DateTimeOffset MadeAt { get; }

    /// <summary>See <see cref="CachedPageAttribute.SameForStaff"/>.</summary>
    public bool SameForStaff { get; init; }

    public int Size => _body.Length + Overhead;

    /// <summary>Last use, in ticks of the machine's clock; written without a lock, because an approximate value is sufficient.</summary>
    public long LastUsed { get; set; } = Environment.TickCount64;

    /// <summary>A strong entity tag: equal bytes have the same tag on every node and after every start.</summary>
    public static string TagOf(ReadOnlySpan<byte> body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"";

    /// <summary>Captures a response before it is sent: headers and body are complete.</summary>
    /// <param name="onVisit">See <see cref="IVisitObserver.CachedVisits"/>.</param>
    public static CachedPage From(HttpResponse response, byte[] body, PageTag[] tags, Action<HttpRequest>? onVisit, DateTimeOffset now, bool sameForStaff = false) =>
        new(body, response.Headers.ETag.ToString(), response.Headers, tags, onVisit, now) { SameForStaff = sameForStaff };

    /// <summary>Sends it, or 304 without a body if the browser has it already.</summary>
    public Task SendAsync(HttpContext context, DateTimeOffset now)
    {
        LastUsed = Environment.TickCount64;
        var (request, response) = (context.Request, context.Response);
        _onVisit?.Invoke(request);
        var headers = response.Headers;
        foreach (var (name, value) in _headers)
            headers[name] = value;
        headers.Age = Math.Max(0, (int)(now - MadeAt).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (IsKnownTo(request.Headers.IfNoneMatch))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            headers.Remove(HeaderNames.ContentType);
            headers.Remove(HeaderNames.ContentEncoding);
            return Task.CompletedTask;
        }
        response.ContentLength = _body.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(_body, 0, _body.Length, context.RequestAborted);
    }

    /// <summary>If-None-Match uses weak comparison: a proxy that compressed the page again marks our tag with W/ (RFC 9110, 13.1.2).</summary>
    private bool IsKnownTo(StringValues tags)
    {
        foreach (var line in tags)
            if (line is not null && (line == "*" || line.Contains(_etag, StringComparison.Ordinal)))
                return true;
        return false;
    }
}
