using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Forms;
using BaiguStore.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Editing;

/// <summary>Saves of forms that somebody may have opened a while ago: refused over a newer version, then compared with it and merged.</summary>
public sealed class StaleSaves(StoreDb db, HistoryReader history)
{
    /// <summary>More saves than this are not listed one by one.</summary>
    private const int MaxSaves = 10;

    /// <summary>Pieces of one text; a text that is cut into more is chosen whole. A form has room for 2,048 fields.</summary>
    private const int MaxPieces = 400;

    private static readonly string[] Times = [nameof(IPublished.PublishFrom), nameof(IPublished.PublishUntil)];

    /// <summary>Saves a changed entity if it is still of the version with which the form began; otherwise nothing is saved, and false.</summary>
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

    /// <summary>What the form holds against what is saved now and what was there when it was opened. Null where the thing is gone.</summary>
    /// <param name="mine">What the form would have saved.</param>
    /// <param name="place">The editor's address, to which the form is posted.</param>
    public async Task<Conflict?> CompareAsync(
        RevisionKind kind, int id, FieldValues mine, IEditorForm form, string title, string place, CancellationToken cancel)
    {
        var merge = await db.CompareAsync(kind, id, form.Version, mine, cancel);
        return merge is null ? null : await ReadAsync(kind, id, merge, form, title, place, cancel);
    }

    /// <param name="others">What else the form posts.</param>
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

    /// <summary>A form knows minutes only: a time that was not touched is the same time.</summary>
    private static FieldMerge ToMinutes(FieldMerge merge)
    {
        if (!Times.Contains(merge.Field.Name))
            return merge;
        string Minute(string? value) => FormText.Of(merge.Field.Name, value);
        var mine = Minute(merge.Mine);
        return merge with { Mine = mine == Minute(merge.Base) ? merge.Base : mine == Minute(merge.Theirs) ? merge.Theirs : merge.Mine };
    }
}
