namespace BaiguStore.Core.Data;

/// <summary>
/// An entity with optimistic concurrency. The context increments the version at every save, and the database refuses a save over a newer version
/// (SQLite has no rowversion).
/// </summary>
public interface IVersioned
{
    int Version { get; }
}

/// <summary>An entity whose changes visitors must see: each save writes a row to the change feed.</summary>
public interface ISeenByVisitors
{
    int Id { get; }
    ChangeKind ChangeKind { get; }

    /// <summary>The id in the change feed: the entity's own, or that of the entity on whose page it is shown.</summary>
    int ChangedId => Id;
}

/// <summary>An entity with its own URL; after a slug change the old URL redirects.</summary>
public interface IHasSlug
{
    int Id { get; }
    string Slug { get; set; }
    SluggedKind SlugKind { get; }
}
