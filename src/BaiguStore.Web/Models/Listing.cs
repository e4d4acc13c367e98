using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Web.Urls;

namespace BaiguStore.Web.Models;

/// <summary>One page of products with facets.</summary>
/// <param name="Path">The list's URL without query string.</param>
/// <param name="Products">The reachable products; see <see cref="SearchRequest.MaxReach"/>.</param>
/// <param name="Total">Total number of products.</param>
/// <param name="CannotFilter">The index is not available: the list is shown without filters.</param>
public sealed record Listing(string Path, ListingQuery Query, Page<ProductRow> Products, int Total, IReadOnlyList<SearchFacet> Facets, bool CannotFilter = false)
{
    /// <summary>Canonical URL: another order or page size shows the same products, so it is the list's plain URL.</summary>
    public string CanonicalUrl => Path + (Query.Sort == Query.Usual && Query.Size == ListingQuery.Sizes[0] ? Query : Query with { Sort = Query.Usual, Size = ListingQuery.Sizes[0], Page = 1 }).ToQuery();

    public bool Exists => Page<ProductRow>.Exists(Query.Page, Query.Size, Products.Total);

    public string UrlOf(ListingQuery query) => Path + query.ToQuery();

    /// <summary>
    /// List of a category. A leaf category without filters is read from the database, so that changes are visible at once; filtered or sorted lists,
    /// and categories with children, from the index.
    /// </summary>
    public static async Task<Listing> OfAsync(CategoryNode category, ListingQuery query, StoreDb db, StoreSearch search, CategoryTree tree, CancellationToken cancel)
    {
        var path = Links.Category(category.Slug);
        var isPlainLine = query.Chosen.Count == 0 && query.Sort != ListingQuery.ByRelevance && category.IsLeaf;
        var found = isPlainLine ? SearchAnswer.NotReady : search.Search(query.ToRequest(category.Id));
        if (found.IsReady)
            return Of(path, query, found, await db.RowsAsync(found.Hits, tree, cancel));
        var own = Page<ProductRow>.Exists(query.Page, query.Size, category.Count) ? await db.ListAsync(category, query.Order, query.Page, query.Size, cancel) : new([], query.Page, query.Size, category.Count);
        return new(path, query, own, own.Total, search.FacetsOf(category) ?? [], CannotFilter: query.Chosen.Count > 0);
    }

    public static Listing Of(string path, ListingQuery query, SearchAnswer found, IReadOnlyList<ProductRow> rows) =>
        new(
            path, query.WrittenAs(found.Facets), new(rows, query.Page, query.Size, SearchRequest.ReachOf(found.Total, query.Size)),
            found.Total, found.Facets);
}
