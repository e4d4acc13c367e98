namespace BaiguStore.Core.Model;

/// <summary>An entity whose changes visitors must see: each save writes a row to the change feed.</summary>
public interface ISeenByVisitors
{
    int Id { get; }
    ChangeKind ChangeKind { get; }

    /// <summary>The id in the change feed: the entity's own, or that of the entity on whose page it is shown.</summary>
    int ChangedId => Id;
}
