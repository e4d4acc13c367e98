using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Articles;

public sealed class ArticleMap : IEntityTypeConfiguration<Article>
{
    public void Configure(EntityTypeBuilder<Article> article)
    {
        article.Property(a => a.Title).HasMaxLength(Article.MaxTitleLength);
        article.Property(a => a.Slug).HasMaxLength(Slug.MaxLength);
        article.Property(a => a.Summary).HasMaxLength(Article.MaxSummaryLength);
        article.Property(a => a.FigurePath).HasMaxLength(200);
        article.Property(a => a.Parameters).HasJsonConversion();
        article.Property(a => a.Toc).HasJsonConversion();
        article.Property(a => a.Tags).HasJsonConversion();
        article.Property(a => a.Version).IsConcurrencyToken();

        article.HasOne(a => a.Category).WithMany().HasForeignKey(a => a.CategoryId).OnDelete(DeleteBehavior.Restrict);
        article.HasMany(a => a.HelpsToChoose).WithMany().UsingEntity(
            "ArticleCategory",
            l => l.HasOne(typeof(Category)).WithMany().HasForeignKey("CategoryId").OnDelete(DeleteBehavior.Restrict),
            r => r.HasOne(typeof(Article)).WithMany().HasForeignKey("ArticleId").OnDelete(DeleteBehavior.Cascade),
            j =>
            {
                j.HasKey("ArticleId", "CategoryId");
                j.HasIndex("CategoryId", "ArticleId");
            });

        article.HasIndex(a => a.Slug).IsUnique();
        article.HasIndex(a => new { a.Status, a.PublishedAt, a.Id });
        // Scheduled and soft-deleted articles: few rows each.
        article.HasIndex(a => a.PublishFrom).HasFilter("\"PublishFrom\" IS NOT NULL");
        article.HasIndex(a => a.PublishUntil).HasFilter("\"PublishUntil\" IS NOT NULL");
        article.HasIndex(a => new { a.DeletedAt, a.Id }).HasFilter("\"DeletedAt\" IS NOT NULL");
    }
}
