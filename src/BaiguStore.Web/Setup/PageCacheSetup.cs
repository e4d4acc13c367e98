using BaiguStore.Web.Background;
using BaiguStore.Web.Compression;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Visits;
using Microsoft.AspNetCore.ResponseCompression;

namespace BaiguStore.Web.Setup;

/// <summary>Anonymous pages are kept whole, as compressed bytes: made once, sent as often as anybody asks.</summary>
public static class PageCacheSetup
{
    public static void AddPageCache(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(PageCacheSettings.Read(builder.Configuration)).AddSingleton<PageCacheStore>().AddSingleton<PageCacheMiddleware>().AddSingleton<VisitCounters>().AddSingleton<ZeroResultCounters>();
        builder.Services.AddHostedService<WarmUp>();
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/problem+json", "application/atom+xml"];
            options.Providers.Add<BrotliAtOnce>();
            options.Providers.Add<GzipCompressionProvider>();
        });
    }

    /// <summary>At the pipeline's head: what is kept is answered here.</summary>
    public static void UseKeptPages(this WebApplication app)
    {
        var keeper = app.Services.GetRequiredService<PageCacheMiddleware>();
        app.Use(next => context => keeper.AnswerAsync(context, next));
    }

    /// <summary>Around compression and the endpoints: what is to be kept is made here.</summary>
    public static void UsePageMaking(this WebApplication app)
    {
        var keeper = app.Services.GetRequiredService<PageCacheMiddleware>();
        app.Use(next => context => keeper.MakeAsync(context, next));
    }
}
