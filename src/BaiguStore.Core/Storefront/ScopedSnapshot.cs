namespace BaiguStore.Core.Storefront;

/// <summary>
/// The snapshot of one scope, such as a request: taken at its first use and the same for all that is asked in the scope, so that one page shows one tree.
/// Services get it by asking for <see cref="StoreSnapshot"/>, or for the part of it that they need. No middleware in front of the page cache may ask: a
/// snapshot that is older than the making of a page would be cached without anybody noticing that it is old.
/// </summary>
public sealed class ScopedSnapshot(StoreSnapshots snapshots)
{
    private StoreSnapshot? _taken;

    public StoreSnapshot Value => _taken ??= snapshots.Current;

    /// <summary>Who asks from now on gets the newest: for what is rendered after a write of the same scope. Services that have got it keep theirs.</summary>
    public void Renew() => _taken = null;
}
