using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Catalog;

public sealed class ProductMap : IEntityTypeConfiguration<Product>
{
    /// <summary>Standard SQL, valid in all three databases; lists and counts read published products only.</summary>
    private const string PublishedOnly = "\"PublishedAt\" IS NOT NULL";

    public void Configure(EntityTypeBuilder<Product> product)
    {
        product.Property(p => p.Sku).HasMaxLength(Product.MaxSkuLength);
        product.Property(p => p.SkuKey).HasMaxLength(Product.MaxSkuLength);
        product.Property(p => p.Name).HasMaxLength(Product.MaxNameLength);
        product.Property(p => p.Slug).HasMaxLength(Slug.MaxLength);
        product.Property(p => p.Summary).HasMaxLength(Product.MaxSummaryLength);
        product.Property(p => p.Specs).HasJsonConversion();
        product.Property(p => p.Pictures).HasJsonConversion();
        product.Property(p => p.Version).IsConcurrencyToken();

        product.HasOne(p => p.Vendor).WithMany().HasForeignKey(p => p.VendorId).OnDelete(DeleteBehavior.Restrict);
        product.HasOne(p => p.Category).WithMany().HasForeignKey(p => p.CategoryId).OnDelete(DeleteBehavior.Restrict);

        product.HasIndex(p => p.Sku).IsUnique();
        product.HasIndex(p => p.Slug).IsUnique();
        product.HasIndex(p => new { p.SkuKey, p.Id });
        // A category's list in each sort order; the first also serves the grouped count of the whole tree.
        product.HasIndex(p => new { p.CategoryId, p.Name, p.Id }).HasFilter(PublishedOnly);
        product.HasIndex(p => new { p.CategoryId, p.PriceOrder, p.Id }).HasFilter(PublishedOnly);
        product.HasIndex(p => new { p.CategoryId, p.PublishedAt, p.Id }).HasFilter(PublishedOnly);
        // All published products by id, for the API.
        product.HasIndex(p => p.Id).HasFilter(PublishedOnly);
        // Scheduled and soft-deleted products: few rows each.
        product.HasIndex(p => p.PublishFrom).HasFilter("\"PublishFrom\" IS NOT NULL");
        product.HasIndex(p => p.PublishUntil).HasFilter("\"PublishUntil\" IS NOT NULL");
        product.HasIndex(p => new { p.DeletedAt, p.Id }).HasFilter("\"DeletedAt\" IS NOT NULL");
        // The staff's list in each sort order, published or not; SkuKey above is the fourth.
        product.HasIndex(p => new { p.Name, p.Id });
        product.HasIndex(p => new { p.UpdatedAt, p.Id });
        product.HasIndex(p => new { p.PriceOrder, p.Id });
        product.HasIndex(p => p.ConfirmedAt); // for the count of products not confirmed for long
        // Products with pictures, to count those without. An index of products without pictures would tempt SQLite into sorting all of them for each
        // page.
        product.HasIndex(p => new { p.PictureCount, p.DeletedAt, p.Id }).HasFilter("\"PictureCount\" > 0");
        // Foreign key checks when a category or a vendor is deleted; filtered indexes cannot serve them.
        product.HasIndex(p => p.CategoryId);
        product.HasIndex(p => p.VendorId);
    }
}
