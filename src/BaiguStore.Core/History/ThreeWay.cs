namespace BaiguStore.Core.History;

public enum MergeOutcome
{
    Unchanged = 0,
    OnlyMine = 1,
    OnlyTheirs = 2,

    /// <summary>Both made the same change.</summary>
    BothSame = 3,

    /// <summary>Both changed it differently: a person must choose.</summary>
    Conflict = 4,
}

/// <summary>A field in a three-way merge.</summary>
public sealed record FieldMerge(Field Field, string? Base, string? Theirs, string? Mine)
{
    public MergeOutcome Outcome =>
        Mine == Theirs ? (Mine == Base ? MergeOutcome.Unchanged : MergeOutcome.BothSame)
        : Theirs == Base ? MergeOutcome.OnlyMine
        : Mine == Base ? MergeOutcome.OnlyTheirs
        : MergeOutcome.Conflict;

    /// <summary>The proposed value: the changed side; in a conflict mine, because it is not saved anywhere else.</summary>
    public string? Proposed => Outcome == MergeOutcome.OnlyTheirs ? Theirs : Mine;
}

/// <summary>
/// Three-way merge of two editors' changes: the base (when the form was opened), theirs (the present state) and mine (the form). The proposal
/// includes both sides' changes; only conflicts need a choice.
/// </summary>
/// <param name="version">The version of theirs, which the form must name to be saved.</param>
public sealed class ThreeWay(FieldValues opened, FieldValues theirs, FieldValues mine, int version = 0)
{
    public IReadOnlyList<FieldMerge> Fields { get; } =
        [.. mine.Select(m => new FieldMerge(m.Field, opened[m.Field.Name], theirs[m.Field.Name], m.Text))];

    public int Version { get; } = version;

    public IEnumerable<FieldMerge> Conflicts => Fields.Where(f => f.Outcome == MergeOutcome.Conflict);

    public FieldValues Proposal => mine.With(Fields.ToDictionary(f => f.Field.Name, f => f.Proposed));
}
