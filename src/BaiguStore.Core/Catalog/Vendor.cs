using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using BaiguStore.Core.Data;

namespace BaiguStore.Core.Catalog;

/// <summary>A maker of products, with its aliases (华三 = H3C = 新华三).</summary>
public sealed class Vendor : IVersioned, ISeenByVisitors
{
    public const int MaxNameLength = 60;

    public int Id { get; private set; }

    /// <summary>Stable short name in Latin letters, used by seeds and imports: "huawei".</summary>
    public required string Code { get; init; }
    public required string Name { get; set; }
    public List<string> Aliases { get; set; } = [];

    public int Version { get; private set; }

    ChangeKind ISeenByVisitors.ChangeKind => ChangeKind.Tree;
}

public sealed class VendorMap : IEntityTypeConfiguration<Vendor>
{
    public void Configure(EntityTypeBuilder<Vendor> vendor)
    {
        vendor.Property(v => v.Code).HasMaxLength(Vendor.MaxNameLength);
        vendor.Property(v => v.Name).HasMaxLength(Vendor.MaxNameLength);
        vendor.Property(v => v.Aliases).HasJsonConversion();
        vendor.Property(v => v.Version).IsConcurrencyToken();
        vendor.HasIndex(v => v.Code).IsUnique();
    }
}
