using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace BaiguStore.Web.Setup;

/// <summary>
/// Chinese first, English complete. The language comes from `?lang=` or from the cookie that /language/{code} sets when a
/// visitor chooses; not from Accept-Language, so that one address is one page for every cache on the way.
/// </summary>
public static class LanguageSetup
{
    public const string Query = "lang", Cookie = "lang";
    public static IReadOnlyList<string> Codes { get; } = ["zh-CN", "en"];

    public static void AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(Codes[0]).AddSupportedCultures([.. Codes]).AddSupportedUICultures([.. Codes]);
            options.FallBackToParentCultures = options.FallBackToParentUICultures = false;
            options.RequestCultureProviders =
            [
                new CustomRequestCultureProvider(context => Task.FromResult(
                    Chosen(context.Request.Query[Query]) ?? Chosen(context.Request.Cookies[Cookie]))),
            ];
        });
    }

    public static void UseLanguages(this WebApplication app) => app.UseRequestLocalization();

    private static ProviderCultureResult? Chosen(string? code) =>
        Codes.FirstOrDefault(c => c.Equals(code, StringComparison.OrdinalIgnoreCase)) is { } known ? new(known) : null;

    /// <summary>Whether the present page is in English.</summary>
    public static bool IsEnglish => CultureInfo.CurrentUICulture.Name == Codes[1];
}
