using System.Security.Cryptography;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using Microsoft.AspNetCore.DataProtection;

namespace BaiguStore.Web.Staff;

/// <summary>
/// Remembers in a sealed cookie to which accounts a browser has signed in. It opens nothing: it only tells the owner's browser from
/// strangers, so that guessing by strangers does not keep the owner out.
/// </summary>
public sealed class KnownBrowsers(IDataProtectionProvider protection, TimeProvider clock)
{
    public const string Cookie = "baigu-browser";

    /// <summary>Accounts that one browser remembers: those of a shared desk.</summary>
    private const int MaxAccounts = 5;

    private static readonly TimeSpan Life = TimeSpan.FromDays(180);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("staff-browser").ToTimeLimitedDataProtector();

    /// <summary>The browser's own mark where it has signed in to this account before, else null.</summary>
    public string? MarkFor(HttpRequest request, string email) =>
        Read(request) is { } known && known.Accounts.Contains(StaffMember.Normalize(email)) ? known.Mark : null;

    public void Remember(HttpContext context, string email)
    {
        var known = Read(context.Request) ?? (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)), []);
        var accounts = known.Accounts.Prepend(StaffMember.Normalize(email)).Distinct().Take(MaxAccounts);
        var text = _protector.Protect(string.Join('\n', accounts.Prepend(known.Mark)), clock.GetUtcNow() + Life);
        context.Response.Cookies.Append(Cookie, text, new CookieOptions
        {
            Path = "/account",
            MaxAge = Life,
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            IsEssential = true,
        });
    }

    private (string Mark, string[] Accounts)? Read(HttpRequest request)
    {
        try
        {
            return request.Cookies[Cookie] is { Length: > 0 } sealedText
                && _protector.Unprotect(sealedText, out var ends).Split('\n') is [var mark, .. var accounts] && (clock.GetUtcNow() + Life - ends).IsWithinOnAnyNode(Life) ? (mark, accounts) : null;
        }
        catch (CryptographicException)
        {
            return null; // made up, too old, or sealed with keys that are gone: a stranger
        }
    }
}
