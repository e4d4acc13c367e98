using BaiguStore.Core.Catalog;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers;

public sealed class HomeController(StoreSnapshot store) : Controller
{
    private const int ArticlesShown = 6;

    [HttpGet("/")]
    [CachedPage]
    public IActionResult Show()
    {
        return View(new HomePage(store.Tree, [.. store.Articles.Newest.Take(ArticlesShown)], store.Articles.Newest.Count, store.Company));
    }
}
