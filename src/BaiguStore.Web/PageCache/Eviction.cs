using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;

namespace BaiguStore.Web.PageCache;

/// <summary>Which kept pages a change makes old.</summary>
public static class Eviction
{
    /// <summary>
    /// What every page shows (the tree with its counts, the company, articles' titles) makes all of them old; a price only its own
    /// product's page and the lists of its category.
    /// </summary>
    public static void Evict(this PageCacheStore pages, CatchUp caughtUp)
    {
        if (caughtUp.Rebuilt || caughtUp.Changes.Any(IsSeenEverywhere))
            pages.EvictAll();
        else if (caughtUp.Changes.Count > 0)
            pages.Evict(caughtUp.Changes.SelectMany(TagsOf).ToHashSet());
    }

    /// <summary>
    /// Lists count facets in the index, which takes a change in a moment after the snapshot has: what was made between the two goes as well.
    /// </summary>
    public static void EvictLists(this PageCacheStore pages, CatchUp indexed, CategoryTree tree)
    {
        if (indexed.Rebuilt || indexed.Changes.Any(c => c.Kind is ChangeKind.Tree or ChangeKind.Catalogue))
            pages.Evict([PageTag.EveryList]);
        else if (indexed.Changes.Any(c => c.Kind == ChangeKind.Product))
            pages.Evict(indexed.Changes.Where(c => c.Kind == ChangeKind.Product).SelectMany(c => new[] { c.FromCategoryId, c.ToCategoryId }).OfType<int>().Distinct()
                .SelectMany(id => tree.Find(id)?.Trail ?? []).Select(place => PageTag.List(place.Id)).ToHashSet());
    }

    private static bool IsSeenEverywhere(Change change) =>
        change.Kind is ChangeKind.Tree or ChangeKind.Article or ChangeKind.Catalogue || change.FromCategoryId != change.ToCategoryId;

    private static IEnumerable<PageTag> TagsOf(Change change) => change.Kind switch
    {
        ChangeKind.ArticleComment => [PageTag.Article(change.EntityId)],
        ChangeKind.ProductComment => [PageTag.Product(change.EntityId)],
        _ when change.ToCategoryId is { } category => [PageTag.Product(change.EntityId), PageTag.Category(category), PageTag.EveryProduct],
        _ => [], // a product that is not published
    };
}
