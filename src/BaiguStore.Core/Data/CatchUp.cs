namespace BaiguStore.Core.Data;

/// <summary>What a follower of the change feed took in when it caught up.</summary>
/// <param name="Changes">In order; empty if there were none, or if they are unknown.</param>
/// <param name="Rebuilt">Whether everything was reloaded because the changes are unknown: anything may be different now.</param>
public sealed record CatchUp(IReadOnlyList<Change> Changes, bool Rebuilt)
{
    public static CatchUp Nothing { get; } = new([], Rebuilt: false);

    public bool IsNothing => Changes.Count == 0 && !Rebuilt;
}
