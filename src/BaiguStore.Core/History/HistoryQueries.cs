using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.History;

/// <summary>Result of restoring an earlier state.</summary>
/// <param name="LeftOut">Fields that keep their present values, because the entities that they referred to are gone or soft-deleted.</param>
/// <param name="IsChanged">False if nothing that can be restored differed: then nothing was saved.</param>
public sealed record Restoration(object Entity, IReadOnlyList<Field> LeftOut, bool IsChanged);

/// <summary>A step of the history for display: each changed field before and after.</summary>
public sealed record HistoryStep(Revision Revision, IReadOnlyList<FieldChange> Changes);

public sealed record FieldChange(Field Field, string? Was, string? Is);

/// <summary>Reads the history and restores earlier states.</summary>
public static class HistoryQueries
{
    extension(StoreDb db)
    {
        /// <summary>One page of an entity's history with the changes of each step; the page compares long texts (see LineDiff).</summary>
        /// <param name="below">The last version on the previous page, or null.</param>
        public async Task<IReadOnlyList<HistoryStep>> StepsOfAsync(RevisionKind kind, int id, int? below, int count, CancellationToken cancel)
        {
            var page = await db.Revisions.AsNoTracking().HistoryOf(kind, id).NewestBelow(below, count).ToListAsync(cancel);
            if (page.Count == 0 || await db.StateAtAsync(kind, id, page[0].Version, cancel) is not { } state)
                return page.ConvertAll(r => new HistoryStep(r, []));
            return page.ConvertAll(revision =>
            {
                var was = revision.Was;
                var after = state;
                state = state.With(was);
                return new HistoryStep(revision, [.. after.Where(v => was.ContainsKey(v.Field.Name)).Select(v => new FieldChange(v.Field, was[v.Field.Name], v.Text))]);
            });
        }

        /// <summary>
        /// The state of an entity at a version: its present state, with later changes undone one by one. So versions without a row are covered too.
        /// The last version of a deleted entity is empty. Null for a version that never existed.
        /// </summary>
        public async Task<FieldValues?> StateAtAsync(RevisionKind kind, int id, int version, CancellationToken cancel)
        {
            var entity = await db.EntityAsync(kind, id, tracked: false, cancel);
            var later = await db.Revisions.AsNoTracking().HistoryOf(kind, id).Since(version).ToListAsync(cancel);
            if (version < 0 || (entity is null ? later.Count == 0 && !await db.EndedAtAsync(kind, id, version, cancel) : version > entity.Version))
                return null;
            var state = entity is null ? StoreDb.Described.Of(kind).Empty() : FieldValues.Of(entity);
            return later.Aggregate(state, (after, revision) => after.With(revision.Was));
        }

        /// <summary>The present state of an entity; null if it is deleted.</summary>
        public async Task<FieldValues?> StateNowAsync(RevisionKind kind, int id, CancellationToken cancel) =>
            await db.EntityAsync(kind, id, tracked: false, cancel) is { } entity ? FieldValues.Of(entity) : null;

        /// <summary>
        /// Restores an earlier state through the entity's own methods, as a change like any other. Publication, parent category and schedule stay:
        /// they have actions of their own. Null if the entity or version does not exist. Nothing is saved if a rule of the entity refuses; a slug or
        /// part number taken meanwhile is refused by the database.
        /// </summary>
        public async Task<Restoration?> RestoreAsync(RevisionKind kind, int id, int version, DateTime now, CancellationToken cancel)
        {
            var entity = await db.EntityAsync(kind, id, tracked: true, cancel);
            if (entity is null || await db.StateAtAsync(kind, id, version, cancel) is not { } state)
                return null;
            var (fields, leftOut, isChanged) = (StoreDb.Described.Of(kind), new List<Field>(), false);
            foreach (var field in fields.Fields.Where(f => f.Read(entity) != state[f.Name]))
                if (field.Relation is { } relation)
                    isChanged |= await relation.RestoreAsync(db, entity, state[field.Name], cancel);
                else if (field.Set is not { } set)
                    continue;
                else if (field.Refers is { } target && state[field.Name] is { } key && !await db.MayReferAsync(target, key, cancel))
                    leftOut.Add(field.Field);
                else
                {
                    set(entity, state[field.Name]);
                    isChanged = true;
                }
            if (!isChanged)
                return new(entity, leftOut, false);
            await fields.RestoredAsync(db, entity, now, cancel);
            db.Scope.Restoring = version;
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            finally
            {
                db.Scope.Restoring = null;
            }
            return new(entity, leftOut, true);
        }

        /// <summary>
        /// For a save that failed on a newer version: the editor's base, the present state and the editor's values, field by field. Null if the
        /// entity is deleted.
        /// </summary>
        public async Task<ThreeWay?> CompareAsync(RevisionKind kind, int id, int version, FieldValues mine, CancellationToken cancel)
        {
            var theirs = await db.EntityAsync(kind, id, tracked: false, cancel);
            return theirs is null || await db.StateAtAsync(kind, id, version, cancel) is not { } opened ? null
                : new ThreeWay(opened, FieldValues.Of(theirs), mine, theirs.Version);
        }

        private async Task<bool> MayReferAsync(FieldReference reference, string id, CancellationToken cancel) =>
            await db.FindAsync(reference.Target, [FieldText.Number(id)], cancel) is { } target && reference.IsUsable(target);

        private Task<bool> EndedAtAsync(RevisionKind kind, int id, int version, CancellationToken cancel) =>
            db.Revisions.HistoryOf(kind, id).AnyAsync(r => r.Version == version && r.Action == RevisionAction.Deleted, cancel);

        private Task<IVersioned?> EntityAsync(RevisionKind kind, int id, bool tracked, CancellationToken cancel) =>
            StoreDb.Described.Of(kind).FindAsync(db, id, tracked, cancel);
    }
}
