using System.Text.Encodings.Web;
using System.Text.Json;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.History;

public enum RevisionKind
{
    Product = 0,
    Category = 1,
    Article = 2,
    Company = 3,
    Salesperson = 4,
    Vendor = 5,

    /// <summary>A visitor's comment, recorded since its first edit by staff.</summary>
    Comment = 6,
    CommentRules = 7,
}

public enum RevisionAction
{
    Created = 0,
    Changed = 1,
    Deleted = 2,

    /// <summary>An earlier state was restored; <see cref="Revision.RestoredVersion"/> is its version.</summary>
    Restored = 3,

    /// <summary>Part of a bulk change; with entity id 0 one row for all of them.</summary>
    Bulk = 4,

    /// <summary>Staff confirmed that the data is still correct.</summary>
    Confirmed = 5,
}

/// <summary>
/// One save of one entity. Stores only the former values of changed fields: the new values are in the next row that changes them, or in the entity.
/// So a long text is stored once, and an entity without rows (from the seeds) has a history, too. Append-only: database triggers refuse updates and
/// deletes.
/// </summary>
public sealed class Revision
{
    public const int MaxNoteLength = 200;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public long Id { get; private set; }
    public required RevisionKind Kind { get; init; }

    /// <summary>0: many entities at once; the note describes them.</summary>
    public required int EntityId { get; init; }

    /// <summary>The entity's version after the save; for a deletion the version that would have followed.</summary>
    public required int Version { get; init; }
    public required RevisionAction Action { get; init; }
    public required DateTime At { get; init; }
    public int? StaffId { get; init; }
    public required string Name { get; init; }
    public required string Origin { get; init; }

    /// <summary>Former values of the changed fields, by name, as JSON; of a deleted entity all fields. Empty if there were none.</summary>
    public string Before { get; init; } = "";
    public int? RestoredVersion { get; init; }

    /// <summary>The bulk change that it belongs to.</summary>
    public int? BulkChangeId { get; init; }
    public string Note { get; init; } = "";

    public IReadOnlyDictionary<string, string?> Was =>
        Before.Length == 0 ? new Dictionary<string, string?>() : JsonSerializer.Deserialize<Dictionary<string, string?>>(Before, Json)!;

    internal static string ToJson(IReadOnlyDictionary<string, string?> fields) => fields.Count == 0 ? "" : JsonSerializer.Serialize(fields, Json);
}

public sealed class RevisionMap : IEntityTypeConfiguration<Revision>
{
    public void Configure(EntityTypeBuilder<Revision> revision)
    {
        revision.Property(r => r.Name).HasMaxLength(Actor.MaxNameLength);
        revision.Property(r => r.Origin).HasMaxLength(Actor.MaxOriginLength);
        revision.Property(r => r.Note).HasMaxLength(Revision.MaxNoteLength);
        revision.Property(r => r.Action).HasColumnName("Happening"); // the column's original name
        revision.Ignore(r => r.Was);
        revision.ToTable(t => t.HasTrigger(AppendOnly.TriggerOf("Revisions")));
        revision.HasIndex(r => new { r.Kind, r.EntityId, r.Version });
        revision.HasIndex(r => new { r.BulkChangeId, r.Id }).HasFilter("\"BulkChangeId\" IS NOT NULL");
    }
}
