using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>Detects former publication, which a product does not store, from its history.</summary>
public static class WithdrawnProducts
{
    /// <summary>Text in a history row that shows that the product had been published.</summary>
    private const string WasPublished = $"\"{nameof(Product.PublishedAt)}\":\"";

    extension(StoreDb db)
    {
        /// <summary>The unpublished products that were published before (withdrawn, not draft). For one page of a list.</summary>
        public async Task<IReadOnlySet<int>> WithdrawnAmongAsync(IReadOnlyCollection<int> ids, CancellationToken cancel) => ids.Count == 0
            ? new HashSet<int>()
            : await db.Revisions.Where(r => r.Kind == RevisionKind.Product && EF.Parameter(ids).Contains(r.EntityId) && r.Before.Contains(WasPublished))
                .Select(r => r.EntityId).Distinct().ToHashSetAsync(cancel);
    }
}
