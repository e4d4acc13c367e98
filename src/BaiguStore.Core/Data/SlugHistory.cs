using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Data;

/// <summary>A former slug; its URL redirects (301) to the present one.</summary>
public sealed class SlugHistory
{
    public int Id { get; private set; }
    public required SluggedKind Kind { get; init; }
    public required string OldSlug { get; init; }
    public required int EntityId { get; set; }
}

public sealed class SlugHistoryMap : IEntityTypeConfiguration<SlugHistory>
{
    public void Configure(EntityTypeBuilder<SlugHistory> history)
    {
        history.Property(h => h.OldSlug).HasMaxLength(Slug.MaxLength);
        history.HasIndex(h => new { h.Kind, h.OldSlug }).IsUnique();
        history.HasIndex(h => new { h.Kind, h.EntityId });
    }
}
