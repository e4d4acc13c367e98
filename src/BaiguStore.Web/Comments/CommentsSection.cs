using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Comments;

/// <summary>A comment and its replies in chronological order.</summary>
/// <param name="IsRootGone">Whether the first comment was removed and only its replies are shown.</param>
public sealed record CommentThread(CommentView Root, IReadOnlyList<CommentView> Replies, bool IsRootGone = false);

/// <summary>The comments of a page: one page of threads, newest first, and the form.</summary>
/// <param name="PageUrl">The page with the comments; the form posts to its `/comments`.</param>
/// <param name="Total">Number of comments visible to the visitor on all pages, replies included.</param>
/// <param name="OwnId">The visitor's own comment, just posted and visible to them while pending.</param>
/// <param name="Answered">The comment that the form replies to.</param>
public sealed record CommentsSection(
    string PageUrl, Page<CommentThread> Threads, int Total, int? OwnId, CommentForm Form, CommentView? Answered, string Stamp)
{
    /// <summary>Threads per page, each complete.</summary>
    public const int PageSize = 20;

    /// <summary>Far more than any page has; avoids an overflow of offsets.</summary>
    private const int MaxPage = 1_000_000;

    /// <summary>The form below the comments; its cancel link leads to the comment replied to.</summary>
    public CommentFormView FormView => new(Form, PostUrlOf(PageUrl), Stamp, Answered, Answered is null ? null : $"{UrlOf(Threads.Number)}#comment-{Answered.Id}");

    public static string PostUrlOf(string pageUrl) => $"{pageUrl}/comments";

    public string UrlOf(int number) => number == 1 ? PageUrl : $"{PageUrl}?comments={number}";

    public string ReplyUrlOf(int commentId) => $"{PageUrl}?{(Threads.Number == 1 ? "" : $"comments={Threads.Number}&")}{CommentsQuery.ReplyKey}={commentId}#comment-form";

    /// <summary>
    /// No query without comments, one if the first page shows all; otherwise two, and one more for a reply to a comment on another page. Null for a
    /// page number that does not exist.
    /// </summary>
    /// <param name="hasApproved">Whether the target has an approved comment.</param>
    /// <param name="ownId">The visitor's own, approved or not.</param>
    public static async Task<CommentsSection?> LoadAsync(
        StoreDb db, FormStamps stamps, CommentTarget target, bool hasApproved, string pageUrl, int number, int? ownId, CommentForm form, CancellationToken cancel)
    {
        if (number < 1 || number > MaxPage)
            return null;
        var comments = ownId is null && !hasApproved ? []
            : ownId is null ? await db.ThreadsAsync(target, (number - 1) * PageSize, PageSize, cancel)
            : await Visible().PageOfThreads((number - 1) * PageSize, PageSize).ToListAsync(cancel);
        var (total, roots) = (comments.Count(c => c.IsReadableBy(ownId)), comments.Count(c => c.ParentId is null));
        if (number > 1 || roots == PageSize)
        {
            var counts = await Visible().GroupBy(_ => 1).Select(g => new
            {
                // Placeholders are not counted.
                Total = g.Count(c => c.Status == CommentStatus.Approved || (c.Id == ownId && c.Status == CommentStatus.Pending)),
                Roots = g.Count(c => c.ParentId == null),
            }).SingleOrDefaultAsync(cancel);
            (total, roots) = (counts?.Total ?? 0, counts?.Roots ?? 0);
        }
        if (!Page<CommentThread>.Exists(number, PageSize, roots))
            return null;
        var answered = total == 0 || form.AnswersId is not { } id ? null
            : comments.Find(c => c.Id == id) ?? await Visible().Where(c => c.Id == id).AsViews().FirstOrDefaultAsync(cancel);
        if (answered?.Status != CommentStatus.Approved) // the visitor's own pending comment cannot be replied to either
            answered = null;
        // If the comment replied to is missing, the form starts a new thread.
        return new(pageUrl, new(InThreads(comments, ownId), number, PageSize, roots), total, ownId,
            answered is null ? form with { ParentId = null } : form, answered, stamps.Make(PostUrlOf(pageUrl)));

        IQueryable<Comment> Visible() => db.Comments.AsNoTracking().On(target).VisibleTo(ownId);
    }

    /// <summary>Whether a comment has a reply link: the first of a thread, or its replies if the first was removed.</summary>
    public bool IsAnsweredHere(CommentView comment) => comment.Status == CommentStatus.Approved
        && (comment.ParentId is null || Threads.Items.Any(t => t.IsRootGone && t.Root.Id == comment.ParentId));

    private static List<CommentThread> InThreads(List<CommentView> newestFirst, int? ownId)
    {
        var replies = newestFirst.ToLookup(c => c.ParentId);
        return [.. replies[null].Select(root => new CommentThread(root, [.. replies[root.Id].Reverse()], !root.IsReadableBy(ownId)))];
    }
}

/// <summary>Query string for comments: `?comments=2` for the second page, `?mine=` for the visitor's own, `?reply=17` to reply to one.</summary>
public sealed record CommentsQuery(int Comments = 1, string? Mine = null, string? Reply = null)
{
    public const string PageKey = "comments", ReplyKey = "reply";

    /// <summary>An empty form for this query.</summary>
    public CommentForm ToForm() => new() { ParentId = Reply };
}

/// <summary>The comment form: values, target URL, and the comment replied to, if any.</summary>
/// <param name="CancelUrl">Cancels the reply.</param>
public sealed record CommentFormView(CommentForm Form, string PostUrl, string Stamp, CommentView? Answered = null, string? CancelUrl = null);
