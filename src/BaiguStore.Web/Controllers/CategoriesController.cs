using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using BaiguStore.Core.Visits;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Visits;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Controllers;

public sealed class CategoriesController(StoreDb db, StoreSnapshots snapshots) : Controller
{
    private const int ArticlesShown = 4;

    [HttpGet("/c/{slug}")]
    [KeptPage]
    public async Task<IActionResult> Show(string slug, [FromQuery] ListingQuery query, CancellationToken cancel)
    {
        if (!Slug.IsPossible(slug))
            return NotFound();
        if (!ModelState.IsValid || !query.IsKnown)
            return BadRequest();
        var store = snapshots.Current;
        if (store.Tree.Find(slug) is not { } category)
            return await this.OldSlugAsync(db, snapshots.Current.Tree, SluggedKind.Category, slug, Links.Category, cancel);
        if (!Page<ProductRow>.Exists(query.Page, query.Size, category.Count))
            return NotFound();
        var products = await db.ListAsync(category, query.Order, query.Page, query.Size, cancel);
        HttpContext.DependsOn(PageTag.Category(category.Id));
        HttpContext.IsPageOf(VisitKind.Line, category.Id);
        return View(new CategoryPage(category, query, products, [.. store.Articles.HelpingToChooseFrom(category.Id).Take(ArticlesShown)], store.Company));
    }
}
