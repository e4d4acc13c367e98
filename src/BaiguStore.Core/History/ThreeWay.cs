namespace BaiguStore.Core.History;

public enum MergeOutcome
{
    Unchanged = 0,
    OnlyMine = 1,
    OnlyTheirs = 2,

    /// <summary>Both changed it, to the same.</summary>
    BothSame = 3,

    /// <summary>Both changed it, to different things: a person must choose.</summary>
    Conflict = 4,
}

/// <summary>One field that two may have changed since both knew it alike.</summary>
public sealed record FieldMerge(Field Field, string? Base, string? Theirs, string? Mine)
{
    public MergeOutcome Outcome =>
        Mine == Theirs ? (Mine == Base ? MergeOutcome.Unchanged : MergeOutcome.BothSame)
        : Theirs == Base ? MergeOutcome.OnlyMine
        : Mine == Base ? MergeOutcome.OnlyTheirs
        : MergeOutcome.Conflict;

    /// <summary>What to propose: whoever changed it; in a conflict mine, which nobody else has.</summary>
    public string? Proposed => Outcome == MergeOutcome.OnlyTheirs ? Theirs : Mine;
}

/// <summary>
/// Two editors of one thing: what it held when the form was opened, what it holds now (theirs), what the form holds (mine). The proposal
/// takes in what either changed; only conflicts need somebody to choose.
/// </summary>
/// <param name="version">The version of theirs, which a form with the proposal must name to be saved.</param>
public sealed class ThreeWay(FieldValues opened, FieldValues theirs, FieldValues mine, int version = 0)
{
    public IReadOnlyList<FieldMerge> Fields { get; } =
        [.. mine.Select(m => new FieldMerge(m.Field, opened[m.Field.Name], theirs[m.Field.Name], m.Text))];

    public int Version { get; } = version;

    public IEnumerable<FieldMerge> Conflicts => Fields.Where(f => f.Outcome == MergeOutcome.Conflict);

    public FieldValues Proposal => mine.With(Fields.ToDictionary(f => f.Field.Name, f => f.Proposed));
}
