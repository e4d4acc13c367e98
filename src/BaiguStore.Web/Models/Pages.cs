using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;

namespace BaiguStore.Web.Models;

/// <summary>`/`: the whole counted tree, the newest articles, the company.</summary>
/// <param name="ArticleCount">How many there are in all.</param>
public sealed record HomePage(CategoryTree Tree, IReadOnlyList<ArticleCard> Articles, int ArticleCount, Company Company)
{
    /// <summary>Who answers for the lines, in the order of the tree.</summary>
    public IReadOnlyList<Contact> Salespeople { get; } = [.. Tree.All.Where(c => c.Salesperson is not null).OrderBy(c => c.Id).Select(c => c.Salesperson!).Distinct()];
}

/// <summary>`/c/{slug}`: a place in the tree with its children and one page of the products there and below.</summary>
public sealed record CategoryPage(CategoryNode Category, Listing List, IReadOnlyList<ArticleCard> Articles, Company Company)
{
    /// <summary>Lines beside this one that do have products, for a visitor who came to an empty one.</summary>
    public IEnumerable<CategoryNode> NeighboursWithProducts => (Category.Parent?.Children ?? []).Where(c => c.Total > 0 && c.Id != Category.Id);
}

/// <summary>`/articles`.</summary>
public sealed record ArticlesPage(Page<ArticleCard> Articles);

/// <summary>`/search?q=`: products with facets, lines and articles in their own groups.</summary>
public sealed record SearchPage(Listing List, SearchAnswer Found, IReadOnlyList<ArticleCard> Articles, Company Company)
{
    public string Text => List.Query.Text;

    /// <summary>Nothing was asked.</summary>
    public bool IsBlank => Text.Length == 0 && List.Query.Chosen.Count == 0;

    public bool IsEmpty => List.Total + Found.Lines.Count + Articles.Count == 0;

    /// <summary>The columns of the table: those of the line, where all that is shown is of one.</summary>
    public IReadOnlyList<string> KeySpecs(CategoryTree tree) =>
        List.Products.Items.Select(p => p.CategoryId).Distinct().Take(2).ToList() is [var line] && tree.Find(line) is { } node ? node.KeySpecs : [];
}

/// <summary>A status that is not a page: 404, 500, 429, 503 ... with the form that was sent, if one was.</summary>
/// <param name="Wanted">What a missing address seems to have meant, for the search box.</param>
/// <param name="Again">A form that cannot be shown again as it was, as it can be sent once more.</param>
public sealed record ErrorPage(int Status, string RequestId, string Wanted, CommentFormView? Form, PostAgain? Again = null);

/// <summary>What was posted, to be posted once more. Files are not among it.</summary>
public sealed record PostAgain(string Url, IReadOnlyList<KeyValuePair<string, string>> Fields);
