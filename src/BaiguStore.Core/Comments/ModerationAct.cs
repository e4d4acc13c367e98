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

/// <summary>A block that was made together with an act, and goes with it when the act is taken back.</summary>
public sealed record MadeBlock(BlockKind Kind, string Text);

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

    /// <summary>JSON of what it found; of an act without blocks the states alone.</summary>
    private string Before { get; init; } = "";

    internal IReadOnlyList<CommentState> States => Found.States;

    /// <summary>What was blocked together with it.</summary>
    public IReadOnlyList<MadeBlock> Blocks => Before.StartsWith('[') ? [] : Found.Blocks;

    internal Finding Found
    {
        get => Before.StartsWith('[')
            ? new(JsonSerializer.Deserialize<List<CommentState>>(Before)!, [])
            : JsonSerializer.Deserialize<Finding>(Before)!;
        init => Before = value.Blocks.Count == 0 ? JsonSerializer.Serialize(value.States) : JsonSerializer.Serialize(value);
    }

    internal void Undo(DateTime now) => UndoneAt = now;

    internal const string BeforeColumn = nameof(Before);

    /// <param name="States">Of the comments before the act.</param>
    /// <param name="Blocks">Made together with it.</param>
    internal sealed record Finding(IReadOnlyList<CommentState> States, IReadOnlyList<MadeBlock> Blocks);
}

public sealed class ModerationActMap : IEntityTypeConfiguration<ModerationAct>
{
    public void Configure(EntityTypeBuilder<ModerationAct> act)
    {
        act.Property<string>(ModerationAct.BeforeColumn);
        act.Ignore(a => a.States);
        act.Ignore(a => a.Blocks);
        act.Ignore(a => a.Found);
        act.Property(a => a.UndoneAt).IsConcurrencyToken(); // two clicks take it back once
        act.HasIndex(a => new { a.StaffId, a.Id });
    }
}
