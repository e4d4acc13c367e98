using BaiguStore.Web.Background;
using BaiguStore.Web.Compression;
using BaiguStore.Web.PageCache;
using Microsoft.AspNetCore.ResponseCompression;

namespace BaiguStore.Web.Setup;

/// <summary>Caches anonymous pages as compressed responses.</summary>
public static class PageCacheSetup
{
    public static void AddPageCache(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(PageCacheSettings.Read(builder.Configuration)).AddSingleton<PageCacheStore>()
            .AddSingleton<CachedQueryKeys>().AddSingleton<PageCacheMiddleware>();
        builder.Services.AddHostedService<WarmUp>();
        builder.Services.AddSingleton<BrotliSplicing>();
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/problem+json", "application/atom+xml"];
            options.Providers.Add<BrotliAtOnce>();
            options.Providers.Add<GzipCompressionProvider>();
        });
    }

    /// <summary>At the start of the pipeline: serves cached pages.</summary>
    public static void UseCachedPages(this WebApplication app)
    {
        var middleware = app.Services.GetRequiredService<PageCacheMiddleware>();
        app.Use(next => context => middleware.AnswerAsync(context, next));
    }

    /// <summary>Around compression and the endpoints: renders pages to be cached.</summary>
    public static void UsePageRendering(this WebApplication app)
    {
        var middleware = app.Services.GetRequiredService<PageCacheMiddleware>();
        app.Use(next => context => middleware.MakeAsync(context, next));
    }
}
