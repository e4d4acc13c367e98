using System.Globalization;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Controllers;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.AspNetCore.WebUtilities;

namespace BaiguStore.Web.Setup;

/// <summary>
/// Chinese first, English complete. The language comes from `?lang=` or from the cookie that /language/{code} sets when a
/// visitor chooses; not from Accept-Language, so that one address is one page for every cache on the way.
/// </summary>
public static class LanguageSetup
{
    public const string Query = "lang", Cookie = "lang";
    public static IReadOnlyList<string> Codes { get; } = ["zh-CN", "en"];

    /// <summary>What an address may say about its page besides the language; a link repeats nothing else, since a cached page shows it to everybody.</summary>
    private static readonly string[] PlaceKeys = [.. PageKey.QueryKeys, CommentReceipts.Query];

    /// <summary>Pages that are never kept say more of themselves: what is not in a kept page's key would stand in everybody's link.</summary>
    private static readonly string[] InquiryKeys = [InquiriesController.Item], SearchKeys = ["q"];

    public static void AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.AddSingleton<IHtmlLocalizer<Ui>, PageTexts>();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(Codes[0]).AddSupportedCultures([.. Codes]).AddSupportedUICultures([.. Codes]);
            options.FallBackToParentCultures = options.FallBackToParentUICultures = false;
            options.RequestCultureProviders =
            [
                new CustomRequestCultureProvider(context => Task.FromResult<ProviderCultureResult?>(new(
                    Chosen(Asked(context)[Query]) ?? Of(context.Request)))),
            ];
        });
    }

    public static void UseLanguages(this WebApplication app) => app.UseRequestLocalization();

    /// <summary>The code of the language that a request asks for; the first of ours where it asks for none of them.</summary>
    public static string Of(HttpRequest request) =>
        (request.QueryString.HasValue ? Chosen(request.Query[Query]) : null)
        ?? (request.Headers.Cookie.Count > 0 ? Chosen(request.Cookies[Cookie]) : null)
        ?? Codes[0];

    private static string? Chosen(string? code) =>
        code is null ? null : Codes.FirstOrDefault(c => c.Equals(code, StringComparison.OrdinalIgnoreCase));

    /// <summary>The page that the visitor is on, for the switch to come back to: its address without the language that it may name.</summary>
    public static string PlaceIn(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
            return "/"; // a form that came back with errors has no address of its own
        var path = context.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath
            ?? context.Features.Get<IExceptionHandlerPathFeature>()?.Path
            ?? context.Request.Path.ToString();
        string[] keys = path switch
        {
            Links.InquiryPath => InquiryKeys,
            Links.SearchPath => SearchKeys,
            _ => PlaceKeys,
        };
        var said = Asked(context).Where(q => keys.Contains(q.Key, StringComparer.OrdinalIgnoreCase));
        return new PathString(path) + QueryString.Create(said).ToString();
    }

    /// <summary>What the address said; on an error page, the address that failed.</summary>
    private static IQueryCollection Asked(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is { } failed
            ? new QueryCollection(QueryHelpers.ParseQuery(failed.OriginalQueryString))
            : context.Request.Query;

    /// <summary>Whether the present page is in English.</summary>
    public static bool IsEnglish => CultureInfo.CurrentUICulture.Name == Codes[1];
}
