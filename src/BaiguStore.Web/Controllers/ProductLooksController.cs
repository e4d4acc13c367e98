using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using BaiguStore.Web.Models;
using BaiguStore.Web.Setup;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;

namespace BaiguStore.Web.Controllers;

/// <summary>A quick look at a product from a list: its head alone, one query.</summary>
public sealed class ProductLooksController(StoreDb db, StoreSnapshots snapshots) : Controller
{
    [HttpGet("/p/{slug}/look")]
    [OutputCache(PolicyName = PageCacheSetup.Page)]
    public async Task<IActionResult> Show(string slug, CancellationToken cancel)
    {
        if (!Slug.IsPossible(slug))
            return NotFound();
        return await ProductView.FindAsync(db, slug, cancel) is { } product && snapshots.Current.Tree.Find(product.CategoryId) is { } category
            ? View(new ProductHead(product, category, IsLook: true))
            : await this.OldSlugAsync(db, SluggedKind.Product, slug, Links.ProductLook, cancel);
    }
}
