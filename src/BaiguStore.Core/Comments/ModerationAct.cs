using System.Text.Json;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Comments;

public enum ModerationKind
{
    Approve = 0,
    Reject = 1,
    Spam = 2,
    Edit = 3,
    Reply = 4,
}

/// <summary>What an act of moderation found, so that it can be taken back.</summary>
/// <param name="Version">Of the comment before the act; it is taken back only while nobody has changed it since.</param>
/// <param name="Words">Where the act changed them.</param>
internal sealed record CommentState(int Id, int Version, CommentStatus Status, HoldReason HeldFor, string? HeldBecause, DateTime? ReviewedAt, CommentState.Spoken? Words = null)
{
    public static CommentState Of(Comment comment) => new(comment.Id, comment.Version, comment.Status, comment.HeldFor, comment.HeldBecause, comment.ReviewedAt);

    public static CommentState WithWordsOf(Comment comment) =>
        Of(comment) with { Words = new(comment.Title, comment.Body, comment.Author, comment.EditedAt) };

    public sealed record Spoken(string Title, string Body, string Author, DateTime? EditedAt);
}

/// <summary>What a moderator did by one click, to one comment or to many.</summary>
public sealed class ModerationAct
{
    public int Id { get; private set; }
    public required ModerationKind Kind { get; init; }
    public int? StaffId { get; init; }
    public required DateTime At { get; init; }

    /// <summary>How many comments it changed.</summary>
    public required int Count { get; init; }

    /// <summary>UTC; when it was taken back, or null.</summary>
    public DateTime? UndoneAt { get; private set; }

    /// <summary>JSON of what it found.</summary>
    private string Before { get; init; } = "";

    internal IReadOnlyList<CommentState> States
    {
        get => JsonSerializer.Deserialize<List<CommentState>>(Before)!;
        init => Before = JsonSerializer.Serialize(value);
    }

    internal void Undo(DateTime now) => UndoneAt = now;

    internal const string BeforeColumn = nameof(Before);
}

public sealed class ModerationActMap : IEntityTypeConfiguration<ModerationAct>
{
    public void Configure(EntityTypeBuilder<ModerationAct> act)
    {
        act.Property<string>(ModerationAct.BeforeColumn);
        act.Ignore(a => a.States);
        act.Property(a => a.UndoneAt).IsConcurrencyToken(); // two clicks take it back once
        act.HasIndex(a => new { a.StaffId, a.Id });
    }
}
