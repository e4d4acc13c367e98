using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace BaiguStore.Web.Assets;

/// <summary>
/// Source files, one per component, served as one file to save requests. The name contains the content's hash, so browsers cache it permanently.
/// </summary>
public sealed class Bundle
{
    private readonly string _contentType;
    private readonly byte[] _plain;
    private readonly Lazy<byte[]> _gzip, _brotli; // compressed at the first request, not at start

    public Bundle(string name, string extension, string contentType, string text)
    {
        _contentType = contentType;
        _plain = Encoding.UTF8.GetBytes(text);
        _gzip = new(() => Compress(s => new GZipStream(s, CompressionLevel.SmallestSize)));
        _brotli = new(() => Compress(s => new BrotliStream(s, CompressionLevel.SmallestSize)));
        Url = $"/{name}.{Convert.ToHexStringLower(SHA256.HashData(_plain).AsSpan(0, 6))}.{extension}";
    }

    public string Url { get; }

    public async Task SendAsync(HttpContext context)
    {
        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        var (bytes, encoding) = accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? (_brotli.Value, "br")
            : accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? (_gzip.Value, "gzip")
            : (_plain, null);
        var response = context.Response;
        (response.ContentType, response.ContentLength) = (_contentType, bytes.Length);
        response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
        response.Headers[HeaderNames.Vary] = HeaderNames.AcceptEncoding;
        if (encoding is not null)
            response.Headers[HeaderNames.ContentEncoding] = encoding;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private byte[] Compress(Func<Stream, Stream> over)
    {
        using var compressed = new MemoryStream();
        using (var stream = over(compressed))
            stream.Write(_plain);
        return compressed.ToArray();
    }
}
