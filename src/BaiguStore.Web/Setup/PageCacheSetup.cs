using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Models;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.ResponseCompression;

namespace BaiguStore.Web.Setup;

/// <summary>
/// Anonymous pages are kept whole, as compressed bytes. The key holds what a page depends on and nothing else: an allow-list
/// of query keys, the language, the encoding, and the content stamp, so that a render begun before a change is never served after it.
/// </summary>
public static class PageCacheSetup
{
    public const string Page = "page", Pages = "pages";

    /// <summary>For answers that name the host they were asked under: see <see cref="Models.PublicUrl"/>.</summary>
    public const string WithHost = "with-host";

    /// <summary>Query keys that change a page. All others share its entry.</summary>
    public static IReadOnlyList<string> QueryKeys { get; } = ["page", "size", "sort", "comments", "category", LanguageSetup.Query];

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    public static void AddPageCache(this IServiceCollection services)
    {
        services.AddResponseCompression(options => (options.EnableForHttps, options.MimeTypes) = (true, [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/problem+json", "application/atom+xml"]));
        services.AddOutputCache(cache =>
        {
            cache.UseCaseSensitivePaths = true; // slugs are: /c/HUAWEI is a redirect, not the page of /c/huawei
            cache.AddPolicy(Page, policy => Keep(policy).SetVaryByHost(false).SetVaryByQuery([.. QueryKeys]).AddPolicy<OneVisitorPolicy>());
            cache.AddPolicy(WithHost, policy => Keep(policy).SetVaryByHost(true).SetVaryByQuery([]));
        });
    }

    private static OutputCachePolicyBuilder Keep(OutputCachePolicyBuilder policy) => policy
        .Expire(Kept)
        .Tag(Pages)
        .VaryByValue(context => new("language", CultureInfo.CurrentUICulture.Name))
        .VaryByValue(context => new("encoding", Encoding(context)))
        .VaryByValue(context => new("stamp", context.RequestServices.GetRequiredService<StoreSnapshots>().Current.Stamp.ToString(CultureInfo.InvariantCulture)));

    private static string Encoding(HttpContext context)
    {
        var provider = context.RequestServices.GetRequiredService<IResponseCompressionProvider>();
        return provider.CheckRequestAcceptsCompression(context) ? provider.GetCompressionProvider(context)?.EncodingName ?? "" : "";
    }

    /// <summary>
    /// A page with a receipt shows its holder's waiting comment, one with a reply a form that few want twice: they are never kept.
    /// Said last, because the attribute on an action begins with a policy of its own that keeps everything.
    /// </summary>
    private sealed class OneVisitorPolicy : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            var query = context.HttpContext.Request.Query;
            if (query.ContainsKey(CommentReceipts.Query) || query.ContainsKey(CommentsQuery.ReplyKey))
                context.EnableOutputCaching = false;
            return ValueTask.CompletedTask;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
