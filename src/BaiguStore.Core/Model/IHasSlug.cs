namespace BaiguStore.Core.Model;

public enum SluggedKind
{
    Product = 0,
    Category = 1,
    Article = 2,
}

/// <summary>An entity with its own URL; after a slug change the old URL redirects.</summary>
public interface IHasSlug
{
    int Id { get; }
    string Slug { get; set; }
    SluggedKind SlugKind { get; }
}
