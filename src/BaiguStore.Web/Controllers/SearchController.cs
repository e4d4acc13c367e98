using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Web.Models;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers;

/// <summary>What is typed is text, never syntax: see docs/search.md.</summary>
public sealed class SearchController(StoreDb db, StoreSnapshots snapshots, StoreSearch search) : Controller
{
    private const int ArticlesShown = 6;

    [HttpGet(Links.SearchPath)]
    public async Task<IActionResult> Show(CancellationToken cancel)
    {
        if (ListingQuery.Read(Request.Query, ListingQuery.ByRelevance) is not { } query)
            return BadRequest();
        if (query is { TypedRange: not null, IsRangeWrong: false })
            return this.SeeOther(Links.SearchPath + query.ToQuery()); // one list has one address
        var store = snapshots.Current;
        var isBlank = query.Text.Length == 0 && query.Chosen.Count == 0;
        var found = isBlank ? SearchAnswer.NotReady : search.Search(query.ToRequest(null));
        var list = Listing.Of(Links.SearchPath, query, found, await db.RowsAsync(found.Hits, store.Tree, cancel));
        if (!list.Exists)
            return NotFound();
        if (!isBlank && !found.IsReady)
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return View(new SearchPage(list, found, [.. store.Articles.Among(found.ArticleIds).Take(ArticlesShown)], store.Company));
    }
}
