using System.Security.Cryptography;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using Microsoft.AspNetCore.DataProtection;

namespace BaiguStore.Web.Staff;

/// <summary>
/// An encrypted cookie with the accounts that a browser has signed in to. It grants no access: it distinguishes the owner's browser from strangers,
/// so that their guessing does not throttle the owner.
/// </summary>
public sealed class KnownBrowsers(IDataProtectionProvider protection, TimeProvider clock)
{
    public const string Cookie = "baigu-browser";

    /// <summary>Maximum accounts per browser, for a shared computer.</summary>
    private const int MaxAccounts = 5;

    private static readonly TimeSpan Life = TimeSpan.FromDays(180);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("staff-browser").ToTimeLimitedDataProtector();

    /// <summary>The browser's identifier if it has signed in to this account before, otherwise null.</summary>
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
            return null; // forged, expired, or encrypted by a deleted key: treated as unknown
        }
    }
}
