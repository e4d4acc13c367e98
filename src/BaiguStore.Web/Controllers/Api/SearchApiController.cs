using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Core.Storefront;
using BaiguStore.Core.Text;
using BaiguStore.Web.Models;
using BaiguStore.Web.Security;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers.Api;

/// <param name="Count">Number of products with this value and the other filters.</param>
public sealed record FacetValueJson(string Value, string Label, int Count);

/// <param name="Name">Query key of the filter: vendor, category, price, stock, spec.NAME.</param>
public sealed record FacetJson(string Name, IReadOnlyList<FacetValueJson> Values);

public sealed record ArticleLinkJson(string Title, string Url);

/// <param name="ReadAs">The corrected text that was searched instead, because nothing matched the original.</param>
/// <param name="IsNearest">No product matches all words: these match most of them.</param>
/// <param name="Absent">Part numbers in the text that no product has. With isNearest the products have a common prefix or are of the same kind;
/// without it, they begin with the whole part number.</param>
public sealed record SearchJson(
    int Total, int Page, int Size, IReadOnlyList<ProductItemJson> Items, IReadOnlyList<FacetJson> Facets, IReadOnlyList<ArticleLinkJson> Articles,
    string? ReadAs, bool IsNearest, IReadOnlyList<string> Absent);

/// <param name="Kind">line, product or article.</param>
public sealed record SuggestionJson(string Kind, string Text, string Url);

[ApiController]
[Tags("Search")]
[CostlyList]
public sealed class SearchApiController(StoreDb db, StoreSnapshot store, StoreSearch search) : ControllerBase
{
    private const int MostSuggestions = 10;

    [HttpGet("/api/v1/search")]
    [EndpointSummary("Products by text and filters, best first, with counted facets; each facet's name is the query key that filters by it")]
    [ProducesResponseType<SearchJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status503ServiceUnavailable)]
    public async Task<IActionResult> Show(
        CancellationToken cancel,
        [Description("What is looked for")] string? q = null,
        [Description("Names of the facets to answer, with commas between; all of them when left out")] string? facets = null,
        [Range(1, 1_000_000)] int page = 1,
        [Range(1, SearchRequest.MaxSize)] int size = 24)
    {
        var tree = store.Tree;
        var found = search.Search(new(PlainText.Line(q), null, ListingQuery.ReadChosen(Request.Query), SearchOrder.Relevance, page, size));
        if (!found.IsReady)
            return Problem(statusCode: StatusCodes.Status503ServiceUnavailable, detail: "The search index is being built. Try again in a minute.");
        if (!Page<ProductRow>.Exists(page, size, SearchRequest.ReachOf(found.Total, size)))
            return Problem(statusCode: StatusCodes.Status404NotFound, detail: "No such page.");
        var rows = await db.RowsAsync(found.Hits, tree, cancel);
        var wanted = facets?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Ok(new SearchJson(
            found.Total, page, size, [.. rows.Select(p => ProductItemJson.Of(p, tree))],
            [.. found.Facets.Where(f => wanted?.Contains(f.Key) != false).Select(f => new FacetJson(f.Key, [.. f.Values.Select(v => new FacetValueJson(v.Value, v.Label, v.Count))]))],
            [.. store.Articles.Among(found.ArticleIds).Select(a => new ArticleLinkJson(a.Title, Links.Article(a.Slug)))],
            found.ReadAs, found.IsNearest, found.Absent));
    }

    [HttpGet("/api/v1/suggest")]
    [EndpointSummary("What a text could become while it is typed: lines, part numbers, articles")]
    [ProducesResponseType<IReadOnlyList<SuggestionJson>>(StatusCodes.Status200OK)]
    public IReadOnlyList<SuggestionJson> Suggest([Description("What was typed so far")] string? q = null) =>
    [
        .. search.Suggest(q ?? "", MostSuggestions).Select(s => s.Kind switch
        {
            SuggestionKind.Line => new SuggestionJson("line", s.Text, Links.Category(s.Slug)),
            SuggestionKind.Product => new SuggestionJson("product", s.Text, Links.Product(s.Slug)),
            _ => new SuggestionJson("article", s.Text, Links.Article(s.Slug)),
        }),
    ];
}
