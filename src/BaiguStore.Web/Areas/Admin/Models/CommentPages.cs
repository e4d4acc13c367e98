using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BaiguStore.Core.Comments;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Models;
using Microsoft.AspNetCore.Http.Extensions;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>What the address of the queue says: which comments, and from where on.</summary>
/// <param name="Status">A status, or "all"; without one what waits.</param>
/// <param name="Before">Older than this comment.</param>
/// <param name="After">Newer than this one.</param>
public sealed record QueueQuery(
    string? Status = null, int? Article = null, int? Product = null, string? Author = null, string? Address = null, string? Text = null, int? Before = null, int? After = null)
{
    public const string Path = "/admin/comments", Everything = "all";

    /// <summary>Null for all.</summary>
    public CommentStatus? Wanted => Status is null ? CommentStatus.Pending : Enum.TryParse<CommentStatus>(Status, ignoreCase: true, out var status) ? status : null;

    public bool IsKnown => Status is null or Everything || (Enum.TryParse<CommentStatus>(Status, ignoreCase: true, out var status) && Enum.IsDefined(status) && !char.IsAsciiDigit(Status[0]));

    public CommentFilter Filter => new() { Status = Wanted, ArticleId = Article, ProductId = Product, Author = Author, Address = Address, Text = Text };

    /// <summary>Whether it looks at one sender, all of whose comments can be dealt with at once.</summary>
    public bool IsOfOneSender => Author is not null || Address is not null;

    public string Url
    {
        get
        {
            QueryBuilder query = [];
            foreach (var (key, value) in ((string, object?)[])[
                ("status", Status), ("article", Article), ("product", Product), ("author", Author), ("address", Address), ("text", Text), ("before", Before), ("after", After)])
                if (Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text)
                    query.Add(key, text);
            return Path + query;
        }
    }
}

/// <summary>`/admin/comments`.</summary>
/// <param name="Waiting">How many wait, in all.</param>
/// <param name="OfSender">How many of the sender that the query looks at are in the same state, or null.</param>
/// <param name="Last">What this member did last and can take back.</param>
public sealed record QueueView(QueueQuery Query, QueuePage Page, int Waiting, int? OfSender, ModerationAct? Last)
{
    /// <summary>Comments on a page: each has a field in the form for many, and a form has 64 at most.</summary>
    public const int PageSize = 25;
}

/// <summary>Where a moderator was.</summary>
public record ModerationForm
{
    /// <summary>The page of the queue.</summary>
    public string? Back { get; init; }

    /// <summary>The comment to go on with.</summary>
    public int? Next { get; init; }
}

/// <summary>One act for many: those that are ticked, or all of one sender.</summary>
public sealed record BulkModerationForm : ModerationForm
{
    public ModerationKind? Act { get; init; }
    public List<int> Ids { get; init; } = [];
    public string? Author { get; init; }
    public string? Address { get; init; }

    /// <summary>Of those of one sender only these; "all" for all.</summary>
    public string? Status { get; init; }
}

/// <summary>A comment's words as a moderator changes them.</summary>
public sealed record CommentEdit : IEditorForm
{
    [TextLength(Comment.MaxTitleLength, ErrorMessage = "标题最多 {1} 个字符。")]
    public string? Title { get; init; }

    [RequiredText(ErrorMessage = "请填写内容。"), TextLength(Comment.MaxBodyLength, ErrorMessage = "内容最多 {1} 个字符。")]
    public string? Body
    {
        get;
        init => field = value?.ReplaceLineEndings("\n");
    }

    [TextLength(Comment.MaxAuthorLength, ErrorMessage = "昵称最多 {1} 个字符。")]
    public string? Author { get; init; }
    public int Version { get; init; }

    public IEnumerable<TypedField> Typed() => [new(nameof(Title), Title), new(nameof(Body), Body), new(nameof(Author), Author)];
}

/// <summary>An answer of the store's.</summary>
public sealed record ReplyForm
{
    [RequiredText(ErrorMessage = "请填写内容。"), TextLength(Comment.MaxBodyLength, ErrorMessage = "内容最多 {1} 个字符。")]
    public string? Reply
    {
        get;
        init => field = value?.ReplaceLineEndings("\n");
    }
}

/// <summary>`/admin/comments/{id}/edit`.</summary>
/// <param name="Thread">All comments of its thread, in the order in which they were said.</param>
/// <param name="Steps">What staff have changed in its words, the latest first.</param>
public sealed record CommentEditor(QueueRow Row, CommentEdit Form, IReadOnlyList<QueueRow> Thread, IReadOnlyList<HistoryStep> Steps, string? Reply = null);

/// <summary>A new entry of the block list.</summary>
public sealed record BlockForm
{
    public BlockKind Kind { get; init; }

    [RequiredText(ErrorMessage = "请填写要屏蔽的内容。"), TextLength(CommentBlock.MaxLength, ErrorMessage = "最多 {1} 个字符。")]
    public string? Text { get; init; }
    public bool Refuses { get; init; }
}

/// <summary>`/admin/comments/blocks`.</summary>
public sealed record BlockList(BlockForm Form, IReadOnlyList<CommentBlock> Blocks);

public static class CommentNames
{
    /// <summary>Each status with its name, as a text of the pages.</summary>
    public static IReadOnlyList<(CommentStatus Status, string Name)> Statuses { get; } =
        [(CommentStatus.Pending, "待审核"), (CommentStatus.Approved, "已公开"), (CommentStatus.Rejected, "已拒绝"), (CommentStatus.Spam, "垃圾评论")];

    public static IReadOnlyList<(BlockKind Kind, string Name)> Blocks { get; } = [(BlockKind.Word, "词语"), (BlockKind.Host, "链接域名"), (BlockKind.Address, "网络地址")];

    /// <summary>What to type for a block of a kind.</summary>
    public static string Wanted(BlockKind kind) => kind switch
    {
        BlockKind.Host => "请填写域名，例如 example.com。",
        BlockKind.Address => "请填写 IPv4 或 IPv6 地址。",
        _ => "请填写至少两个字符的词。",
    };

    public static string Of(CommentStatus status) => Statuses.First(s => s.Status == status).Name;

    /// <summary>What an act did, for so many comments.</summary>
    public static string Done(ModerationKind kind) => kind switch
    {
        ModerationKind.Approve => "已通过 {0} 条评论。",
        ModerationKind.Reject => "已拒绝 {0} 条评论。",
        ModerationKind.Spam => "已把 {0} 条评论标为垃圾评论。",
        ModerationKind.Edit => "已修改 {0} 条评论。",
        _ => "已回复。",
    };

    /// <summary>Why a comment is held, for what it was found in.</summary>
    public static string Of(HoldReason reason) => reason switch
    {
        HoldReason.Trap => "填写了人看不到的字段",
        HoldReason.Links => "含 {0} 个链接",
        HoldReason.Word => "含屏蔽词 {0}",
        HoldReason.Host => "链接到屏蔽的域名 {0}",
        HoldReason.Address => "来自屏蔽的地址 {0}",
        _ => "{0}",
    };
}

/// <summary>A comment with what can be done to it.</summary>
/// <param name="Back">The page on which it stands.</param>
/// <param name="NextId">The comment to go on with.</param>
/// <param name="Query">Which comments that page shows; null in a comment's own editor.</param>
public sealed record QueueItem(QueueRow Row, string Back, int? NextId, QueueQuery? Query)
{
    public bool IsEditor => Query is null;
}
