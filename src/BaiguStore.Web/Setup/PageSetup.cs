using System.Text.Encodings.Web;
using System.Text.Unicode;
using BaiguStore.Web.Background;
using BaiguStore.Web.Controllers;
using BaiguStore.Web.Rendering;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.WebEncoders;

namespace BaiguStore.Web.Setup;

/// <summary>Configures pages: views, localized messages, unescaped Han characters, static files.</summary>
public static class PageSetup
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        // Started from source in any environment, the store finds its compressed assets; a published one has no such manifest.
        builder.WebHost.UseStaticWebAssets();
        var services = builder.Services;
        services.AddSingleton<StructuredData>().AddSingleton<FragmentCache>().AddSingleton<ArticleTexts>().AddSingleton<IHttpResponseStreamWriterFactory, PageWriters>();
        services.AddOptions<MvcViewOptions>().PostConfigure<IRazorViewEngine, IRazorPageActivator>((options, razor, activator) =>
        {
            options.ViewEngines.Clear();
            options.ViewEngines.Add(new PageViewEngine(razor, activator));
        });
        services.Configure<RouteOptions>(options => options.LowercaseUrls = true);
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddControllersWithViews(options =>
            {
                options.Conventions.Add(new HeadRequests());
                options.Filters.Add<ReadYourWrites>();
                // Removes support for jQuery's key syntax (`a[0][b]`): our forms do not use it, and an unclosed bracket throws.
                options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
                options.ValueProviderFactories.RemoveType<JQueryQueryStringValueProviderFactory>();
            })
            .AddViewLocalization(LanguageViewLocationExpanderFormat.Suffix)
            .AddDataAnnotationsLocalization(options => options.DataAnnotationLocalizerProvider = (_, factory) => factory.Create(typeof(Ui)))
            .AddJsonOptions(options =>
            {
                options.JsonSerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
                options.JsonSerializerOptions.MaxDepth = 64; // the deepest category tree has 33 levels; MVC's default is 32
            });
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapControllers();
    }
}
