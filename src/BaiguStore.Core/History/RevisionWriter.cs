using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace BaiguStore.Core.History;

/// <summary>Additional information for a history row beside the changed fields.</summary>
/// <param name="Before">Former values that are not fields of the entity, under names of their own.</param>
internal sealed record Remark(string Note, IReadOnlyDictionary<string, string?>? Before = null);

/// <summary>
/// Collects the changes of a save from the change tracker before it runs; afterwards, when ids and versions are known, each becomes a row.
/// </summary>
internal sealed class RevisionWriter
{
    private readonly EntityEntry<IVersioned> _entry;
    private readonly EntityFields _fields;
    private readonly EntityState _state;
    private readonly Dictionary<string, string?> _before;

    private RevisionWriter(EntityEntry<IVersioned> entry, EntityFields fields, Dictionary<string, string?> before) =>
        (_entry, _fields, _state, _before) = (entry, fields, entry.State, before);

    /// <summary>Changes of entities with history; a change that affects none of their fields is skipped.</summary>
    public static async Task<List<RevisionWriter>> CollectAsync(StoreDb db, CancellationToken cancel)
    {
        List<RevisionWriter> found = [];
        var related = Related(db.ChangeTracker).ToHashSet();
        foreach (var entry in db.ChangeTracker.Entries<IVersioned>()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList())
        {
            if (StoreDb.Described.Find(entry.Metadata.ClrType) is not { } fields || (entry.State == EntityState.Added && fields.IsMadeByVisitors))
                continue;
            var before = entry.State == EntityState.Added ? [] : Before(entry, fields);
            if (entry.State == EntityState.Deleted || (entry.State == EntityState.Modified && related.Contains(entry.Entity)))
                foreach (var field in fields.Fields.Where(f => f.Relation is not null))
                    before[field.Name] = await field.Relation!.SavedAsync(db, IdOf(entry.Entity), cancel);
            if (before.Count > 0 || entry.State != EntityState.Modified || IsConfirmation(entry, fields) || db.Scope.BulkChangeId is not null
                || db.Scope.Remarks.ContainsKey(entry.Entity))
                found.Add(new(entry, fields, before));
        }
        return found;
    }

    /// <summary>What has other rows in a join table than before; that alone changes no column of its own.</summary>
    public static IReadOnlyList<IVersioned> Related(ChangeTracker tracker) => [.. StoreDb.Described.All.SelectMany(fields =>
        fields.Fields.Select(f => f.Relation).OfType<FieldRelation>().SelectMany(relation => Related(tracker, fields.Type, relation)))];

    private static IEnumerable<IVersioned> Related(ChangeTracker tracker, Type owner, FieldRelation relation)
    {
        var ids = tracker.Entries<Dictionary<string, object>>()
            .Where(e => e.Metadata.Name == relation.Table && e.State is EntityState.Added or EntityState.Deleted)
            .Select(e => (int)e.Property(relation.OwnerKey).CurrentValue!).ToHashSet();
        return ids.Count == 0 ? [] : tracker.Entries<IVersioned>()
            .Where(e => e.Metadata.ClrType == owner && e.State is EntityState.Unchanged or EntityState.Modified && ids.Contains(IdOf(e.Entity)))
            .Select(e => e.Entity);
    }

    public Revision ToRevision(StoreDb db)
    {
        var remark = db.Scope.Remarks.GetValueOrDefault(_entry.Entity);
        foreach (var (name, was) in remark?.Before ?? new Dictionary<string, string?>())
            _before[name] = was;
        return New(db, _fields.Kind, IdOf(_entry.Entity), ActionOf(db, remark), _before,
            _entry.Entity.Version + (_state == EntityState.Deleted ? 1 : 0), db.Scope.Restoring, remark?.Note ?? "");
    }

    /// <summary>One row per kind instead of one per entity.</summary>
    public static IEnumerable<Revision> Together(StoreDb db, IEnumerable<RevisionWriter> all, string note) =>
        all.GroupBy(w => w._fields.Kind).Select(g => Together(db, g.Key, $"{note}: {g.Count()}"));

    /// <summary>The row for a bulk statement, by its kind in the change feed.</summary>
    public static IEnumerable<Revision> Many(StoreDb db, ChangeKind kind, int count) => kind switch
    {
        ChangeKind.Tree => [Together(db, RevisionKind.Category, $"{count}")],
        ChangeKind.Catalogue => [Together(db, RevisionKind.Product, $"{count}")],
        _ => [],
    };

    public static Revision New(
        StoreDb db, RevisionKind kind, int id, RevisionAction action, IReadOnlyDictionary<string, string?> before, int version,
        int? restored = null, string note = "") => new()
    {
        Kind = kind,
        EntityId = id,
        Version = version,
        Action = action,
        At = StoreDb.Now,
        StaffId = db.Actor.StaffId,
        Name = PlainText.Truncate(db.Actor.Name, Actor.MaxNameLength),
        Origin = PlainText.Truncate(db.Actor.Origin, Actor.MaxOriginLength),
        Before = Revision.ToJson(before),
        RestoredVersion = restored,
        BulkChangeId = db.Scope.BulkChangeId,
        Note = PlainText.Truncate(note, Revision.MaxNoteLength),
    };

    private static Revision Together(StoreDb db, RevisionKind kind, string note) =>
        New(db, kind, 0, RevisionAction.Bulk, new Dictionary<string, string?>(), 0, note: note);

    private RevisionAction ActionOf(StoreDb db, Remark? remark) => _state switch
    {
        EntityState.Added => RevisionAction.Created,
        EntityState.Deleted => RevisionAction.Deleted,
        _ when db.Scope.BulkChangeId is not null => RevisionAction.Bulk,
        _ when db.Scope.Restoring is not null => RevisionAction.Restored,
        _ => _before.Count == 0 && remark is null ? RevisionAction.Confirmed : RevisionAction.Changed,
    };

    /// <summary>Former values of the changed fields; of all fields for a deleted entity.</summary>
    private static Dictionary<string, string?> Before(EntityEntry entry, EntityFields fields)
    {
        Dictionary<string, string?> before = [];
        foreach (var field in fields.Fields.Where(f => f.Relation is null))
        {
            var property = entry.Property(field.Name);
            if (entry.State != EntityState.Deleted && !property.IsModified)
                continue;
            var was = field.Write(property.OriginalValue);
            if (entry.State == EntityState.Deleted || was != field.Write(property.CurrentValue))
                before[field.Name] = was;
        }
        return before;
    }

    private static bool IsConfirmation(EntityEntry entry, EntityFields fields) =>
        fields.ConfirmedBy is { } column && entry.Property(column).IsModified;

    private static int IdOf(IVersioned entity) => entity is ISeenByVisitors { Id: var id } ? id : 0;
}
