using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Data;

/// <summary>
/// A key of ASP.NET Core data protection, which encrypts cookies and signs forms. Stored in the database, so that every node can read what another
/// node protected.
/// </summary>
public sealed class DataProtectionKey
{
    public int Id { get; private set; }
    public required string Name { get; init; }
    public required string Xml { get; init; }
}

public sealed class DataProtectionKeyMap : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> key) => key.Property(k => k.Name).HasMaxLength(100);
}
