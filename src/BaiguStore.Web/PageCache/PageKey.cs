using BaiguStore.Core.Search;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Models;
using BaiguStore.Web.Setup;
using Microsoft.Extensions.Primitives;

namespace BaiguStore.Web.PageCache;

/// <summary>
/// What a kept page is found by, and nothing else: the path, an allow-list of query keys, the language, the encoding; the host only
/// where the answer names it. Ten thousand made-up query keys are one page.
/// </summary>
public readonly record struct PageKey(string Path, string Query, string Host, string Language, string Encoding)
{
    /// <summary>Query keys that change pages; each <see cref="KeptPageAttribute"/> names those of its own. All others are nothing.</summary>
    public static IReadOnlyList<string> QueryKeys { get; } = ["page", "size", "sort", "comments", "category"];

    /// <summary>Keys of pages that are one visitor's: with a receipt the page shows its holder's waiting comment, with a reply a form that few want twice.</summary>
    private static readonly string[] OneVisitorsKeys = [CommentReceipts.Query, CommentsQuery.ReplyKey];

    /// <summary>Characters of a value; what our links say is shorter, and the rest is answered by an error anyway.</summary>
    private const int MaxValue = 100;

    /// <summary>Null for a request whose answer is never kept.</summary>
    public static PageKey? Of(HttpRequest request)
    {
        var path = request.Path.Value ?? "/";
        return (request.QueryString.HasValue ? QueryOf(path, request.Query) : "") is { } query
            ? new(path, query, NamesItsHost(path) ? $"{request.Scheme}://{request.Host}" : "", LanguageSetup.Of(request), EncodingOf(request.Headers.AcceptEncoding))
            : null;
    }

    private static string? QueryOf(string path, IQueryCollection query)
    {
        if (path.StartsWith("/c/", StringComparison.OrdinalIgnoreCase) && query.Keys.Any(IsFacet))
            return null;
        foreach (var key in OneVisitorsKeys)
            if (query.ContainsKey(key))
                return null;
        var known = "";
        foreach (var key in QueryKeys)
        {
            if (!query.TryGetValue(key, out var values))
                continue;
            var value = values.ToString();
            if (value.Length > MaxValue)
                return null;
            known = $"{known}{key}={value}\n";
        }
        return known;
    }

    /// <summary>Filtered lists are as many as there are combinations, and quick to make.</summary>
    private static bool IsFacet(string key) =>
        key is SearchFacet.Vendor or SearchFacet.Price or SearchFacet.Stock or ListingQuery.PriceFrom or ListingQuery.PriceTo || key.StartsWith(SearchFacet.SpecPrefix, StringComparison.Ordinal);

    /// <summary>The sitemap, the feed and robots.txt hold absolute addresses: see <see cref="PublicUrl"/>.</summary>
    private static bool NamesItsHost(string path) => path.EndsWith(".xml", StringComparison.Ordinal) || path.EndsWith(".txt", StringComparison.Ordinal);

    /// <summary>Whether an address says what its page does not read: as many entries as there are values would show one page.</summary>
    public static bool SaysMoreThan(IReadOnlyList<string> keys, IQueryCollection query)
    {
        foreach (var key in QueryKeys)
            if (query.ContainsKey(key) && !keys.Contains(key))
                return true;
        return false;
    }

    /// <summary>The best of what we send that the browser takes: br, gzip, or nothing.</summary>
    private static string EncodingOf(StringValues accepted)
    {
        var (brotli, gzip) = (false, false);
        foreach (var line in accepted)
            foreach (var part in line.AsSpan().Split(','))
            {
                var token = line.AsSpan()[part].Trim();
                var end = token.IndexOf(';');
                var name = end < 0 ? token : token[..end].TrimEnd();
                var refused = end >= 0 && IsZero(token[(end + 1)..].Trim());
                brotli |= !refused && name.Equals("br", StringComparison.OrdinalIgnoreCase);
                gzip |= !refused && name.Equals("gzip", StringComparison.OrdinalIgnoreCase);
            }
        return brotli ? "br" : gzip ? "gzip" : "";

        // "q=0", "q=0.0": not wanted at all (RFC 9110, 12.4.2)
        static bool IsZero(ReadOnlySpan<char> weight) =>
            weight.StartsWith("q=", StringComparison.OrdinalIgnoreCase) && weight[2..].TrimEnd('0').TrimEnd('.').TrimEnd('0').IsEmpty;
    }
}
