using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace BaiguStore.Web.Setup;

/// <summary>
/// Files that are written apart, one per component, and sent together, so that a page waits for one answer. The name holds
/// the content's hash, so a browser keeps it for good.
/// </summary>
public sealed class Bundle
{
    private readonly string _contentType;
    private readonly byte[] _plain;
    private readonly Lazy<byte[]> _gzip, _brotli; // made when the first browser asks, not while the store starts

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

/// <summary>
/// The store's one stylesheet and one script, made of what stands in `wwwroot/css` and `wwwroot/js/elements` and travels inside the
/// assembly; and the staff's, of `admin` below each.
/// </summary>
public sealed partial class Bundles
{
    /// <summary>The cascade layers' order is declared in the first; the rest follows in any order.</summary>
    private static readonly string[] FirstStyles = ["tokens.css", "base.css", "frame.css"];

    private static readonly Assembly Home = typeof(Bundles).Assembly;

    public Bundle Style { get; } = new("css/store", "css", "text/css; charset=utf-8", Squeezed().Replace(TextOf("css/"), " "));

    public Bundle Script { get; } = new("js/store", "js", "text/javascript; charset=utf-8", TextOf("js/elements/"));

    /// <summary>Apart from the rest, since it runs before anything is drawn: else a page in the dark would flash.</summary>
    public Bundle Theme { get; } = new("js/theme", "js", "text/javascript; charset=utf-8", TextOf("js/"));

    /// <summary>What only staff see, apart from what visitors load.</summary>
    public Bundle AdminStyle { get; } = new("css/admin", "css", "text/css; charset=utf-8", Squeezed().Replace(TextOf("css/admin/"), " "));

    public Bundle AdminScript { get; } = new("js/admin", "js", "text/javascript; charset=utf-8", TextOf("js/elements/admin/"));

    /// <summary>Of the page that shows every component.</summary>
    public Bundle DesignStyle { get; } = new("css/design", "css", "text/css; charset=utf-8", Squeezed().Replace(TextOf("css/design/"), " "));

    public IEnumerable<Bundle> All => [Style, Script, Theme, AdminStyle, AdminScript, DesignStyle];

    /// <summary>The texts of one folder, without those of the folders in it.</summary>
    private static string TextOf(string folder) =>
        string.Join('\n', Home.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal) && name.IndexOf('/', folder.Length) < 0)
            .OrderBy(name => (uint)Array.IndexOf(FirstStyles, name[folder.Length..])).ThenBy(name => name, StringComparer.Ordinal)
            .Select(Read));

    private static string Read(string name)
    {
        using var reader = new StreamReader(Home.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>Comments and runs of white space, which mean nothing in our stylesheets.</summary>
    [GeneratedRegex(@"/\*.*?\*/|\s+", RegexOptions.Singleline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Squeezed();
}

public static class BundleSetup
{
    public static void AddBundles(this IServiceCollection services) => services.AddSingleton<Bundles>();

    public static void MapBundles(this WebApplication app)
    {
        foreach (var bundle in app.Services.GetRequiredService<Bundles>().All)
            app.MapMethods(bundle.Url, [HttpMethods.Get, HttpMethods.Head], bundle.SendAsync).ExcludeFromDescription();
    }
}
