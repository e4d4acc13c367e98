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

    /// <summary>A visitor's words, from the first time that staff changed them.</summary>
    Comment = 6,
    CommentRules = 7,
}

public enum RevisionAction
{
    Created = 0,
    Changed = 1,
    Deleted = 2,

    /// <summary>An earlier state was made current again; <see cref="Revision.RestoredVersion"/> says which.</summary>
    Restored = 3,

    /// <summary>One of many that were changed at once, or with entity 0 all of them in one row.</summary>
    Bulk = 4,

    /// <summary>Staff looked and found all as it should be.</summary>
    Confirmed = 5,
}

/// <summary>
/// One save of one thing. It keeps only what the changed fields held before: what they held afterwards stands in the next row that names
/// them, or in the entity. So a long text is kept once, and a thing without rows (from the seeds) has its history too. Rows are never
/// changed nor deleted; the database sees to it.
/// </summary>
public sealed class Revision
{
    public const int MaxNoteLength = 200;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public long Id { get; private set; }
    public required RevisionKind Kind { get; init; }

    /// <summary>0: many at once, told by the note.</summary>
    public required int EntityId { get; init; }

    /// <summary>The entity's version after the save; for a deletion the one that it would have had.</summary>
    public required int Version { get; init; }
    public required RevisionAction Action { get; init; }
    public required DateTime At { get; init; }
    public int? StaffId { get; init; }
    public required string Name { get; init; }
    public required string Origin { get; init; }

    /// <summary>What the changed fields held before, by name, as JSON; of a deleted thing all fields. Empty where there was nothing.</summary>
    public string Before { get; init; } = "";
    public int? RestoredVersion { get; init; }

    /// <summary>The change of many to which this one belongs.</summary>
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
        revision.Property(r => r.Action).HasColumnName("Happening"); // as it was called when the table was made
        revision.Ignore(r => r.Was);
        revision.ToTable(t => t.HasTrigger(AppendOnly.TriggerOf("Revisions")));
        revision.HasIndex(r => new { r.Kind, r.EntityId, r.Version });
        revision.HasIndex(r => new { r.BulkChangeId, r.Id }).HasFilter("\"BulkChangeId\" IS NOT NULL");
    }
}
