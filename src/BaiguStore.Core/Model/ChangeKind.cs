namespace BaiguStore.Core.Model;

/// <summary>What a row of the change feed says has changed.</summary>
public enum ChangeKind
{
    /// <summary>Vendors, categories, salespeople, company facts: parts of every page.</summary>
    Tree = 0,
    Product = 1,
    Article = 2,

    /// <summary>Comments on an article; EntityId is the article.</summary>
    ArticleComment = 3,

    /// <summary>Many products at once: a bulk statement or an import.</summary>
    Catalogue = 4,

    /// <summary>Comments on a product; EntityId is the product.</summary>
    ProductComment = 5,
}
