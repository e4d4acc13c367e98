using Microsoft.AspNetCore.Authentication.Cookies;

namespace BaiguStore.Web.Security;

/// <summary>
/// The session cookie. Over HTTPS its name begins with __Host-, so that no other host and no unencrypted connection can set it; over plain HTTP
/// browsers refuse that prefix.
/// </summary>
public sealed class StaffCookie : ICookieManager
{
    public const string Name = "baigu-staff";
    private readonly ChunkingCookieManager _cookies = new();

    /// <summary>Whether the request has such a cookie, valid or not: its response must not be shared.</summary>
    public static bool IsIn(HttpRequest request)
    {
        foreach (var line in request.Headers.Cookie)
            if (line is not null && line.Contains(Name, StringComparison.Ordinal))
                return true;
        return false;
    }

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, NameIn(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, NameIn(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, NameIn(context, key), options);

    private static string NameIn(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;
}
