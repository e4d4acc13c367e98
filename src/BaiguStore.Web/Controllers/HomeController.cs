using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Controllers;

public sealed class HomeController(StoreDb db, StoreSnapshots snapshots) : Controller
{
    private const int ArticlesShown = 6;

    [HttpGet("/")]
    [KeptPage]
    public async Task<IActionResult> Show(CancellationToken cancel)
    {
        var store = snapshots.Current;
        var published = db.Articles.AsNoTracking().Published();
        var articles = await published.Newest().Take(ArticlesShown).AsCards().ToListAsync(cancel);
        return View(new HomePage(store.Tree, articles, await published.CountAsync(cancel), store.Company));
    }
}
