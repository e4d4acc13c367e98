using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;

namespace BaiguStore.Web.PageCache;

/// <summary>Decides which cached pages a change invalidates.</summary>
public static class Eviction
{
    /// <summary>
    /// Changes of the frame (tree with counts, company, articles' titles) evict all pages; a price change only the product's page and its category's
    /// lists.
    /// </summary>
    public static void Evict(this PageCacheStore pages, CatchUp caughtUp)
    {
        if (caughtUp.Rebuilt || caughtUp.Changes.Any(IsSeenEverywhere))
            pages.EvictAll();
        else if (caughtUp.Changes.Count > 0)
            pages.Evict(caughtUp.Changes.SelectMany(TagsOf).ToHashSet());
    }

    /// <summary>
    /// Lists show facet counts of the index, which follows a change shortly after the snapshot: pages rendered in between are evicted, too.
    /// </summary>
    public static void EvictLists(this PageCacheStore pages, CatchUp indexed, CategoryTree tree)
    {
        if (indexed.Rebuilt || indexed.Changes.Any(c => c.Kind is ChangeKind.Tree or ChangeKind.Catalogue))
            pages.Evict([PageTag.EveryList]);
        else if (indexed.Changes.Any(c => c.Kind == ChangeKind.Product))
            pages.Evict(indexed.Changes.Where(c => c.Kind == ChangeKind.Product).SelectMany(c => new[] { c.FromCategoryId, c.ToCategoryId }).OfType<int>().Distinct()
                .SelectMany(id => tree.Find(id)?.Trail ?? []).Select(category => PageTag.List(category.Id)).ToHashSet());
    }

    private static bool IsSeenEverywhere(Change change) =>
        change.Kind is ChangeKind.Tree or ChangeKind.Article or ChangeKind.Catalogue || change.FromCategoryId != change.ToCategoryId;

    private static IEnumerable<PageTag> TagsOf(Change change) => change.Kind switch
    {
        ChangeKind.ArticleComment => [PageTag.Article(change.EntityId)],
        ChangeKind.ProductComment => [PageTag.Product(change.EntityId)],
        _ when change.ToCategoryId is { } category => [PageTag.Product(change.EntityId), PageTag.Category(category), PageTag.EveryProduct],
        _ => [], // an unpublished product
    };
}
