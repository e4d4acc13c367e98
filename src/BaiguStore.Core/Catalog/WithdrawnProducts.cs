using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>A product keeps no sign of having been published before; its history does.</summary>
public static class WithdrawnProducts
{
    /// <summary>How a step of the history begins to say when the product had been published.</summary>
    private const string WasPublished = $"\"{nameof(Product.PublishedAt)}\":\"";

    extension(StoreDb db)
    {
        /// <summary>Of unpublished products those that were published before: withdrawn, where others are drafts. For a page of a list.</summary>
        public async Task<IReadOnlySet<int>> WithdrawnAmongAsync(IReadOnlyCollection<int> ids, CancellationToken cancel) => ids.Count == 0
            ? new HashSet<int>()
            : await db.Revisions.Where(r => r.Kind == RevisionKind.Product && EF.Parameter(ids).Contains(r.EntityId) && r.Before.Contains(WasPublished))
                .Select(r => r.EntityId).Distinct().ToHashSetAsync(cancel);
    }
}
