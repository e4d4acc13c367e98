using BaiguStore.Core.Data;
using BaiguStore.Web.Models;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Controllers;

/// <summary>Preview of an unpublished article by a secret link; not cached, not indexed.</summary>
[ApiExplorerSettings(IgnoreApi = true)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ArticlePreviewsController(StoreDb db, PreviewLinks links) : Controller
{
    [HttpGet("/articles/preview/{token}")]
    public async Task<IActionResult> Show(string token, CancellationToken cancel)
    {
        if (links.Open(token) is not { } id || await db.Articles.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id && a.DeletedAt == null, cancel) is not { } article)
            return NotFound();
        Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        return View(new ArticlePreviewPage(article.Title, new(article.Summary, article.Parameters, new HtmlString(article.BodyHtml)), article.Toc, article.ReadingMinutes));
    }
}
