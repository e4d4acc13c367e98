using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Data;

public enum ChangeKind
{
    /// <summary>Vendors, categories, salespeople, company facts: the frame of every page.</summary>
    Tree = 0,
    Product = 1,
    Article = 2,
    Comment = 3,

    /// <summary>Many products at once, by a bulk statement or an import.</summary>
    Catalogue = 4,
}

/// <summary>One row per save of something that visitors see, written in the same transaction.</summary>
public sealed class Change
{
    public long Id { get; private set; }
    public required ChangeKind Kind { get; init; }

    /// <summary>Which one of its kind, or 0 for all of them.</summary>
    public required int EntityId { get; init; }
    public required DateTime At { get; init; }
}

public sealed class ChangeMap : IEntityTypeConfiguration<Change>
{
    public void Configure(EntityTypeBuilder<Change> change) => change.HasKey(c => c.Id);
}
