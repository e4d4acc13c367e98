using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Core.Storefront;
using BaiguStore.Core.Text;
using BaiguStore.Core.Visits;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Security;
using BaiguStore.Web.Urls;
using BaiguStore.Web.Visits;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers;

public sealed class CategoriesController(StoreDb db, StoreSnapshot store, StoreSearch search) : Controller
{
    private const int ArticlesShown = 4;

    [HttpGet("/c/{slug}")]
    [CachedPage(ListingQuery.PageKey, ListingQuery.SizeKey, ListingQuery.SortKey)]
    [CostlyList]
    public async Task<IActionResult> Show(string slug, CancellationToken cancel)
    {
        if (!Slug.IsPossible(slug))
            return NotFound();
        if (ListingQuery.Read(Request.Query, ListingQuery.ByName) is not { } query)
            return BadRequest();
        query = query with { Text = "" }; // a category has no text search, only facets
        if (store.Tree.Find(slug) is not { } category)
            return await this.OldSlugAsync(db, store.Tree, SluggedKind.Category, slug, Links.Category, cancel);
        if (query.IsOfForm)
            return this.SeeOther(Links.Category(category.Slug) + query.ToQuery()); // canonical URL: one list, one URL
        var list = await Listing.OfAsync(category, query, db, search, store.Tree, cancel);
        if (!list.Exists)
            return NotFound();
        HttpContext.DependsOn(PageTag.EveryList, PageTag.List(category.Id), category.IsLeaf ? PageTag.Category(category.Id) : PageTag.EveryProduct);
        HttpContext.IsPageOf(VisitKind.Line, category.Id);
        return View(new CategoryPage(category, list, [.. store.Articles.HelpingToChooseFrom(category.Id).Take(ArticlesShown)], store.Company));
    }
}
