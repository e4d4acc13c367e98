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

    /// <summary>Rejected as advertising.</summary>
    Spam = 3,
}

/// <summary>Why a comment waits although comments may be published at once, or why a moderator should look twice.</summary>
public enum HoldReason
{
    None = 0,

    /// <summary>The field that people do not see was filled in.</summary>
    Trap = 1,

    /// <summary>More links than <see cref="Comment.MaxLinks"/>; the detail says how many.</summary>
    Links = 2,

    /// <summary>Something of the block list; the detail says what.</summary>
    Word = 3,
    Host = 4,
    Address = 5,
}

/// <summary>What a comment is on: exactly one of the two ids is set.</summary>
public readonly record struct CommentTarget(int? ArticleId, int? ProductId)
{
    public static CommentTarget Article(int id) => new(id, null);
    public static CommentTarget Product(int id) => new(null, id);

    public override string ToString() => ArticleId is { } a ? $"article:{a}" : $"product:{ProductId}";
}

/// <summary>A comment cannot be answered; the message says why.</summary>
public sealed class ReplyRefusedException(string message) : Exception(message);

/// <summary>A reader's remark under an article or a product. Plain text with emoji shortcodes; waits for approval.</summary>
public sealed class Comment : IVersioned, ISeenByVisitors
{
    public const int MaxTitleLength = 100;

    /// <summary>UTF-16 units; long enough for a pasted log, short enough to moderate.</summary>
    public const int MaxBodyLength = 4_000;
    public const int MaxAuthorLength = 30;

    /// <summary>More links than this in one comment is what advertising looks like.</summary>
    public const int MaxLinks = 2;

    public int Id { get; private set; }
    public int? ArticleId { get; init; }
    public Article? Article { get; init; }
    public int? ProductId { get; init; }
    public Product? Product { get; init; }

    /// <summary>The comment whose thread this one stands in; null for one that begins a thread. Never a reply itself.</summary>
    public int? ParentId { get; private set; }
    public Comment? Parent { get; private set; }
    public required string Title { get; set; }
    public required string Body { get; set; }

    /// <summary>The nickname; empty for 匿名.</summary>
    public required string Author { get; set; }

    /// <summary>
    /// Its words as staff find them, in the form of <see cref="RowText"/>; made anew with every save. Empty in the database where an older version of
    /// the store saved it.
    /// </summary>
    public string SearchText
    {
        get => RowText.Of(Title, Body, Author);
        private set => _ = value;
    }

    /// <summary>Who of the staff answers here, or null for a visitor.</summary>
    public int? StaffId { get; init; }

    /// <summary>The network that it came from, as <see cref="SenderNetwork.Of"/> writes it; empty where none is known or it was forgotten.</summary>
    public string Address { get; init; } = "";
    public CommentStatus Status { get; private set; }
    public HoldReason HeldFor { get; private set; }

    /// <summary>What the reason to hold it was found in; null where nothing speaks against it.</summary>
    public string? HeldBecause { get; private set; }

    /// <summary>
    /// Hash of where, who and what: the same words sent twice from one address have the same key, and the unique index on it
    /// makes one comment of them.
    /// </summary>
    public required string SubmissionKey { get; init; }
    public bool IsSample { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime? ReviewedAt { get; private set; }

    /// <summary>UTC; when staff last changed its words, or null. The history has what stood there before.</summary>
    public DateTime? EditedAt { get; private set; }
    public int Version { get; private set; }

    public CommentTarget Target => new(ArticleId, ProductId);

    /// <summary>The id of the comment that begins the thread.</summary>
    public int ThreadId => ParentId ?? Id;

    ChangeKind ISeenByVisitors.ChangeKind => ArticleId is null ? ChangeKind.ProductComment : ChangeKind.ArticleComment;
    int ISeenByVisitors.ChangedId => ArticleId ?? ProductId ?? 0;

    /// <summary>
    /// Joins the thread of a comment that is saved, approved and on the same page. Threads are one level deep: an answer to a
    /// reply stands beside it, under the thread's first comment, because each further level would take width that a phone does not have.
    /// Throws <see cref="ReplyRefusedException"/>.
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

    /// <summary>Keeps the comment waiting whatever the publishing setting says.</summary>
    public void Hold(HoldReason reason, string detail = "") => (Status, HeldFor, HeldBecause) = (CommentStatus.Pending, reason, detail);

    /// <summary>Changes its words; what they were stays in the history.</summary>
    public void Rewrite(string title, string body, string author, DateTime now) => (Title, Body, Author, EditedAt) = (title, body, author, now);

    /// <summary>Takes an act of moderation back.</summary>
    internal void Return(CommentState state)
    {
        (Status, HeldFor, HeldBecause, ReviewedAt) = (state.Status, state.HeldFor, state.HeldBecause, state.ReviewedAt);
        if (state.Words is { } words)
            (Title, Body, Author, EditedAt) = (words.Title, words.Body, words.Author, words.EditedAt);
    }

    /// <param name="thread">Where the comment replies, the comment that begins the thread.</param>
    public static string KeyOf(CommentTarget target, string author, string title, string body, string address, int? thread = null)
    {
        var place = thread is null ? $"{target}" : $"{target}/{thread}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001F', place, address, author, title, body))));
    }
}
