using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Urls;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Models;

/// <summary>A product's data for its page.</summary>
/// <param name="HasComments">Whether there are approved comments; most pages then need no query for them.</param>
public sealed record ProductView(
    int Id, string Sku, string Name, string Slug, string Vendor, int CategoryId, string Summary, List<Spec> Specs, List<ProductPicture> Pictures, string DescriptionHtml,
    long? ListPriceFen, StockState Stock, bool IsSample, DateTime UpdatedAt, bool HasComments)
{
    private static readonly CompiledQuery<string, ProductView> BySlug = new((db, slug) =>
    {
        var comments = db.Comments.Approved();
        return db.Products.AsNoTracking().Published().Where(p => p.Slug == slug).Select(p => new ProductView(
            p.Id, p.Sku, p.Name, p.Slug, p.Vendor!.Name, p.CategoryId, p.Summary, p.Specs, p.Pictures, p.DescriptionHtml,
            p.ListPriceFen, p.Stock, p.IsSample, p.UpdatedAt, comments.Any(c => c.ProductId == p.Id)));
    });

    public static Task<ProductView?> FindAsync(StoreDb db, string slug, CancellationToken cancel) => BySlug.FirstOrDefaultAsync(db, slug, cancel);

    /// <summary>Also unpublished products, but not soft-deleted ones; without comments.</summary>
    public static Task<ProductView?> FindUnpublishedAsync(StoreDb db, int id, CancellationToken cancel) =>
        db.Products.AsNoTracking().Where(p => p.Id == id && p.DeletedAt == null).Select(p => new ProductView(
            p.Id, p.Sku, p.Name, p.Slug, p.Vendor!.Name, p.CategoryId, p.Summary, p.Specs, p.Pictures, p.DescriptionHtml,
            p.ListPriceFen, p.Stock, p.IsSample, p.UpdatedAt, false)).FirstOrDefaultAsync(cancel);
}

/// <summary>Header of a product page, and the whole of a quick look.</summary>
public sealed record ProductHead(ProductView Product, CategoryNode Category, bool IsLook = false)
{
    private const int SpecsWithoutKeys = 5;

    public IReadOnlyList<Spec> KeySpecs =>
        Product.Specs.Where(s => Category.KeySpecs.Contains(s.Name)).ToList() is { Count: > 0 } keys ? keys : [.. Product.Specs.Take(SpecsWithoutKeys)];
}

/// <summary>`/p/{slug}`: at most five queries, usually two; one more for a reply to a comment that is not shown.</summary>
public sealed record ProductPage(
    ProductView Product, CategoryNode Category, Company Company, IReadOnlyList<ProductRow> Related, IReadOnlyList<ArticleCard> Articles, CommentsSection Comments)
{
    private const int ArticleCount = 4;

    public ProductHead Head => new(Product, Category);

    public ProductFacts Facts => new(
        Product.Sku, Product.Name, Product.Slug, Product.Vendor, Category.Name, Product.Summary, Product.Pictures, Product.ListPriceFen, Product.Stock);

    public static async Task<ProductPage?> FindAsync(
        StoreDb db, StoreSnapshot store, FormStamps stamps, string slug, int commentsPage, int? ownComment, CommentForm form, CancellationToken cancel)
    {
        var product = await ProductView.FindAsync(db, slug, cancel);
        if (product is null || store.Tree.Find(product.CategoryId) is not { } category)
            return null;
        var comments = await CommentsSection.LoadAsync(
            db, stamps, CommentTarget.Product(product.Id), product.HasComments, Links.Product(slug), commentsPage, ownComment, form, cancel);
        if (comments is null)
            return null;
        var related = await db.RelatedAsync(category, product.Id, product.Name, cancel);
        return new(product, category, store.Company, related, [.. store.Articles.HelpingToChooseFrom(category.Id).Take(ArticleCount)], comments);
    }
}
