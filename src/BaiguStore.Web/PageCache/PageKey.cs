using BaiguStore.Web.Localization;
using Microsoft.Extensions.Primitives;

namespace BaiguStore.Web.PageCache;

/// <summary>
/// Cache key of a page, and all inputs of its rendering: path, query keys that its action reads, language, encoding; the host only if the response
/// contains it.
/// </summary>
/// <param name="Query">Query string of known keys only, each once, in ordinal order; empty for the plain page.</param>
public readonly record struct PageKey(string Path, string Query, string Host, string Language, string Encoding)
{
    /// <summary>
    /// Parameters that campaigns (these and all with the prefix <see cref="Campaign"/>), search engines and messengers add to links. They are removed
    /// before rendering, so pages cannot show them, and shared links hit the cache.
    /// </summary>
    private static readonly HashSet<string> Tracking = new(StringComparer.Ordinal) { "gclid", "msclkid", "fbclid", "bd_vid", "from", "isappinstalled" };

    private const string Campaign = "utm_";

    /// <summary>Maximum length of a value; our own links are shorter, and longer values give an error anyway.</summary>
    private const int MaxValue = 100;

    /// <summary>
    /// Null for a request whose response is not cached: it has unknown keys, or values in another form than our links. Keys are compared
    /// case-sensitively, although the framework ignores case.
    /// </summary>
    /// <param name="known">The query keys that the page reads, in ordinal order.</param>
    /// <param name="namesHost">Whether the response contains URLs with this host.</param>
    public static PageKey? Of(HttpRequest request, IReadOnlyList<string> known, bool namesHost) =>
        (request.QueryString.HasValue ? QueryOf(request.Query, known) : "") is { } query
            ? new(request.Path.Value ?? "/", query, namesHost ? $"{request.Scheme}://{request.Host}" : "", SiteLanguage.Of(request), EncodingOf(request.Headers.AcceptEncoding))
            : null;

    private static string? QueryOf(IQueryCollection query, IReadOnlyList<string> known)
    {
        foreach (var (key, values) in query)
            if (!IsTracking(key) && !(values is [{ } value] && (key == SiteLanguage.Query || (known.Contains(key) && IsUsual(value)))))
                return null;
        var read = QueryString.Empty;
        for (var i = 0; i < known.Count; i++)
            if (query.TryGetValue(known[i], out var value))
                read = read.Add(known[i], value.ToString());
        return read.Value ?? "";
    }

    private static bool IsTracking(string key) => Tracking.Contains(key) || key.StartsWith(Campaign, StringComparison.Ordinal);

    /// <summary>
    /// Numbers without leading zeros or signs, and lower-case words with hyphens: `page=007` would be another entry for page 7, and so on without
    /// end.
    /// </summary>
    private static bool IsUsual(string value) =>
        value.Length is > 0 and <= MaxValue && value[0] != '0' && value.All(c => c == '-' || (char.IsLetterOrDigit(c) && !char.IsUpper(c)));

    /// <summary>The sitemap, the feed and robots.txt may contain absolute URLs: see <see cref="Urls.PublicUrl"/>.</summary>
    public static bool MayNameHost(string path) => path.EndsWith(".xml", StringComparison.Ordinal) || path.EndsWith(".txt", StringComparison.Ordinal);

    /// <summary>The best encoding that both sides support: br, gzip, or none. `*` means all encodings not listed (RFC 9110, 12.5.3).</summary>
    public static string EncodingOf(StringValues accepted)
    {
        (bool? brotli, bool? gzip, var others) = (null, null, false);
        foreach (var line in accepted)
            foreach (var part in line.AsSpan().Split(','))
            {
                var token = line.AsSpan()[part].Trim();
                var end = token.IndexOf(';');
                var name = end < 0 ? token : token[..end].TrimEnd();
                var taken = end < 0 || !IsZero(token[(end + 1)..].Trim());
                if (name.Equals("br", StringComparison.OrdinalIgnoreCase))
                    brotli = taken;
                else if (name.Equals("gzip", StringComparison.OrdinalIgnoreCase))
                    gzip = taken;
                else if (name is "*")
                    others = taken;
            }
        return brotli ?? others ? "br" : gzip ?? others ? "gzip" : "";

        // "q=0", "q=0.0": not acceptable (RFC 9110, 12.4.2)
        static bool IsZero(ReadOnlySpan<char> weight) =>
            weight.StartsWith("q=", StringComparison.OrdinalIgnoreCase) && weight[2..].TrimEnd('0').TrimEnd('.').TrimEnd('0').IsEmpty;
    }
}
