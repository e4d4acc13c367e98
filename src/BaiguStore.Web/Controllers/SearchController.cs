using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Models;
using BaiguStore.Web.Security;
using BaiguStore.Web.Urls;
using BaiguStore.Web.Visits;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers;

/// <summary>The search text has no syntax: see docs/search.md.</summary>
public sealed class SearchController(StoreDb db, StoreSnapshot store, StoreSearch search, ZeroResultCounters emptySearches) : Controller
{
    private const int ArticlesShown = 6;

    [HttpGet(Links.SearchPath)]
    [CostlyList]
    public async Task<IActionResult> Show(CancellationToken cancel)
    {
        if (ListingQuery.Read(Request.Query, ListingQuery.ByRelevance) is not { } query)
            return BadRequest();
        if (query.IsOfForm)
            return this.SeeOther(Links.SearchPath + query.ToQuery()); // canonical URL: one list, one URL
        var isBlank = query.Text.Length == 0 && query.Chosen.Count == 0;
        var found = isBlank ? SearchAnswer.NotReady : search.Search(query.ToRequest(null));
        var list = Listing.Of(Links.SearchPath, query, found, await db.RowsAsync(found.Hits, store.Tree, cancel));
        if (!list.Exists)
            return NotFound();
        if (!isBlank && !found.IsReady)
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        if (found.IsReady && query is { Page: 1, Chosen.Count: 0, Text.Length: > 0 } && (found.Total == 0 || found.IsNearest) && !User.IsStaff)
            emptySearches.Add(Request, query.Text);
        return View(new SearchPage(list, found, [.. store.Articles.Among(found.ArticleIds).Take(ArticlesShown)], store.Company));
    }
}
