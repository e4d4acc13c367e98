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

/// <summary>A comment's state before a moderation action, needed to undo it.</summary>
/// <param name="Version">Version before the action; undo requires that nobody has changed the comment since.</param>
/// <param name="Words">The former text if the action changed it.</param>
internal sealed record CommentState(int Id, int Version, CommentStatus Status, HoldReason HeldFor, string? HeldBecause, DateTime? ReviewedAt, CommentState.Spoken? Words = null)
{
    public static CommentState Of(Comment comment) => new(comment.Id, comment.Version, comment.Status, comment.HeldFor, comment.HeldBecause, comment.ReviewedAt);

    public static CommentState WithWordsOf(Comment comment) =>
        Of(comment) with { Words = new(comment.Title, comment.Body, comment.Author, comment.EditedAt) };

    public sealed record Spoken(string Title, string Body, string Author, DateTime? EditedAt);
}

/// <summary>A block list entry created together with an action and deleted by its undo.</summary>
public sealed record MadeBlock(BlockKind Kind, string Text);

/// <summary>One action of a moderator, on one or many comments.</summary>
public sealed class ModerationAct
{
    public int Id { get; private set; }
    public required ModerationKind Kind { get; init; }
    public int? StaffId { get; init; }
    public required DateTime At { get; init; }

    /// <summary>Number of changed comments.</summary>
    public required int Count { get; init; }

    /// <summary>UTC; when it was undone, or null.</summary>
    public DateTime? UndoneAt { get; private set; }

    /// <summary>JSON of the former state; for an action without block list entries just the comments' states.</summary>
    private string Before { get; init; } = "";

    internal IReadOnlyList<CommentState> States => Found.States;

    /// <summary>Block list entries created with it.</summary>
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

    /// <param name="States">The comments' states before the action.</param>
    /// <param name="Blocks">Entries created together with it.</param>
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
        act.Property(a => a.UndoneAt).IsConcurrencyToken(); // two clicks undo it once
        act.HasIndex(a => new { a.StaffId, a.Id });
    }
}
