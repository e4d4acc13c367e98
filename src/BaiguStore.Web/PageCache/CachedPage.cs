using System.Globalization;
using System.Security.Cryptography;
using BaiguStore.Web.Visits;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace BaiguStore.Web.PageCache;

/// <summary>A finished answer: its headers and its compressed bytes, ready to be sent to anybody.</summary>
public sealed class CachedPage
{
    /// <summary>Bytes that an entry takes besides its body: keys, headers, tags.</summary>
    private const int Overhead = 2_048;

    /// <summary>What belongs to one answer and not to the page.</summary>
    private static readonly HashSet<string> OfOneAnswer = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Age, HeaderNames.Connection, HeaderNames.ContentLength, HeaderNames.Date, HeaderNames.Server, HeaderNames.SetCookie, HeaderNames.TransferEncoding,
    };

    private readonly byte[] _body;
    private readonly KeyValuePair<string, StringValues>[] _headers;
    private readonly string _etag;
    private readonly VisitCounter? _visits;

    private CachedPage(byte[] body, string etag, IHeaderDictionary headers, PageTag[] tags, VisitCounter? visits, DateTimeOffset madeAt)
    {
        (_body, _etag, Tags, _visits, MadeAt) = (body, etag, tags, visits, madeAt);
        _headers = [.. headers.Where(h => !OfOneAnswer.Contains(h.Key))];
    }

    public IReadOnlyList<PageTag> Tags { get; }

    public DateTimeOffset MadeAt { get; }

    /// <summary>See <see cref="CachedPageAttribute.SameForStaff"/>.</summary>
    public bool SameForStaff { get; init; }

    public int Size => _body.Length + Overhead;

    /// <summary>When it was last asked for, in ticks of the machine's clock; written without a lock, since nearly right is enough.</summary>
    public long LastUsed { get; set; } = Environment.TickCount64;

    /// <summary>A strong entity tag: the same bytes have the same one on every node and after every start.</summary>
    public static string TagOf(ReadOnlySpan<byte> body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"";

    /// <summary>Takes the answer as it is about to be sent: its headers are complete and its body is in hand.</summary>
    /// <param name="visits">Counts who is sent it; null where nobody counts.</param>
    public static CachedPage From(HttpResponse response, byte[] body, PageTag[] tags, VisitCounter? visits, DateTimeOffset now, bool sameForStaff = false) =>
        new(body, response.Headers.ETag.ToString(), response.Headers, tags, visits, now) { SameForStaff = sameForStaff };

    /// <summary>Sends it; 304 without a body to a browser that has it already.</summary>
    public Task SendAsync(HttpContext context, DateTimeOffset now)
    {
        LastUsed = Environment.TickCount64;
        var (request, response) = (context.Request, context.Response);
        if (_visits is not null && VisitCounters.IsByPerson(request))
            _visits.Add();
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

    /// <summary>If-None-Match compares weakly: a proxy that packed the page anew marks our tag with W/ (RFC 9110, 13.1.2).</summary>
    private bool IsKnownTo(StringValues tags)
    {
        foreach (var line in tags)
            if (line is not null && (line == "*" || line.Contains(_etag, StringComparison.Ordinal)))
                return true;
        return false;
    }
}
