using BaiguStore.Core.History;

namespace BaiguStore.Core.Data.Saving;

/// <summary>State of the saves of one lease of a context, beside the entities.</summary>
internal sealed class SaveScope(ActorScope acting, OwnWrites writes)
{
    /// <summary>Read at each save.</summary>
    public Actor Actor => acting.Actor;

    /// <summary>Notes every row that is added to the change feed.</summary>
    public OwnWrites Writes => writes;

    /// <summary>Set during a bulk change: its history rows refer to it, and it writes one row to the change feed.</summary>
    public int? BulkChangeId { get; set; }

    /// <summary>The version being restored, during a restore.</summary>
    public int? Restoring { get; set; }

    /// <summary>Additional information for the history rows of the next save, by entity; used once.</summary>
    public Dictionary<IVersioned, Remark> Remarks { get; } = [];

    /// <summary>Note for a save of many new entities, which gets one history row per kind; null for one row per entity.</summary>
    public string? OneRowNote { get; private set; }

    /// <summary>Until disposed, saves write one history row per kind: for seeds, which are many and have no past.</summary>
    public IDisposable AsOne(string note)
    {
        OneRowNote = note;
        return new End(this);
    }

    private sealed class End(SaveScope scope) : IDisposable
    {
        public void Dispose() => scope.OneRowNote = null;
    }
}
