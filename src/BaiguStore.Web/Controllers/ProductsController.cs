using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using BaiguStore.Core.Text;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers;

public sealed class ProductsController(StoreDb db, StoreSnapshot store, FormStamps stamps, CommentReceipts receipts) : Controller
{
    [HttpGet("/p/{slug}")]
    [CachedPage(CommentsQuery.PageKey)]
    public async Task<IActionResult> Show(string slug, [FromQuery] CommentsQuery query, CancellationToken cancel)
    {
        if (!Slug.IsPossible(slug))
            return NotFound();
        if (!ModelState.IsValid)
            return BadRequest();
        var page = await ProductPage.FindAsync(db, store, stamps, slug, query.Comments, receipts.Read(query.Mine), query.ToForm(), cancel);
        HttpContext.DependsOn(page is null ? [] : [PageTag.Product(page.Product.Id), PageTag.Category(page.Category.Id)]); // comments of the product; related products of the category
        return page is null ? await this.OldSlugAsync(db, store.Tree, SluggedKind.Product, slug, Links.Product, cancel) : View(page);
    }
}
