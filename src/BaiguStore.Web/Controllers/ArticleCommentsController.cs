using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using BaiguStore.Core.Text;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Models;
using BaiguStore.Web.Rendering;
using BaiguStore.Web.Security;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Controllers;

public sealed class ArticleCommentsController(StoreDb db, StoreSnapshot store, FormStamps stamps, CommentSubmission service, ArticleTexts texts) : Controller
{
    [HttpPost("/articles/{slug}/comments")]
    [EnableRateLimiting(RequestLimits.Posting)]
    public async Task<IActionResult> Create(string slug, [FromForm] CommentForm form, CancellationToken cancel)
    {
        if (!Slug.IsPossible(slug) || await db.Articles.Published().Where(a => a.Slug == slug).Select(a => (int?)a.Id).FirstOrDefaultAsync(cancel) is not { } id)
            return NotFound();
        if (await service.TakeAsync(CommentTarget.Article(id), Links.Article(slug), form, HttpContext, ModelState) is { } place)
            return this.SeeOther(place);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View("~/Views/Articles/Show.cshtml", await ArticlePage.FindAsync(db, store, stamps, texts, slug, 1, null, form, cancel));
    }
}
