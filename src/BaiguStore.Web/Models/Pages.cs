using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Web.Comments;

namespace BaiguStore.Web.Models;

/// <summary>`/`: the counted tree, the newest articles, the company.</summary>
/// <param name="ArticleCount">Total number of articles.</param>
public sealed record HomePage(CategoryTree Tree, IReadOnlyList<ArticleCard> Articles, int ArticleCount, Company Company)
{
    /// <summary>Contact persons of the product lines, in tree order.</summary>
    public IReadOnlyList<Contact> Salespeople { get; } = [.. Tree.All.Where(c => c.Salesperson is not null).OrderBy(c => c.Id).Select(c => c.Salesperson!).Distinct()];
}

/// <summary>`/c/{slug}`: a category with its children and one page of its products, descendants included.</summary>
public sealed record CategoryPage(CategoryNode Category, Listing List, IReadOnlyList<ArticleCard> Articles, Company Company)
{
    /// <summary>Sibling categories with products, for visitors of an empty one.</summary>
    public IEnumerable<CategoryNode> NeighboursWithProducts => (Category.Parent?.Children ?? []).Where(c => c.Total > 0 && c.Id != Category.Id);
}

/// <summary>`/articles`.</summary>
public sealed record ArticlesPage(Page<ArticleCard> Articles);

/// <summary>`/search?q=`: products with facets, and groups of categories and articles.</summary>
public sealed record SearchPage(Listing List, SearchAnswer Found, IReadOnlyList<ArticleCard> Articles, Company Company)
{
    public string Text => List.Query.Text;

    /// <summary>Nothing was searched for.</summary>
    public bool IsBlank => Text.Length == 0 && List.Query.Chosen.Count == 0;

    public bool IsEmpty => List.Total + Found.Lines.Count + Articles.Count == 0;

    /// <summary>Table columns: the key specs of the category, if all products shown are of one.</summary>
    public IReadOnlyList<string> KeySpecs(CategoryTree tree) =>
        List.Products.Items.Select(p => p.CategoryId).Distinct().Take(2).ToList() is [var line] && tree.Find(line) is { } node ? node.KeySpecs : [];
}

/// <summary>An error page: 404, 500, 429, 503 ... with the submitted form, if any.</summary>
/// <param name="Wanted">Search text guessed from a missing URL.</param>
/// <param name="Again">The submitted values of a form that cannot be shown again, to be sent once more.</param>
public sealed record ErrorPage(int Status, string RequestId, string Wanted, CommentFormView? Form, PostAgain? Again = null);

/// <summary>A post to be repeated, without files.</summary>
public sealed record PostAgain(string Url, IReadOnlyList<KeyValuePair<string, string>> Fields);
