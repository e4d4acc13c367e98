using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Forms;
using BaiguStore.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Editing;

/// <summary>Optimistic concurrency for forms: a save over a newer version is refused, compared and merged.</summary>
public sealed class StaleSaves(StoreDb db, HistoryReader history)
{
    /// <summary>Maximum number of later saves listed.</summary>
    private const int MaxSaves = 10;

    /// <summary>Maximum pieces of a text; with more the text is chosen as a whole. A form allows 2,048 fields.</summary>
    private const int MaxPieces = 400;

    private static readonly string[] Times = [nameof(IPublished.PublishFrom), nameof(IPublished.PublishUntil)];

    /// <summary>Saves a changed entity if its version is still that of the form; otherwise saves nothing and returns false.</summary>
    public async Task<bool> SaveFromAsync<T>(T entity, int version, CancellationToken cancel) where T : class, IVersioned
    {
        db.Entry(entity).Property(e => e.Version).OriginalValue = version;
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    /// <summary>Compares the form with the saved state and the state when it was opened. Null if the entity is gone.</summary>
    /// <param name="mine">The values that the form would have saved.</param>
    /// <param name="place">URL of the editor, which the form posts to.</param>
    public async Task<Conflict?> CompareAsync(
        RevisionKind kind, int id, FieldValues mine, IEditorForm form, string title, string place, CancellationToken cancel)
    {
        var merge = await db.CompareAsync(kind, id, form.Version, mine, cancel);
        return merge is null ? null : await ReadAsync(kind, id, merge, form, title, place, cancel);
    }

    /// <param name="others">Additional fields of the form.</param>
    public async Task<Conflict> ReadAsync(
        RevisionKind kind, int id, ThreeWay merge, IEditorForm form, string title, string place, CancellationToken cancel,
        params (string Name, string Value)[] others)
    {
        var values = merge.Fields.SelectMany(f => new[] { (f.Field, f.Base), (f.Field, f.Theirs), (f.Field, f.Mine) });
        var readable = await history.ReadableAsync(values, cancel);
        List<ConflictField> fields = [];
        List<(string, string)> hidden = [("Version", $"{merge.Version}"), .. others];
        foreach (var typed in form.Typed())
            if (merge.Fields.FirstOrDefault(f => f.Field.Name == typed.Field) is { } found && ToMinutes(found) is var edited && Differs(edited))
                fields.Add(Field(typed, edited, readable));
            else if (typed.IsList)
                hidden.AddRange((typed.Value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(value => (typed.Name, value)));
            else
                hidden.Add((typed.Name, typed.Value ?? ""));
        return new(title, place, place, await SavesAsync(kind, id, form.Version, cancel), fields, hidden);
    }

    private async Task<IReadOnlyList<LaterSave>> SavesAsync(RevisionKind kind, int id, int version, CancellationToken cancel)
    {
        var me = db.Actor.StaffId;
        return await db.Revisions.AsNoTracking().HistoryOf(kind, id).Since(version).Take(MaxSaves)
            .Select(r => new LaterSave(r.Name, r.At, me != null && r.StaffId == me)).ToListAsync(cancel);
    }

    private static bool Differs(FieldMerge merge) => merge.Outcome is not (MergeOutcome.Unchanged or MergeOutcome.BothSame);

    private static ConflictField Field(TypedField typed, FieldMerge merge, Readable readable)
    {
        var (theirs, mine) = (FormText.Of(typed.Field, merge.Theirs), (typed.Value ?? "").ReplaceLineEndings("\n"));
        var isText = merge is { Field.IsLong: true, Outcome: MergeOutcome.Conflict } && typed.Field != nameof(Product.Pictures);
        var pieces = isText ? TextMerge.Between(FormText.Of(typed.Field, merge.Base), theirs, mine) : [];
        var (was, saved, own) = (readable.Of(merge.Field, merge.Base), readable.Of(merge.Field, merge.Theirs), readable.Of(merge.Field, merge.Mine));
        return new(typed.IsList ? MergedFields.ListOf(typed.Name) : typed.Name, merge, was, saved, own, theirs, mine)
        {
            Pieces = pieces.Count > MaxPieces ? [] : pieces,
        };
    }

    /// <summary>Forms have a precision of minutes: an untouched time counts as equal.</summary>
    private static FieldMerge ToMinutes(FieldMerge merge)
    {
        if (!Times.Contains(merge.Field.Name))
            return merge;
        string Minute(string? value) => FormText.Of(merge.Field.Name, value);
        var mine = Minute(merge.Mine);
        return merge with { Mine = mine == Minute(merge.Base) ? merge.Base : mine == Minute(merge.Theirs) ? merge.Theirs : merge.Mine };
    }
}
