namespace BaiguStore.Core.Data;

/// <summary>Whether one scope has written to the change feed: the snapshot and the cached pages of this node may not show it yet.</summary>
public sealed class OwnWrites
{
    public bool Any { get; private set; }

    /// <summary>Also where the transaction is rolled back later: a needless look at the feed is one cheap query.</summary>
    internal void Note() => Any = true;
}
