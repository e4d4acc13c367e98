namespace BaiguStore.Web.PageCache;

public enum PageTagKind
{
    Product,
    Category,
    Article,

    /// <summary>Any product at all; the id is 0.</summary>
    EveryProduct,

    /// <summary>The facets of a category's list, counted in the index; 0 for any list at all.</summary>
    List,
}

/// <summary>
/// Something that a page shows besides what all pages show (the tree with its counts, the company, the titles of articles).
/// When it changes, the pages with its tag go.
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

/// <summary>What the page that is being made depends on; there only while it is to be kept.</summary>
internal sealed class PageTags
{
    public HashSet<PageTag> Named { get; } = [];
}

public static class PageTagging
{
    /// <summary>Says that the page shows these. Pages that are not kept ignore it.</summary>
    public static void DependsOn(this HttpContext context, params ReadOnlySpan<PageTag> tags)
    {
        if (context.Features.Get<PageTags>() is { } page)
            foreach (var tag in tags)
                page.Named.Add(tag);
    }
}
