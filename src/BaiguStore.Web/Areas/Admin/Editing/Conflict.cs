using BaiguStore.Core.History;

namespace BaiguStore.Web.Areas.Admin.Editing;

/// <summary>
/// A save over a newer version. The page posts the editor's own form: what was picked of each field that differs, for all others what was typed,
/// and the newer version; so any editor can show it, and needs nothing to take it.
/// </summary>
/// <param name="Saves">Who has saved since the form was opened, the last first.</param>
public sealed record Conflict(
    string Title, string PostUrl, string BackUrl, IReadOnlyList<LaterSave> Saves, IReadOnlyList<ConflictField> Fields, IReadOnlyList<(string Name, string Value)> Hidden);

/// <param name="Name">Empty where the store did it by its own clock.</param>
/// <param name="IsOwn">By the same member, in another window.</param>
public sealed record LaterSave(string Name, DateTime At, bool IsOwn);

/// <summary>A field that was edited twice: how it was, what was saved meanwhile, what the form holds.</summary>
/// <param name="Name">Of the form's field: whatever is picked is posted under it, as if it had been typed.</param>
public sealed record ConflictField(string Name, FieldMerge Merge, string? Was, string? Theirs, string? Mine, string TheirValue, string MyValue)
{
    /// <summary>A long text that both have changed, in pieces. Empty where the field is chosen whole.</summary>
    public IReadOnlyList<MergePiece> Pieces { get; init; } = [];

    public bool TakesTheirs => Merge.Outcome == MergeOutcome.OnlyTheirs;

    /// <summary>Places where both changed the same paragraphs: each is to be chosen.</summary>
    public int Overlaps => Pieces.Count(p => p.Outcome == MergeOutcome.Conflict);
}
