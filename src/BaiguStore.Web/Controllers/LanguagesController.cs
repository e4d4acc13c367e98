using BaiguStore.Web.Localization;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers;

/// <summary>Stores the language chosen by a visitor: the only cookie of the public store, set only here.</summary>
public sealed class LanguagesController : Controller
{
    [HttpGet("/language/{code}")]
    public IActionResult Choose(string code, string? returnUrl)
    {
        if (SiteLanguage.Codes.FirstOrDefault(c => c.Equals(code, StringComparison.OrdinalIgnoreCase)) is not { } known)
            return NotFound();
        Response.Cookies.Append(SiteLanguage.Cookie, known, new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            HttpOnly = true,
            Secure = Request.IsHttps,
            IsEssential = true,
        });
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? Redirects.InHeader(returnUrl) : "/");
    }
}
