namespace BaiguStore.Core.Model;

/// <summary>
/// An entity with optimistic concurrency. The context increments the version at every save, and the database refuses a save over a newer version
/// (SQLite has no rowversion).
/// </summary>
public interface IVersioned
{
    int Version { get; }
}
