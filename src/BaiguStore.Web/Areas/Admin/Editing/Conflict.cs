using BaiguStore.Core.History;

namespace BaiguStore.Web.Areas.Admin.Editing;

/// <summary>
/// A save over a newer version. The page posts the editor's own form: the choice for each field that differs, the submitted values of all others, and
/// the newer version. So it works for any editor without extra code.
/// </summary>
/// <param name="Saves">Saves since the form was opened, last first.</param>
public sealed record Conflict(
    string Title, string PostUrl, string BackUrl, IReadOnlyList<LaterSave> Saves, IReadOnlyList<ConflictField> Fields, IReadOnlyList<(string Name, string Value)> Hidden);

/// <param name="Name">Empty for scheduled work of the store.</param>
/// <param name="IsOwn">By the same member, in another window.</param>
public sealed record LaterSave(string Name, DateTime At, bool IsOwn);

/// <summary>A field in a three-way merge: base, saved value, submitted value.</summary>
/// <param name="Name">Name of the form field: the chosen value is posted under it, as if it had been typed.</param>
public sealed record ConflictField(string Name, FieldMerge Merge, string? Was, string? Theirs, string? Mine, string TheirValue, string MyValue)
{
    /// <summary>Merge pieces of a long text that both have changed. Empty if the field is chosen as a whole.</summary>
    public IReadOnlyList<MergePiece> Pieces { get; init; } = [];

    public bool TakesTheirs => Merge.Outcome == MergeOutcome.OnlyTheirs;

    /// <summary>Number of conflicts, where both changed the same paragraphs.</summary>
    public int Overlaps => Pieces.Count(p => p.Outcome == MergeOutcome.Conflict);
}
