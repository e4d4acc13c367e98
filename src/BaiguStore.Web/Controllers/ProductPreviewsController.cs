using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Models;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers;

/// <summary>Preview of an unpublished product by a secret link; not cached, not indexed.</summary>
[ApiExplorerSettings(IgnoreApi = true)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ProductPreviewsController(StoreDb db, StoreSnapshot store, PreviewLinks links) : Controller
{
    [HttpGet("/products/preview/{token}")]
    public async Task<IActionResult> Show(string token, CancellationToken cancel)
    {
        if (links.OpenProduct(token) is not { } id || await ProductView.FindUnpublishedAsync(db, id, cancel) is not { } product)
            return NotFound();
        if (store.Tree.Find(product.CategoryId) is not { } category)
            return NotFound();
        Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        return View(new ProductHead(product, category));
    }
}
