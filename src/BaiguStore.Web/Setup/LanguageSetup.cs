using BaiguStore.Web.Components;
using BaiguStore.Web.Localization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc.Localization;

namespace BaiguStore.Web.Setup;

/// <summary>The languages of the store and their texts; see <see cref="SiteLanguage"/> for how a visitor chooses.</summary>
public static class LanguageSetup
{
    public static void AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.AddSingleton<IHtmlLocalizer<Ui>, PageTexts>().AddSingleton<LanguageSwitch>();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            string[] codes = [.. SiteLanguage.Codes];
            options.SetDefaultCulture(codes[0]).AddSupportedCultures(codes).AddSupportedUICultures(codes);
            options.FallBackToParentCultures = options.FallBackToParentUICultures = false;
            options.RequestCultureProviders =
                [new CustomRequestCultureProvider(context => Task.FromResult<ProviderCultureResult?>(new(SiteLanguage.Of(context))))];
        });
    }

    public static void UseLanguages(this WebApplication app) => app.UseRequestLocalization();
}
