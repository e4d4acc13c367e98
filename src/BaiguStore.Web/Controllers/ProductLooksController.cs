using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using BaiguStore.Core.Text;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers;

/// <summary>Quick look at a product from a list: its header only, one query.</summary>
public sealed class ProductLooksController(StoreDb db, StoreSnapshot store) : Controller
{
    [HttpGet("/p/{slug}/look")]
    [CachedPage]
    public async Task<IActionResult> Show(string slug, CancellationToken cancel)
    {
        if (!Slug.IsPossible(slug))
            return NotFound();
        if (await ProductView.FindAsync(db, slug, cancel) is not { } product || store.Tree.Find(product.CategoryId) is not { } category)
            return await this.OldSlugAsync(db, store.Tree, SluggedKind.Product, slug, Links.ProductLook, cancel);
        HttpContext.DependsOn(PageTag.Product(product.Id));
        return View(new ProductHead(product, category, IsLook: true));
    }
}
