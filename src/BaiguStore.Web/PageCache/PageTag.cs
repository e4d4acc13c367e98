namespace BaiguStore.Web.PageCache;

public enum PageTagKind
{
    Product,
    Category,
    Article,

    /// <summary>Any product; the id is 0.</summary>
    EveryProduct,

    /// <summary>Facets of a category's list, from the index; 0 for any list.</summary>
    List,
}

/// <summary>
/// A dependency of a cached page beside those of all pages (tree with counts, company, titles of articles). When it changes, pages with the tag are
/// evicted.
/// </summary>
public readonly record struct PageTag(PageTagKind Kind, int Id)
{
    public static PageTag EveryProduct { get; } = new(PageTagKind.EveryProduct, 0);
    public static PageTag EveryList { get; } = new(PageTagKind.List, 0);
    public static PageTag List(int categoryId) => new(PageTagKind.List, categoryId);
    public static PageTag Product(int id) => new(PageTagKind.Product, id);
    public static PageTag Category(int id) => new(PageTagKind.Category, id);
    public static PageTag Article(int id) => new(PageTagKind.Article, id);
}

/// <summary>Dependencies of the page being rendered; present only if it will be cached.</summary>
internal sealed class PageTags
{
    public HashSet<PageTag> Named { get; } = [];
}

public static class PageTagging
{
    /// <summary>Declares dependencies of the page. Ignored for pages that are not cached.</summary>
    public static void DependsOn(this HttpContext context, params ReadOnlySpan<PageTag> tags)
    {
        if (context.Features.Get<PageTags>() is { } page)
            foreach (var tag in tags)
                page.Named.Add(tag);
    }
}
