using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Search;

public static class FoundProducts
{
    /// <summary>The products found, in order. One that was withdrawn a moment ago, and is still in the index, is dropped.</summary>
    public static async Task<IReadOnlyList<ProductRow>> RowsAsync(this StoreDb db, IReadOnlyList<SearchHit> hits, CategoryTree tree, CancellationToken cancel)
    {
        if (hits.Count == 0)
            return [];
        var ids = hits.Select(h => h.ProductId).ToArray();
        var rows = await db.Products.AsNoTracking().Shown(tree).Where(p => EF.Parameter(ids).Contains(p.Id)).AsRows().ToDictionaryAsync(p => p.Id, cancel);
        return [.. ids.Select(rows.GetValueOrDefault).OfType<ProductRow>()];
    }
}
