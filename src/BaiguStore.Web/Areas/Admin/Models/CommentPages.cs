using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BaiguStore.Core.Comments;
using BaiguStore.Core.History;
using BaiguStore.Core.Search;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Forms;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>Query string of the moderation queue: filters and cursor.</summary>
/// <param name="Status">A status, or "all"; the default is pending.</param>
/// <param name="Before">Comments older than this id.</param>
/// <param name="After">Comments newer than this id.</param>
public sealed record QueueQuery(
    string? Status = null, int? Article = null, int? Product = null, string? Author = null, string? Address = null, string? Text = null, int? Before = null, int? After = null)
{
    public const string Path = "/admin/comments", Everything = "all";

    /// <summary>Null for all.</summary>
    public CommentStatus? Wanted => Status is null ? CommentStatus.Pending : Enum.TryParse<CommentStatus>(Status, ignoreCase: true, out var status) ? status : null;

    public bool IsKnown => Status is null or Everything || (Enum.TryParse<CommentStatus>(Status, ignoreCase: true, out var status) && Enum.IsDefined(status) && !char.IsAsciiDigit(Status[0]));

    /// <param name="words">Parses the search text.</param>
    public CommentFilter FilterBy(StaffWords words) => new()
    {
        Status = Wanted,
        ArticleId = Article,
        ProductId = Product,
        Author = Author,
        Address = Address,
        Words = string.IsNullOrWhiteSpace(Text) ? null : words.Read(Text),
    };

    /// <summary>Whether it has a filter, so that all comments found can be handled by one action.</summary>
    public bool IsNarrow => new[] { Author, Address, Text }.Any(t => !string.IsNullOrEmpty(t)) || (Article ?? Product) is not null;

    /// <summary>A page of the queue that begins with a given comment, without filters.</summary>
    public static QueueQuery Showing(Comment comment) => new(comment.Status.ToString(), Before: comment.Id + 1);

    /// <summary>Parses a URL of the queue; null for another URL, or an invalid query.</summary>
    public static QueueQuery? Read(string? url)
    {
        if (url?.Split('?', 2) is not [Path, .. var rest] || QueryHelpers.ParseQuery(rest.FirstOrDefault()?.Split('#')[0]) is not { } keys)
            return null;
        var query = new QueueQuery(
            Of("status"), Number("article"), Number("product"), Of("author"), Of("address"), Of("text"), Number("before"), Number("after"));
        return query.IsKnown ? query : null;

        string? Of(string key) => keys.TryGetValue(key, out var value) ? value[0] : null;
        int? Number(string key) => int.TryParse(Of(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

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
/// <param name="Waiting">Number of pending comments.</param>
/// <param name="Found">Number of comments found by a filter, or null without a filter. Counted up to one more than the limit of an action.</param>
/// <param name="Last">The member's last action that can be undone.</param>
public sealed record QueueView(QueueQuery Query, QueuePage Page, int Waiting, int? Found, ModerationAct? Last)
{
    /// <summary>Comments per page: each has a field in the form for bulk actions, which allows 64.</summary>
    public const int PageSize = 25;
}

/// <summary>The moderator's place in the queue.</summary>
public record QueuePlace
{
    /// <summary>URL of the queue page.</summary>
    public string? Back { get; init; }

    /// <summary>The comment to continue with.</summary>
    public int? Next { get; init; }
}

/// <summary>A moderation action for one comment.</summary>
public record ModerationForm : QueuePlace
{
    /// <summary>Version of the comment as it was shown; null for any version.</summary>
    public int? Version { get; init; }
}

/// <summary>
/// A bulk moderation action: for ticked comments, for all of a filter, or for all pending ones that a block matches. All but ticked ones are
/// previewed, and then changed exactly as shown.
/// </summary>
public sealed record BulkModerationForm : QueuePlace
{
    public const string Path = QueueQuery.Path + "/acts";

    public ModerationKind? Act { get; init; }
    public List<int> Ids { get; init; } = [];
    public string? Author { get; init; }
    public string? Address { get; init; }
    public string? Text { get; init; }
    public int? Article { get; init; }
    public int? Product { get; init; }

    /// <summary>Restricts a filter to a status; "all" for all.</summary>
    public string? Status { get; init; }

    /// <summary>Ids of blocks.</summary>
    public List<int> Block { get; init; } = [];

    /// <summary>The action, for ticked comments that are previewed, too.</summary>
    public ModerationKind? LookAt { get; init; }

    /// <summary>The previewed comments in the form of <see cref="SeenComments"/>; with it the action is applied.</summary>
    public string? Shown { get; init; }

    /// <summary>Sources to block with the action: "Host:spam.example", in the form of <see cref="SourceOf"/>.</summary>
    public List<string> Sources { get; init; } = [];

    /// <summary>Whether new comments that match are refused or held.</summary>
    public bool Refuses { get; init; }

    /// <summary>URL of the preview of an action for given comments, or for matches of given blocks.</summary>
    public static string UrlOf(ModerationKind act, string key, IEnumerable<int> ids, string? back = null)
    {
        QueryBuilder query = new() { { nameof(Act), act.ToString() }, { key, ids.Select(id => id.ToString(CultureInfo.InvariantCulture)) } };
        if (back is not null)
            query.Add(nameof(Back), back);
        return Path + query;
    }

    public QueueQuery Query => new(Status, Article, Product, Author, Address, Text);

    /// <summary>The action; null if it is not available as a bulk action.</summary>
    public ModerationKind? Wanted =>
        (Act ?? LookAt) is { } act and (ModerationKind.Approve or ModerationKind.Reject or ModerationKind.Spam) ? act : null;

    public static string SourceOf(CommentSource source) => $"{source.Kind}:{source.Text}";

    /// <summary>The blocks to create; null for a source that no preview offers.</summary>
    public List<NewBlock>? NewBlocks()
    {
        List<NewBlock> blocks = [];
        foreach (var source in Sources)
            if (source.Split(':', 2) is [var kind, var text] && Enum.TryParse<BlockKind>(kind, out var known) && Enum.IsDefined(known)
                && blocks.Count < 2 * CommentSource.MaxOffered)
                blocks.Add(new(known, text, Refuses));
            else
                return null;
        return blocks;
    }
}

/// <summary>Preview of a bulk action.</summary>
/// <param name="Changing">Comments that it would change: those found that have another status, up to <see cref="Moderation.MaxAtOnce"/>.</param>
/// <param name="HasMore">Whether there are more than the limit.</param>
/// <param name="First">The first of them.</param>
/// <param name="Sources">Sources that can be blocked with it.</param>
/// <param name="BackUrl">Cancels the action.</param>
public sealed record ActPreview(
    ModerationKind Act, IReadOnlyList<SeenComment> Changing, bool HasMore, IReadOnlyList<QueueRow> First, IReadOnlyList<CommentSource> Sources,
    string BackUrl)
{
    public const int Shown = 10;

    /// <summary>Numbers of comments by present status.</summary>
    public IEnumerable<(CommentStatus Status, int Count)> ByStatus =>
        Changing.GroupBy(c => c.Status).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()));
}

/// <summary>The form for editing a comment's text.</summary>
public sealed record CommentEdit : QueuePlace, IEditorForm
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

/// <summary>The form for a reply by the store.</summary>
public sealed record ReplyForm : QueuePlace
{
    [RequiredText(ErrorMessage = "请填写内容。"), TextLength(Comment.MaxBodyLength, ErrorMessage = "内容最多 {1} 个字符。")]
    public string? Reply
    {
        get;
        init => field = value?.ReplaceLineEndings("\n");
    }
}

/// <summary>`/admin/comments/{id}/edit`.</summary>
/// <param name="Thread">All comments of its thread, in chronological order.</param>
/// <param name="Steps">Edits by staff, latest first.</param>
/// <param name="From">The moderator's place in the queue.</param>
public sealed record CommentEditor(
    QueueRow Row, CommentEdit Form, IReadOnlyList<QueueRow> Thread, IReadOnlyList<HistoryStep> Steps, QueuePlace From, string? Reply = null)
{
    /// <summary>URL of the editor, which returns to the moderator's place in the queue.</summary>
    public static string UrlOf(int id, QueuePlace from)
    {
        QueryBuilder query = [];
        if (from.Back is { } back)
            query.Add(nameof(from.Back), back);
        if (from.Next is { } next)
            query.Add(nameof(from.Next), next.ToString(CultureInfo.InvariantCulture));
        return $"{QueueQuery.Path}/{id}/edit{query}";
    }
}

/// <summary>The form for a new block list entry.</summary>
public sealed record BlockForm
{
    public BlockKind Kind { get; init; }

    [RequiredText(ErrorMessage = "请填写要屏蔽的内容。"), TextLength(CommentBlock.MaxLength, ErrorMessage = "最多 {1} 个字符。")]
    public string? Text { get; init; }
    public bool Refuses { get; init; }
}

/// <summary>`/admin/comments/blocks`.</summary>
/// <param name="Added">The block that was just created, if it matches pending comments.</param>
/// <param name="Against">Number of those comments.</param>
public sealed record BlockList(BlockForm Form, IReadOnlyList<CommentBlock> Blocks, CommentBlock? Added = null, int Against = 0);

public static class CommentNames
{
    /// <summary>All statuses with their localized names.</summary>
    public static IReadOnlyList<(CommentStatus Status, string Name)> Statuses { get; } =
        [(CommentStatus.Pending, "待审核"), (CommentStatus.Approved, "已公开"), (CommentStatus.Rejected, "已拒绝"), (CommentStatus.Spam, "垃圾评论")];

    public static IReadOnlyList<(BlockKind Kind, string Name)> Blocks { get; } = [(BlockKind.Word, "词语"), (BlockKind.Host, "链接域名"), (BlockKind.Address, "网络地址")];

    /// <summary>Placeholder text for a kind of block.</summary>
    public static string Wanted(BlockKind kind) => kind switch
    {
        BlockKind.Host => "请填写域名，例如 example.com。",
        BlockKind.Address => "请填写 IPv4 或 IPv6 地址。",
        _ => "请填写至少两个字符的词。",
    };

    public static string Of(CommentStatus status) => Statuses.First(s => s.Status == status).Name;

    /// <summary>Notice after an action on a number of comments.</summary>
    public static string Done(ModerationKind kind) => kind switch
    {
        ModerationKind.Approve => "已通过 {0} 条评论。",
        ModerationKind.Reject => "已拒绝 {0} 条评论。",
        ModerationKind.Spam => "已把 {0} 条评论标为垃圾评论。",
        ModerationKind.Edit => "已修改 {0} 条评论。",
        _ => "已回复。",
    };

    /// <summary>Label of a bulk action's button, with the number.</summary>
    public static string Verb(ModerationKind kind) => kind switch
    {
        ModerationKind.Approve => "通过 {0} 条评论",
        ModerationKind.Reject => "拒绝 {0} 条评论",
        _ => "把 {0} 条评论标为垃圾",
    };

    /// <summary>Reason for holding a comment, with its detail.</summary>
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

/// <summary>A comment in the queue with its actions.</summary>
/// <param name="Back">The queue page.</param>
/// <param name="NextId">The comment to continue with.</param>
/// <param name="Query">Query of that page; null in the comment editor.</param>
/// <param name="Error">Why an action failed.</param>
public sealed record QueueItem(QueueRow Row, string Back, int? NextId, QueueQuery? Query, string? Error = null)
{
    public bool IsEditor => Query is null;

    /// <summary>URL of the comment editor, which returns here.</summary>
    public string EditUrl => CommentEditor.UrlOf(Row.Id, new() { Back = Back, Next = NextId });

    /// <summary>URL of a preview that marks it as spam and blocks its source.</summary>
    public string BlockUrl => BulkModerationForm.UrlOf(ModerationKind.Spam, nameof(BulkModerationForm.Ids), [Row.Id], Back);
}

/// <summary>The last action that can be undone.</summary>
/// <param name="Back">The queue page.</param>
public sealed record QueueUndo(ModerationAct? Act, string Back);
