using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>Compiled queries for the product data of nearly every visitor's request.</summary>
public static class ProductReads
{
    /// <summary>Keyed by sort order and direction; arguments: category, rows to skip, rows to take.</summary>
    private static readonly Dictionary<(ProductOrder, bool), CompiledQuery<int, int, int, ProductRow>> Lists = new(
        from order in Enum.GetValues<ProductOrder>()
        from fromEnd in new[] { false, true }
        select KeyValuePair.Create((order, fromEnd), new CompiledQuery<int, int, int, ProductRow>((db, category, skipped, taken) =>
        {
            var list = db.Products.AsNoTracking().Published().In(category).By(order);
            return db.Products.RowsOf((fromEnd ? list.Reverse() : list).Skip(skipped).Take(taken));
        })));

    private static readonly CompiledQuery<int, string, int, ProductRow> Next = new((db, category, name, id) =>
        db.Products.AsNoTracking().Published().In(category).Following(name, id).Take(RelatedCount).AsRows());

    private const int RelatedCount = 6;

    extension(StoreDb db)
    {
        /// <summary>One page of a category's own products. The total is known from the tree.</summary>
        public Task<Page<ProductRow>> ListAsync(CategoryNode category, ProductOrder order, int number, int size, CancellationToken cancel) =>
            Paging.ReadAsync(number, size, category.Count, (fromEnd, skipped, taken) =>
                Lists[(order, fromEnd)].ToListAsync(db, category.Id, skipped, taken, cancel));

        /// <summary>The next products of the same line by name, at most six; wraps around at the end.</summary>
        public async Task<List<ProductRow>> RelatedAsync(CategoryNode category, int id, string name, CancellationToken cancel)
        {
            var related = await Next.ToListAsync(db, category.Id, name, id, cancel);
            if (related.Count < RelatedCount && category.Count > 1)
                related.AddRange((await Lists[(ProductOrder.Name, false)].ToListAsync(db, category.Id, 0, RelatedCount, cancel))
                    .Where(p => p.Id != id && related.TrueForAll(r => r.Id != p.Id)).Take(RelatedCount - related.Count));
            return related;
        }
    }
}
