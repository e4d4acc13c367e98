using System.Security.Cryptography;
using System.Text;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;

namespace BaiguStore.Core.Comments;

public enum CommentStatus
{
    Pending = 0,
    Approved = 1,
    Rejected = 2,
}

/// <summary>What a comment is on: exactly one of the two ids is set.</summary>
public readonly record struct CommentTarget(int? ArticleId, int? ProductId)
{
    public static CommentTarget Article(int id) => new(id, null);
    public static CommentTarget Product(int id) => new(null, id);

    public override string ToString() => ArticleId is { } a ? $"article:{a}" : $"product:{ProductId}";
}

/// <summary>A reader's remark under an article or a product. Plain text with emoji shortcodes; waits for approval.</summary>
public sealed class Comment : ISeenByVisitors
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
    public required string Title { get; init; }
    public required string Body { get; init; }

    /// <summary>The nickname; empty for 匿名.</summary>
    public required string Author { get; init; }
    public CommentStatus Status { get; private set; }

    /// <summary>Why a moderator should look twice, or null.</summary>
    public string? HeldBecause { get; private set; }

    /// <summary>
    /// Hash of where, who and what: the same words sent twice from one address have the same key, and the unique index on it
    /// makes one comment of them.
    /// </summary>
    public required string SubmissionKey { get; init; }
    public bool IsSample { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime? ReviewedAt { get; private set; }

    ChangeKind ISeenByVisitors.ChangeKind => ChangeKind.Comment;

    public void Approve(DateTime now) => (Status, HeldBecause, ReviewedAt) = (CommentStatus.Approved, null, now);

    public void Reject(DateTime now) => (Status, ReviewedAt) = (CommentStatus.Rejected, now);

    /// <summary>Keeps the comment waiting whatever the publishing setting says.</summary>
    public void Hold(string reason) => (Status, HeldBecause) = (CommentStatus.Pending, reason);

    public static string KeyOf(CommentTarget target, string author, string title, string body, string address) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001F', target, address, author, title, body))));
}
