using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Controllers;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Background;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Setup;

/// <summary>Authentication and authorization of staff, and the forms of the admin area.</summary>
public static class StaffSetup
{
    /// <summary>Staff cookies are set and deleted only below these paths; public pages set none.</summary>
    private static readonly PathString Account = "/account", Admin = "/admin";

    public static void AddStaffArea(this IServiceCollection services)
    {
        services.AddIdentityCore<StaffMember>(identity => identity.User.AllowedUserNameCharacters = "") // user names are e-mail addresses
            .AddUserStore<StaffStore>().AddSignInManager();
        services.Configure<IdentityPasskeyOptions>(passkeys => (passkeys.UserVerificationRequirement, passkeys.ResidentKeyRequirement) = ("required", "required"));
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, OfWhoIsSignedIn)
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, cookie =>
            {
                Usual(cookie.Cookie, "baigu-pending", Account);
                cookie.ExpireTimeSpan = PendingSignIn.Life;
            });
        services.AddAuthorization(Policies.AddTo);
        services.AddAntiforgery(forms => Usual(forms.Cookie, "baigu-form", "/"));
        services.Configure<CookieTempDataProviderOptions>(notice => Usual(notice.Cookie, AdminController.NoticeCookie, Admin));
        services.AddSingleton<KnownBrowsers>().AddSingleton<Sections>().AddSingleton<StoreOverview>().AddScoped<SignInService>().AddScoped<OwnAccount>();
        services.AddSingleton<SessionCache>().AddSingleton<PendingSignIn>().AddScoped<SessionService>();
        services.AddSingleton<PreviewLinks>().AddScoped<ProductService>().AddScoped<ProductFilters>().AddScoped<PictureService>().AddScoped<CategoryService>().AddScoped<ArticleService>().AddScoped<QuotationService>().AddScoped<HistoryReader>();
        services.AddScoped<HistoryLines>().AddScoped<AuditReader>().AddScoped<CategoryBinder>();
        services.AddScoped<StaleSaves>();
        services.AddHostedService<FirstInvitation>();
    }

    public static void UseStaffArea(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use(SignAsync);
        app.UseAuthorization();
    }

    /// <summary>Sets the signed-in user as the actor for the history.</summary>
    private static Task SignAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.IsStaff)
            context.RequestServices.GetRequiredService<ActorScope>().Actor = new(context.User.StaffId, context.User.StaffName, SignInService.AddressOf(context));
        return next(context);
    }

    private static void OfWhoIsSignedIn(CookieAuthenticationOptions cookie)
    {
        Usual(cookie.Cookie, StaffCookie.Name, "/");
        cookie.CookieManager = new StaffCookie();
        (cookie.ExpireTimeSpan, cookie.SlidingExpiration) = (StaffSession.Life, false);
        (cookie.LoginPath, cookie.ReturnUrlParameter) = ("/account/signin", "returnUrl");
        cookie.Events.OnValidatePrincipal = CheckSessionAsync;
        cookie.Events.OnRedirectToLogin = context =>
        {
            // A post cannot be repeated by a redirect: after signing in the sender returns to the page with the form, whose values the browser has
            // kept.
            context.Response.Redirect(HttpMethods.IsGet(context.Request.Method) ? context.RedirectUri : cookie.LoginPath + BackTo(FormPage(context.Request)));
            return Task.CompletedTask;
        };
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    /// <summary>The page of ours that a post came from, or null.</summary>
    private static string? FormPage(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var page) && page.Authority == request.Host.Value && new PathString(page.AbsolutePath).StartsWithSegments(Admin) ? page.PathAndQuery : null;

    private static string BackTo(string? page) => page is null ? "" : QueryString.Create("returnUrl", page).ToString();

    /// <summary>
    /// Validates the cookie's session: revoked members are signed out, new roles apply. The database is queried at most every half minute.
    /// </summary>
    private static async Task CheckSessionAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (context.Principal?.SessionKey is { } key)
        {
            var known = services.GetRequiredService<SessionCache>().Find(key);
            var principal = known is not null ? known.Principal
                : await services.GetRequiredService<SessionService>().CheckAsync(key, context.HttpContext.RequestAborted);
            if (principal is not null)
            {
                context.ReplacePrincipal(principal);
                return;
            }
        }
        context.RejectPrincipal();
        if (IsOurs(context.Request))
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    private static bool IsOurs(HttpRequest request) => request.Path.StartsWithSegments(Admin) || request.Path.StartsWithSegments(Account);

    private static void Usual(CookieBuilder cookie, string name, PathString path)
    {
        (cookie.Name, cookie.Path) = (name, path);
        (cookie.HttpOnly, cookie.SameSite, cookie.SecurePolicy, cookie.IsEssential) = (true, SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest, true);
    }
}
