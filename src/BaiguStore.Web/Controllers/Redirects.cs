using System.Text;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Controllers;

/// <summary>Redirecting results.</summary>
public static class Redirects
{
    /// <summary>303 after a post: reloading the target does not post again.</summary>
    public static IActionResult SeeOther(this ControllerBase controller, string url)
    {
        controller.Response.Headers.Location = InHeader(url);
        return controller.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>The URL in ASCII for a header: other characters, typed or from a link, are percent-encoded.</summary>
    public static string InHeader(string url) =>
        Ascii.IsValid(url) ? url : string.Concat(url.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    /// <summary>301 to the present URL for a former slug, otherwise 404.</summary>
    public static async Task<IActionResult> OldSlugAsync(
        this ControllerBase controller, StoreDb db, CategoryTree tree, SluggedKind kind, string slug, Func<string, string> link, CancellationToken cancel)
    {
        if (slug.ToLowerInvariant() is var folded && folded != slug)
            return controller.RedirectPermanent(link(folded) + controller.Request.QueryString); // slugs are lower case
        var id = await db.SlugHistories.Where(h => h.Kind == kind && h.OldSlug == slug).Select(h => (int?)h.EntityId).FirstOrDefaultAsync(cancel);
        var present = id is null ? null : kind switch
        {
            SluggedKind.Product => await db.Products.Shown(tree).Where(p => p.Id == id).Select(p => p.Slug).FirstOrDefaultAsync(cancel),
            SluggedKind.Category => tree.Find(id.Value)?.Slug,
            _ => await db.Articles.Where(a => a.Id == id && a.Status == Core.Articles.ArticleStatus.Published).Select(a => a.Slug).FirstOrDefaultAsync(cancel),
        };
        return present is null ? controller.NotFound() : controller.RedirectPermanent(link(present) + controller.Request.QueryString);
    }
}
