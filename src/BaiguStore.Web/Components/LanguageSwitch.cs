using BaiguStore.Web.Comments;
using BaiguStore.Web.Controllers;
using BaiguStore.Web.Localization;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Diagnostics;

namespace BaiguStore.Web.Components;

/// <summary>Where the link to the other language leads back to.</summary>
public static class LanguageSwitch
{
    /// <summary>Query keys that a link repeats besides the language; nothing else, since a cached page shows it to everybody.</summary>
    private static readonly string[] PublicKeys = [.. PageKey.QueryKeys, CommentReceipts.Query];

    /// <summary>Pages that are never cached repeat their own: a key that is not in a cached page's key would stand in everybody's link.</summary>
    private static readonly string[] InquiryKeys = [InquiriesController.Item], SearchKeys = ["q"];

    /// <summary>The address of the present page, without the language that it may name.</summary>
    public static string ReturnUrl(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
            return "/"; // a form with errors has no URL of its own
        var path = context.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath
            ?? context.Features.Get<IExceptionHandlerPathFeature>()?.Path
            ?? context.Request.Path.ToString();
        string[] keys = path switch
        {
            Links.InquiryPath => InquiryKeys,
            Links.SearchPath => SearchKeys,
            _ => PublicKeys,
        };
        var repeated = SiteLanguage.OriginalQuery(context).Where(q => keys.Contains(q.Key, StringComparer.OrdinalIgnoreCase));
        return new PathString(path) + QueryString.Create(repeated).ToString();
    }
}
