using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.History;

/// <summary>Many products changed by one act. What each of them was before stands in its own <see cref="Revision"/>, which names this row.</summary>
public sealed class BulkChange
{
    public int Id { get; private set; }
    public required DateTime At { get; init; }
    public int? StaffId { get; init; }
    public required string Name { get; init; }
    public required string Origin { get; init; }

    /// <summary>What was done: the name of the edit, with its value.</summary>
    public required string What { get; init; }

    /// <summary>How many products were changed.</summary>
    public int Count { get; internal set; }

    /// <summary>For an undoing: what it undid.</summary>
    public int? UndoneId { get; init; }
}

public sealed class BulkChangeMap : IEntityTypeConfiguration<BulkChange>
{
    public void Configure(EntityTypeBuilder<BulkChange> change)
    {
        change.Property(c => c.Name).HasMaxLength(Actor.MaxNameLength);
        change.Property(c => c.Origin).HasMaxLength(Actor.MaxOriginLength);
        change.Property(c => c.What).HasMaxLength(Revision.MaxNoteLength);
        // A change is undone once; the undoing can be undone.
        change.HasIndex(c => c.UndoneId).IsUnique().HasFilter("\"UndoneId\" IS NOT NULL");
    }
}
