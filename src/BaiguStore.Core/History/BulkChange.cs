using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.History;

/// <summary>A bulk change. The former values of each product are in its own <see cref="Revision"/>, which refers to this row.</summary>
public sealed class BulkChange
{
    public int Id { get; private set; }
    public required DateTime At { get; init; }
    public int? StaffId { get; init; }
    public required string Name { get; init; }
    public required string Origin { get; init; }

    /// <summary>The name of the edit, with its parameters.</summary>
    public required string What { get; init; }

    /// <summary>Number of changed products.</summary>
    public int Count { get; internal set; }

    /// <summary>For an undo, the bulk change that it undid.</summary>
    public int? UndoneId { get; init; }
}

public sealed class BulkChangeMap : IEntityTypeConfiguration<BulkChange>
{
    public void Configure(EntityTypeBuilder<BulkChange> change)
    {
        change.Property(c => c.Name).HasMaxLength(Actor.MaxNameLength);
        change.Property(c => c.Origin).HasMaxLength(Actor.MaxOriginLength);
        change.Property(c => c.What).HasMaxLength(Revision.MaxNoteLength);
        // A change is undone once; the undo can be undone, too.
        change.HasIndex(c => c.UndoneId).IsUnique().HasFilter("\"UndoneId\" IS NOT NULL");
    }
}
