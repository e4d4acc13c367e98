using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BaiguStore.Core.Comments;
using BaiguStore.Core.History;
using BaiguStore.Core.Search;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Forms;
using BaiguStore.Web.Models;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

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

    /// <param name="words">Reads the text.</param>
    public CommentFilter FilterBy(StaffWords words) => new()
    {
        Status = Wanted,
        ArticleId = Article,
        ProductId = Product,
        Author = Author,
        Address = Address,
        Words = string.IsNullOrWhiteSpace(Text) ? null : words.Read(Text),
    };

    /// <summary>Whether it looks for some comments only, all of which can be dealt with at once.</summary>
    public bool IsNarrow => new[] { Author, Address, Text }.Any(t => !string.IsNullOrEmpty(t)) || (Article ?? Product) is not null;

    /// <summary>A page of the queue that begins with one comment, whatever else the query asks for.</summary>
    public static QueueQuery Showing(Comment comment) => new(comment.Status.ToString(), Before: comment.Id + 1);

    /// <summary>What an address of the queue asks for; null for another address, or one that the queue refuses.</summary>
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
/// <param name="Waiting">How many wait, in all.</param>
/// <param name="Found">How many the query finds where it looks for some only, or null. No more than one more than an act changes are counted.</param>
/// <param name="Last">What this member did last and can take back.</param>
public sealed record QueueView(QueueQuery Query, QueuePage Page, int Waiting, int? Found, ModerationAct? Last)
{
    /// <summary>Comments on a page: each has a field in the form for many, and a form has 64 at most.</summary>
    public const int PageSize = 25;
}

/// <summary>Where a moderator was.</summary>
public record QueuePlace
{
    /// <summary>The page of the queue.</summary>
    public string? Back { get; init; }

    /// <summary>The comment to go on with.</summary>
    public int? Next { get; init; }
}

/// <summary>An act for one comment.</summary>
public record ModerationForm : QueuePlace
{
    /// <summary>Of the comment as it was shown; without it, however it is now.</summary>
    public int? Version { get; init; }
}

/// <summary>
/// One act for many: those that are ticked, all that a filter finds, or all that wait and a block speaks against. All but the ticked ones are shown
/// first, and then done exactly as they were shown.
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

    /// <summary>Of those that a filter finds only these; "all" for all.</summary>
    public string? Status { get; init; }

    /// <summary>Blocks of the list, by their ids.</summary>
    public List<int> Block { get; init; } = [];

    /// <summary>The act, for ticked ones that are shown first too.</summary>
    public ModerationKind? LookAt { get; init; }

    /// <summary>The comments that were shown, as <see cref="SeenComments"/> writes them; with it the act is done.</summary>
    public string? Shown { get; init; }

    /// <summary>What is blocked together with the act: "Host:spam.example", as <see cref="SourceOf"/> writes it.</summary>
    public List<string> Sources { get; init; } = [];

    /// <summary>Whether that is turned away from now on, or waits.</summary>
    public bool Refuses { get; init; }

    /// <summary>The preview of an act for some comments, or for what blocks speak against.</summary>
    public static string UrlOf(ModerationKind act, string key, IEnumerable<int> ids, string? back = null)
    {
        QueryBuilder query = new() { { nameof(Act), act.ToString() }, { key, ids.Select(id => id.ToString(CultureInfo.InvariantCulture)) } };
        if (back is not null)
            query.Add(nameof(Back), back);
        return Path + query;
    }

    public QueueQuery Query => new(Status, Article, Product, Author, Address, Text);

    /// <summary>The act; null for one that is not done to many.</summary>
    public ModerationKind? Wanted =>
        (Act ?? LookAt) is { } act and (ModerationKind.Approve or ModerationKind.Reject or ModerationKind.Spam) ? act : null;

    public static string SourceOf(CommentSource source) => $"{source.Kind}:{source.Text}";

    /// <summary>What to block; null for something that no preview offers.</summary>
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

/// <summary>What an act for many would do, before it is done.</summary>
/// <param name="Changing">Those that it changes: what was found and is not so already, at most as many as <see cref="Moderation.MaxAtOnce"/>.</param>
/// <param name="HasMore">Whether there are more than one act changes.</param>
/// <param name="First">The first of them.</param>
/// <param name="Sources">What can be blocked together with it.</param>
/// <param name="BackUrl">Where nothing happens.</param>
public sealed record ActPreview(
    ModerationKind Act, IReadOnlyList<SeenComment> Changing, bool HasMore, IReadOnlyList<QueueRow> First, IReadOnlyList<CommentSource> Sources,
    string BackUrl)
{
    public const int Shown = 10;

    /// <summary>How many of them are in which state now.</summary>
    public IEnumerable<(CommentStatus Status, int Count)> ByStatus =>
        Changing.GroupBy(c => c.Status).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()));
}

/// <summary>A comment's words as a moderator changes them.</summary>
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

/// <summary>An answer of the store's.</summary>
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
/// <param name="Thread">All comments of its thread, in the order in which they were said.</param>
/// <param name="Steps">What staff have changed in its words, the latest first.</param>
/// <param name="From">Where the moderator came from.</param>
public sealed record CommentEditor(
    QueueRow Row, CommentEdit Form, IReadOnlyList<QueueRow> Thread, IReadOnlyList<HistoryStep> Steps, QueuePlace From, string? Reply = null)
{
    /// <summary>The editor's address, from which an answer leads back to where the moderator came from.</summary>
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

/// <summary>A new entry of the block list.</summary>
public sealed record BlockForm
{
    public BlockKind Kind { get; init; }

    [RequiredText(ErrorMessage = "请填写要屏蔽的内容。"), TextLength(CommentBlock.MaxLength, ErrorMessage = "最多 {1} 个字符。")]
    public string? Text { get; init; }
    public bool Refuses { get; init; }
}

/// <summary>`/admin/comments/blocks`.</summary>
/// <param name="Added">The block that was just made, if comments wait that it speaks against.</param>
/// <param name="Against">How many those are.</param>
public sealed record BlockList(BlockForm Form, IReadOnlyList<CommentBlock> Blocks, CommentBlock? Added = null, int Against = 0);

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

    /// <summary>What a button for many says, with how many.</summary>
    public static string Verb(ModerationKind kind) => kind switch
    {
        ModerationKind.Approve => "通过 {0} 条评论",
        ModerationKind.Reject => "拒绝 {0} 条评论",
        _ => "把 {0} 条评论标为垃圾",
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
/// <param name="Error">Why nothing was done to it.</param>
public sealed record QueueItem(QueueRow Row, string Back, int? NextId, QueueQuery? Query, string? Error = null)
{
    public bool IsEditor => Query is null;

    /// <summary>The comment's own editor, from which an answer leads back here.</summary>
    public string EditUrl => CommentEditor.UrlOf(Row.Id, new() { Back = Back, Next = NextId });

    /// <summary>Marks it as spam and blocks where it came from, after a look.</summary>
    public string BlockUrl => BulkModerationForm.UrlOf(ModerationKind.Spam, nameof(BulkModerationForm.Ids), [Row.Id], Back);
}

/// <summary>What was done last and can be taken back.</summary>
/// <param name="Back">The page on which it stands.</param>
public sealed record QueueUndo(ModerationAct? Act, string Back);
