using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.History;

public enum AuditKind
{
    SignIn = 0,
    Permission = 1,
    Import = 2,
    Moderation = 3,
    Setting = 4,
}

/// <summary>A security-relevant action that changes no content. Append-only: database triggers refuse updates and deletes.</summary>
public sealed class AuditEntry
{
    public const int MaxWhatLength = 60;
    public const int MaxSubjectLength = 200;
    public const int MaxDetailLength = 2_000;

    public long Id { get; private set; }
    public required DateTime At { get; init; }
    public int? StaffId { get; init; }
    public required string Name { get; init; }
    public required string Origin { get; init; }
    public required AuditKind Kind { get; init; }

    /// <summary>A code for the action: "sign-in refused", "role given".</summary>
    public required string What { get; init; }

    /// <summary>The object or person concerned.</summary>
    public required string Subject { get; init; }
    public string Detail { get; init; } = "";
}

public sealed class AuditEntryMap : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.Property(e => e.Name).HasMaxLength(Actor.MaxNameLength);
        entry.Property(e => e.Origin).HasMaxLength(Actor.MaxOriginLength);
        entry.Property(e => e.What).HasMaxLength(AuditEntry.MaxWhatLength);
        entry.Property(e => e.Subject).HasMaxLength(AuditEntry.MaxSubjectLength);
        entry.Property(e => e.Detail).HasMaxLength(AuditEntry.MaxDetailLength);
        entry.ToTable(t => t.HasTrigger(AppendOnly.TriggerOf("AuditEntries")));
        entry.HasIndex(e => new { e.Kind, e.Id });
        entry.HasIndex(e => new { e.StaffId, e.Id });
        entry.HasIndex(e => new { e.At, e.Id });
    }
}
