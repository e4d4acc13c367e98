using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Tests;

/// <summary>Creates and saves minimal entities for tests.</summary>
internal static class Make
{
    public static async Task<Category> LineAsync(StoreDb db, string slug = "huawei-switch", string vendorCode = "huawei")
    {
        var vendor = new Vendor { Code = vendorCode, Name = vendorCode };
        db.Vendors.Add(vendor);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var category = new Category { Name = slug, Slug = slug, VendorId = vendor.Id };
        db.Categories.Add(category);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        category.PlaceUnder(null);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return category;
    }

    public static Product Product(Category line, string sku, long? priceFen = 428_000, bool published = true, bool isSample = false)
    {
        var product = new Product
        {
            Sku = sku,
            Name = $"华为 {sku} 交换机",
            Slug = Slug.From(sku),
            VendorId = line.VendorId!.Value,
            CategoryId = line.Id,
            ListPriceFen = priceFen,
            IsSample = isSample,
            CreatedAt = TestStore.Now,
            UpdatedAt = TestStore.Now,
        };
        if (published)
            product.Publish(TestStore.Now);
        return product;
    }

    public static async Task<Product> ProductAsync(StoreDb db, Category line, string sku, long? priceFen = 428_000, bool published = true)
    {
        var product = Product(line, sku, priceFen, published);
        db.Products.Add(product);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return product;
    }

    public static async Task<Article> ArticleAsync(StoreDb db, string slug = "rings", string body = "## 特权级\n\n四个等级。", bool published = true)
    {
        var article = new Article { Title = slug, Slug = slug, CreatedAt = TestStore.Now, UpdatedAt = TestStore.Now };
        article.Write(body);
        if (published)
            article.Publish(TestStore.Now);
        db.Articles.Add(article);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return article;
    }

    /// <summary>Rows of the change feed without the entities.</summary>
    public static async Task WriteFeedAsync(this StoreDb db, int rows, DateTime at)
    {
        db.Changes.AddRange(Enumerable.Range(0, rows).Select(_ => new Change { Kind = ChangeKind.Article, EntityId = 1, At = at }));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        db.ChangeTracker.Clear();
    }
}
