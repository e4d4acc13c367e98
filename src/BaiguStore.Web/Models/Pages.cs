using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;

namespace BaiguStore.Web.Models;

/// <summary>`/`: the whole counted tree, the newest articles, the company.</summary>
/// <param name="ArticleCount">How many there are in all.</param>
public sealed record HomePage(CategoryTree Tree, IReadOnlyList<ArticleCard> Articles, int ArticleCount, Company Company)
{
    /// <summary>Who answers for the lines, in the order of the tree.</summary>
    public IReadOnlyList<Contact> Salespeople { get; } = [.. Tree.All.Where(c => c.Salesperson is not null).OrderBy(c => c.Id).Select(c => c.Salesperson!).Distinct()];
}

/// <summary>`/c/{slug}`: a place in the tree with its children and one page of its own products.</summary>
public sealed record CategoryPage(CategoryNode Category, ListingQuery Query, Page<ProductRow> Products, IReadOnlyList<ArticleCard> Articles, Company Company)
{
    public string Url => Links.Category(Category.Slug);

    /// <summary>Lines beside this one that do have products, for a visitor who came to an empty one.</summary>
    public IEnumerable<CategoryNode> NeighboursWithProducts => (Category.Parent?.Children ?? []).Where(c => c.Total > 0 && c.Id != Category.Id);
}

/// <summary>`/articles`.</summary>
public sealed record ArticlesPage(Page<ArticleCard> Articles);

/// <summary>`/search?q=`: part numbers that begin so, lines and articles that contain it.</summary>
public sealed record SearchPage(string Query, IReadOnlyList<ProductRow> Products, IReadOnlyList<CategoryNode> Lines, IReadOnlyList<ArticleCard> Articles)
{
    public bool IsEmpty => Products.Count + Lines.Count + Articles.Count == 0;
}

/// <summary>A status that is not a page: 404, 500, 429, 503 ... with the form that was sent, if one was.</summary>
/// <param name="Wanted">What a missing address seems to have meant, for the search box.</param>
public sealed record ErrorPage(int Status, string? TraceId, string Wanted, CommentFormView? Form);

/// <summary>Addresses of the store's pages, in one place.</summary>
public static class Links
{
    public static string Category(string slug) => $"/c/{Uri.EscapeDataString(slug)}";
    public static string Product(string slug) => $"/p/{Uri.EscapeDataString(slug)}";
    public static string ProductLook(string slug) => $"{Product(slug)}/look";
    public static string Article(string slug) => $"/articles/{Uri.EscapeDataString(slug)}";
    public static string Inquiry(InquiryList list) => list.Items.Count == 0 ? InquiryPath : $"{InquiryPath}?{list.ToQuery()}";
    public const string InquiryPath = "/inquiry", SearchPath = "/search";
}
