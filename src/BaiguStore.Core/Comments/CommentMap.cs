using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Comments;

public sealed class CommentMap : IEntityTypeConfiguration<Comment>
{
    public void Configure(EntityTypeBuilder<Comment> comment)
    {
        comment.Property(c => c.Title).HasMaxLength(Comment.MaxTitleLength);
        comment.Property(c => c.Body).HasMaxLength(Comment.MaxBodyLength);
        comment.Property(c => c.Author).HasMaxLength(Comment.MaxAuthorLength);
        comment.Property(c => c.HeldBecause).HasMaxLength(200);
        comment.Property(c => c.SubmissionKey).HasMaxLength(64).IsUnicode(false);
        comment.Property(c => c.Address).HasMaxLength(SenderNetwork.MaxLength);
        comment.Property(c => c.SearchText).HasDefaultValue("").UsePropertyAccessMode(PropertyAccessMode.Property);
        comment.Property(c => c.Version).IsConcurrencyToken();

        comment.HasOne(c => c.Article).WithMany().HasForeignKey(c => c.ArticleId).OnDelete(DeleteBehavior.Cascade);
        comment.HasOne(c => c.Product).WithMany().HasForeignKey(c => c.ProductId).OnDelete(DeleteBehavior.Cascade);
        // No action in the database: SQL Server allows one cascade path per table, and deleting the page already cascades to the whole thread.
        comment.HasOne(c => c.Parent).WithMany().HasForeignKey(c => c.ParentId).OnDelete(DeleteBehavior.ClientCascade);

        comment.HasIndex(c => c.SubmissionKey).IsUnique();
        comment.HasIndex(c => new { c.ArticleId, c.Status, c.CreatedAt, c.Id });
        comment.HasIndex(c => new { c.ProductId, c.Status, c.CreatedAt, c.Id });
        comment.HasIndex(c => new { c.Status, c.CreatedAt, c.Id });
        // The moderation queue, newest first: by status and by sender.
        comment.HasIndex(c => new { c.Status, c.Id });
        comment.HasIndex(c => new { c.Author, c.Id });
        comment.HasIndex(c => new { c.Address, c.Id }).HasFilter("\"Address\" <> ''");
        comment.HasIndex(c => c.CreatedAt);
        comment.ToTable(t => t.HasCheckConstraint("CK_Comments_OneTarget",
            "(\"ArticleId\" IS NULL AND \"ProductId\" IS NOT NULL) OR (\"ArticleId\" IS NOT NULL AND \"ProductId\" IS NULL)"));
    }
}
