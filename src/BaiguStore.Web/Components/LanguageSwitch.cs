using BaiguStore.Web.Comments;
using BaiguStore.Web.Inquiries;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Diagnostics;

namespace BaiguStore.Web.Components;

/// <summary>Where the link to the other language leads back to.</summary>
public sealed class LanguageSwitch(CachedQueryKeys cached)
{
    /// <summary>Query keys that a link repeats besides the language; nothing else, since a cached page shows it to everybody.</summary>
    private string[] PublicKeys => [.. cached.All, CommentReceipts.Query];

    /// <summary>Pages that are never cached repeat their own: a key that is not in a cached page's key would stand in everybody's link.</summary>
    private static readonly string[] KeysOfInquiry = [InquiryKeys.Item], KeysOfSearch = [ListingQuery.TextKey];

    /// <summary>The address of the present page, without the language that it may name.</summary>
    public string ReturnUrl(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
            return "/"; // a form with errors has no URL of its own
        var path = context.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath
            ?? context.Features.Get<IExceptionHandlerPathFeature>()?.Path
            ?? context.Request.Path.ToString();
        string[] keys = path switch
        {
            Links.InquiryPath => KeysOfInquiry,
            Links.SearchPath => KeysOfSearch,
            _ => PublicKeys,
        };
        var repeated = SiteLanguage.OriginalQuery(context).Where(q => keys.Contains(q.Key, StringComparer.OrdinalIgnoreCase));
        return new PathString(path) + QueryString.Create(repeated).ToString();
    }
}
