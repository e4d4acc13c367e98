using BaiguStore.Core.History;

namespace BaiguStore.Core.Data.Saving;

/// <summary>Step 3 of a save: writes the history. Its rows need ids and versions, so they are made when the entities are written.</summary>
internal static class HistoryRows
{
    public static void Add(StoreDb db, IReadOnlyList<RevisionWriter> revisions)
    {
        db.Revisions.AddRange(db.Scope.OneRowNote is { } note
            ? RevisionWriter.Together(db, revisions, note)
            : revisions.Select(r => r.ToRevision(db)));
        db.Scope.Remarks.Clear();
    }
}
