using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace BaiguStore.Web.Setup;

/// <summary>
/// The stylesheets of all components as one file: written apart, a file per component, and sent together, so that a page
/// waits for one answer. The name holds the content's hash, so a browser keeps it for good.
/// </summary>
public sealed partial class StyleSheet
{
    /// <summary>The cascade layers' order is declared in the first; the rest follows in any order.</summary>
    private static readonly string[] First = ["tokens.css", "base.css", "frame.css"];

    private readonly byte[] _plain, _gzip, _brotli;

    public StyleSheet(IWebHostEnvironment environment)
    {
        var files = environment.WebRootFileProvider.GetDirectoryContents("css").Where(f => f.Name.EndsWith(".css", StringComparison.Ordinal))
            .OrderBy(f => (uint)Array.IndexOf(First, f.Name)).ThenBy(f => f.Name, StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var file in files)
        {
            using var reader = new StreamReader(file.CreateReadStream());
            text.Append(Squeezed().Replace(reader.ReadToEnd(), " ")).Append('\n');
        }
        _plain = Encoding.UTF8.GetBytes(text.ToString());
        _gzip = Compress(s => new GZipStream(s, CompressionLevel.SmallestSize));
        _brotli = Compress(s => new BrotliStream(s, CompressionLevel.SmallestSize));
        Url = $"/css/store.{Convert.ToHexStringLower(SHA256.HashData(_plain).AsSpan(0, 6))}.css";
    }

    public string Url { get; }

    public async Task SendAsync(HttpContext context)
    {
        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        var (bytes, encoding) = accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? (_brotli, "br")
            : accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? (_gzip, "gzip")
            : (_plain, null);
        var response = context.Response;
        (response.ContentType, response.ContentLength) = ("text/css; charset=utf-8", bytes.Length);
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

    /// <summary>Comments and runs of white space.</summary>
    [GeneratedRegex(@"/\*.*?\*/|\s+", RegexOptions.Singleline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Squeezed();
}

public static class StyleSheetSetup
{
    public static void AddStyleSheet(this IServiceCollection services) => services.AddSingleton<StyleSheet>();

    public static void MapStyleSheet(this WebApplication app)
    {
        var sheet = app.Services.GetRequiredService<StyleSheet>();
        app.MapMethods(sheet.Url, [HttpMethods.Get, HttpMethods.Head], sheet.SendAsync).ExcludeFromDescription();
    }
}
