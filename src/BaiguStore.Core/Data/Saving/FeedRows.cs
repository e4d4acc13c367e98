using BaiguStore.Core.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace BaiguStore.Core.Data.Saving;

/// <summary>Step 4 of a save: writes the change feed. Collected before the entities are written, added when their ids are known.</summary>
internal sealed class FeedRows
{
    private readonly List<(EntityEntry<ISeenByVisitors> Entry, int? From, bool IsDeleted)> _seen;

    private FeedRows(List<(EntityEntry<ISeenByVisitors> Entry, int? From, bool IsDeleted)> seen) => _seen = seen;

    public bool IsEmpty => _seen.Count == 0;

    public static FeedRows Collect(ChangeTracker tracker) => new(tracker.Entries<ISeenByVisitors>()
        .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
        .Select(e => (e, e.State == EntityState.Added ? null : CountedIn(e, e.OriginalValues), e.State == EntityState.Deleted))
        .ToList());

    /// <summary>Adds a row to the change feed, without an id for many entities; written by the next save.</summary>
    public static void Add(StoreDb db, ChangeKind kind, int entityId = 0, int? from = null, int? to = null)
    {
        db.Changes.Add(new Change { Kind = kind, EntityId = entityId, FromCategoryId = from, ToCategoryId = to, At = DateTime.UtcNow });
        db.Scope.Writes.Note();
    }

    public void AddTo(StoreDb db)
    {
        HashSet<(ChangeKind, int, int?, int?)> rows = []; // several comments of one page are one row
        foreach (var (entry, from, isDeleted) in _seen)
            rows.Add((entry.Entity.ChangeKind, entry.Entity.ChangedId, from, isDeleted ? null : CountedIn(entry, entry.CurrentValues)));
        foreach (var (kind, id, from, to) in rows)
            if (db.Scope.BulkChangeId is null || kind != ChangeKind.Product)
                Add(db, kind, id, from, to);
    }

    private static int? CountedIn(EntityEntry<ISeenByVisitors> entry, PropertyValues values) =>
        entry.Entity is Product && values[nameof(Product.PublishedAt)] is not null ? values.GetValue<int>(nameof(Product.CategoryId)) : null;
}
