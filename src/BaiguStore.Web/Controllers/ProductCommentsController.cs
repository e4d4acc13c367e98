using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using BaiguStore.Core.Text;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Models;
using BaiguStore.Web.Security;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Controllers;

public sealed class ProductCommentsController(StoreDb db, StoreSnapshot store, FormStamps stamps, CommentSubmission service) : Controller
{
    [HttpPost("/p/{slug}/comments")]
    [EnableRateLimiting(RequestLimits.Posting)]
    public async Task<IActionResult> Create(string slug, [FromForm] CommentForm form, CancellationToken cancel)
    {
        if (!Slug.IsPossible(slug) || await db.Products.Shown(store.Tree).Where(p => p.Slug == slug).Select(p => (int?)p.Id).FirstOrDefaultAsync(cancel) is not { } id)
            return NotFound();
        if (await service.TakeAsync(CommentTarget.Product(id), Links.Product(slug), form, HttpContext, ModelState) is { } place)
            return this.SeeOther(place);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View("~/Views/Products/Show.cshtml", await ProductPage.FindAsync(db, store, stamps, slug, 1, null, form, cancel));
    }
}
