using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using BaiguStore.Web.Models;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Controllers;

/// <summary>Finds part numbers by their beginning, lines by any part of their name, articles by their title. What is typed is text, never syntax.</summary>
public sealed class SearchController(StoreDb db, StoreSnapshots snapshots) : Controller
{
    private const int MaxQuery = 100, ProductsShown = 24, LinesShown = 12, ArticlesShown = 6;

    [HttpGet(Links.SearchPath)]
    public async Task<IActionResult> Show(string? q, CancellationToken cancel)
    {
        var query = PlainText.Truncate(PlainText.Line(q), MaxQuery);
        if (query.Length == 0)
            return View(new SearchPage("", [], [], []));
        var products = Product.KeyOf(query).Length < 2 ? []
            : await db.Products.AsNoTracking().WithSkuStarting(query).OrderBy(p => p.SkuKey).ThenBy(p => p.Id).Shown(snapshots.Current.Tree)
                .Take(ProductsShown).AsRows().ToListAsync(cancel);
        var lines = snapshots.Current.Tree.All.Where(c => c.Name.Contains(query, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(c => c.Total).ThenBy(c => c.Id).Take(LinesShown).ToList();
        var articles = await db.Articles.AsNoTracking().Published().Where(a => a.Title.Contains(query)).Newest().Take(ArticlesShown).AsCards().ToListAsync(cancel);
        return View(new SearchPage(query, products, lines, articles));
    }
}
