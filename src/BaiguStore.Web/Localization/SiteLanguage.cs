using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace BaiguStore.Web.Localization;

/// <summary>
/// Chinese is the default, English complete. The language comes from `?lang=` or from the cookie of /language/{code}; not from Accept-Language, so
/// that every cache has one page per URL.
/// </summary>
public static class SiteLanguage
{
    public const string Query = "lang", Cookie = "lang";
    public static IReadOnlyList<string> Codes { get; } = ["zh-CN", "en"];

    /// <summary>Whether the present page is in English.</summary>
    public static bool IsEnglish => CultureInfo.CurrentUICulture.Name == Codes[1];

    /// <summary>Code of the requested language; the default if none of ours is requested.</summary>
    public static string Of(HttpRequest request) =>
        (request.QueryString.HasValue ? Chosen(request.Query[Query]) : null)
        ?? (request.Headers.Cookie.Count > 0 ? Chosen(request.Cookies[Cookie]) : null)
        ?? Codes[0];

    /// <summary>The language of the page that answers; an error page speaks that of the address that failed.</summary>
    public static string Of(HttpContext context) => Chosen(OriginalQuery(context)[Query]) ?? Of(context.Request);

    /// <summary>The query as the visitor sent it; on an error page, that of the address that failed.</summary>
    public static IQueryCollection OriginalQuery(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is { } failed
            ? new QueryCollection(QueryHelpers.ParseQuery(failed.OriginalQueryString))
            : context.Request.Query;

    private static string? Chosen(string? code) =>
        code is null ? null : Codes.FirstOrDefault(c => c.Equals(code, StringComparison.OrdinalIgnoreCase));
}
