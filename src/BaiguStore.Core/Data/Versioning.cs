namespace BaiguStore.Core.Data;

/// <summary>
/// An entity that two people may edit at once. The context adds one to the version with every save and the database refuses
/// a save over a newer version (SQLite has no row version of its own).
/// </summary>
public interface IVersioned
{
    int Version { get; }
}

/// <summary>An entity whose saves visitors must see: each adds a row to the change feed.</summary>
public interface ISeenByVisitors
{
    int Id { get; }
    ChangeKind ChangeKind { get; }

    /// <summary>What the feed names: the entity, or the one on whose page it is shown.</summary>
    int ChangedId => Id;
}

/// <summary>An entity with an address of its own; a changed slug leaves the old one behind as a redirect.</summary>
public interface IHasSlug
{
    int Id { get; }
    string Slug { get; set; }
    SluggedKind SlugKind { get; }
}
