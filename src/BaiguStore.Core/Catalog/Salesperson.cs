using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Catalog;

/// <summary>Contact person for product lines. Without their own phone or e-mail address the company's are shown.</summary>
public sealed class Salesperson : IVersioned, ISeenByVisitors
{
    public const int MaxNameLength = 40, MaxPhoneLength = 40, MaxEmailLength = 200;

    public int Id { get; private set; }
    public required string Name { get; set; }
    public string? Phone { get; set; }
    public string? Email { get; set; }

    /// <summary>The product lines of this person; a line has at most one owner.</summary>
    public List<Category> Categories { get; } = [];

    public int Version { get; private set; }

    ChangeKind ISeenByVisitors.ChangeKind => ChangeKind.Tree;
}

public sealed class SalespersonMap : IEntityTypeConfiguration<Salesperson>
{
    public void Configure(EntityTypeBuilder<Salesperson> salesperson)
    {
        salesperson.Property(s => s.Name).HasMaxLength(Salesperson.MaxNameLength);
        salesperson.Property(s => s.Phone).HasMaxLength(Salesperson.MaxPhoneLength);
        salesperson.Property(s => s.Email).HasMaxLength(Salesperson.MaxEmailLength);
        salesperson.Property(s => s.Version).IsConcurrencyToken();
        salesperson.HasIndex(s => s.Name).IsUnique();
        salesperson.HasMany(s => s.Categories).WithOne(c => c.Salesperson).HasForeignKey(c => c.SalespersonId).OnDelete(DeleteBehavior.Restrict);
    }
}
