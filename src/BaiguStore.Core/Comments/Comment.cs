using System.Security.Cryptography;
using System.Text;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Comments;

public enum CommentStatus
{
    Pending = 0,
    Approved = 1,
    Rejected = 2,

    /// <summary>Rejected as spam.</summary>
    Spam = 3,
}

/// <summary>Why a comment is held although comments may be published at once, or why a moderator should check it carefully.</summary>
public enum HoldReason
{
    None = 0,

    /// <summary>The honeypot field was filled in.</summary>
    Trap = 1,

    /// <summary>More links than <see cref="Comment.MaxLinks"/>; the detail is their number.</summary>
    Links = 2,

    /// <summary>Matches the block list; the detail is the matching entry.</summary>
    Word = 3,
    Host = 4,
    Address = 5,
}

/// <summary>What a comment belongs to: exactly one of the two ids is set.</summary>
public readonly record struct CommentTarget(int? ArticleId, int? ProductId)
{
    public static CommentTarget Article(int id) => new(id, null);
    public static CommentTarget Product(int id) => new(null, id);

    public override string ToString() => ArticleId is { } a ? $"article:{a}" : $"product:{ProductId}";
}

/// <summary>The comment cannot be replied to; the message says why.</summary>
public sealed class ReplyRefusedException(string message) : Exception(message);

/// <summary>A reader's comment on an article or a product. Plain text with emoji shortcodes; starts as pending.</summary>
public sealed class Comment : IVersioned, ISeenByVisitors
{
    public const int MaxTitleLength = 100;

    /// <summary>UTF-16 units; long enough for a pasted log, short enough to moderate.</summary>
    public const int MaxBodyLength = 4_000;
    public const int MaxAuthorLength = 30;

    /// <summary>More links than this in one comment indicate spam.</summary>
    public const int MaxLinks = 2;

    public int Id { get; private set; }
    public int? ArticleId { get; init; }
    public Article? Article { get; init; }
    public int? ProductId { get; init; }
    public Product? Product { get; init; }

    /// <summary>The first comment of the thread; null if this is it. Never a reply itself.</summary>
    public int? ParentId { get; private set; }
    public Comment? Parent { get; private set; }
    public required string Title { get; set; }
    public required string Body { get; set; }

    /// <summary>The nickname; empty for an anonymous comment (匿名).</summary>
    public required string Author { get; set; }

    /// <summary>
    /// Searchable text for staff, in the form of <see cref="RowText"/>; computed at every save. Empty in rows saved by an older version of the store.
    /// </summary>
    public string SearchText
    {
        get => RowText.Of(Title, Body, Author);
        private set => _ = value;
    }

    /// <summary>The staff member who replies, or null for a visitor.</summary>
    public int? StaffId { get; init; }

    /// <summary>
    /// The sender's network, in the form of <see cref="SenderNetwork.Of"/>; empty if unknown or deleted after the retention period.
    /// </summary>
    public string Address { get; init; } = "";
    public CommentStatus Status { get; private set; }
    public HoldReason HeldFor { get; private set; }

    /// <summary>Detail of the reason to hold it, e.g. the matching entry; null without a reason.</summary>
    public string? HeldBecause { get; private set; }

    /// <summary>
    /// Hash of target, sender and text. It has a unique index, so resubmitting the same text from one address creates no second comment.
    /// </summary>
    public required string SubmissionKey { get; init; }
    public bool IsSample { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime? ReviewedAt { get; private set; }

    /// <summary>UTC; when staff last edited the text, or null. The history has the earlier text.</summary>
    public DateTime? EditedAt { get; private set; }
    public int Version { get; private set; }

    public CommentTarget Target => new(ArticleId, ProductId);

    /// <summary>Id of the first comment of the thread.</summary>
    public int ThreadId => ParentId ?? Id;

    ChangeKind ISeenByVisitors.ChangeKind => ArticleId is null ? ChangeKind.ProductComment : ChangeKind.ArticleComment;
    int ISeenByVisitors.ChangedId => ArticleId ?? ProductId ?? 0;

    /// <summary>
    /// Makes this a reply to a saved and approved comment on the same page. Threads are one level deep: a reply to a reply belongs to the thread's
    /// first comment, because deeper levels would need width that a phone does not have. Throws <see cref="ReplyRefusedException"/>.
    /// </summary>
    public void ReplyTo(Comment other)
    {
        if (other.Target != Target)
            throw new ReplyRefusedException("只能回复同一页面上的评论。");
        if (other.Status != CommentStatus.Approved)
            throw new ReplyRefusedException("只能回复已公开的评论。");
        ParentId = other.ThreadId;
    }

    public void Approve(DateTime now) => (Status, HeldFor, HeldBecause, ReviewedAt) = (CommentStatus.Approved, HoldReason.None, null, now);

    public void Reject(DateTime now) => (Status, ReviewedAt) = (CommentStatus.Rejected, now);

    public void MarkAsSpam(DateTime now) => (Status, ReviewedAt) = (CommentStatus.Spam, now);

    /// <summary>Holds the comment for moderation, whatever the publishing setting.</summary>
    public void Hold(HoldReason reason, string detail = "") => (Status, HeldFor, HeldBecause) = (CommentStatus.Pending, reason, detail);

    /// <summary>Edits the text; the history keeps the former one.</summary>
    public void Rewrite(string title, string body, string author, DateTime now) => (Title, Body, Author, EditedAt) = (title, body, author, now);

    /// <summary>Undoes a moderation action.</summary>
    internal void Return(CommentState state)
    {
        (Status, HeldFor, HeldBecause, ReviewedAt) = (state.Status, state.HeldFor, state.HeldBecause, state.ReviewedAt);
        if (state.Words is { } words)
            (Title, Body, Author, EditedAt) = (words.Title, words.Body, words.Author, words.EditedAt);
    }

    /// <param name="thread">For a reply, the first comment of its thread.</param>
    public static string KeyOf(CommentTarget target, string author, string title, string body, string address, int? thread = null)
    {
        var location = thread is null ? $"{target}" : $"{target}/{thread}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001F', location, address, author, title, body))));
    }
}
