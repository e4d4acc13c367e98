using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Web.Comments;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Models;

/// <summary>A comment and what was answered to it, in the order in which it was said.</summary>
/// <param name="IsRootGone">Whether the comment that begins it was taken away and only what was answered to it is shown.</param>
public sealed record CommentThread(CommentView Root, IReadOnlyList<CommentView> Replies, bool IsRootGone = false);

/// <summary>The comments under a page: one page of threads, the newest first, and the form.</summary>
/// <param name="PageUrl">The page that is commented on; the form posts to its `/comments`.</param>
/// <param name="Total">How many comments the visitor sees on all pages together, replies among them.</param>
/// <param name="OwnId">The visitor's own comment, just posted and shown to them while it waits.</param>
/// <param name="Answered">The comment that the form answers.</param>
public sealed record CommentsSection(
    string PageUrl, Page<CommentThread> Threads, int Total, int? OwnId, CommentForm Form, CommentView? Answered, string Stamp)
{
    /// <summary>Threads, each whole.</summary>
    public const int PageSize = 20;

    /// <summary>Far more than any page has; keeps the arithmetic of offsets within its numbers.</summary>
    private const int MaxPage = 1_000_000;

    /// <summary>The form as it stands under the comments; its link back leads to the comment that would have been answered.</summary>
    public CommentFormView FormView => new(Form, PostUrlOf(PageUrl), Stamp, Answered, Answered is null ? null : $"{UrlOf(Threads.Number)}#comment-{Answered.Id}");

    public static string PostUrlOf(string pageUrl) => $"{pageUrl}/comments";

    public string UrlOf(int number) => number == 1 ? PageUrl : $"{PageUrl}?comments={number}";

    public string ReplyUrlOf(int commentId) => $"{PageUrl}?{(Threads.Number == 1 ? "" : $"comments={Threads.Number}&")}{CommentsQuery.ReplyKey}={commentId}#comment-form";

    /// <summary>
    /// None where nobody has commented, one query where the first page holds all; two otherwise, and one more for an answer to a comment
    /// that is not on this page. Null for a page of comments that does not exist.
    /// </summary>
    /// <param name="hasApproved">Whether any comment on the target is approved.</param>
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
                // Without placeholders.
                Total = g.Count(c => c.Status == CommentStatus.Approved || (c.Id == ownId && c.Status == CommentStatus.Pending)),
                Roots = g.Count(c => c.ParentId == null),
            }).SingleOrDefaultAsync(cancel);
            (total, roots) = (counts?.Total ?? 0, counts?.Roots ?? 0);
        }
        if (!Page<CommentThread>.Exists(number, PageSize, roots))
            return null;
        var answered = total == 0 || form.AnswersId is not { } id ? null
            : comments.Find(c => c.Id == id) ?? await Visible().Where(c => c.Id == id).AsViews().FirstOrDefaultAsync(cancel);
        if (answered?.Status != CommentStatus.Approved) // their own, which still waits, is not answered either
            answered = null;
        // Who answers what is not there is given the ordinary form.
        return new(pageUrl, new(InThreads(comments, ownId), number, PageSize, roots), total, ownId,
            answered is null ? form with { ParentId = null } : form, answered, stamps.Make(PostUrlOf(pageUrl)));

        IQueryable<Comment> Visible() => db.Comments.AsNoTracking().On(target).VisibleTo(ownId);
    }

    /// <summary>Whether a link to answer it stands at a comment: at a thread's first one, or where that is gone at what was answered to it.</summary>
    public bool IsAnsweredHere(CommentView comment) => comment.Status == CommentStatus.Approved
        && (comment.ParentId is null || Threads.Items.Any(t => t.IsRootGone && t.Root.Id == comment.ParentId));

    private static List<CommentThread> InThreads(List<CommentView> newestFirst, int? ownId)
    {
        var replies = newestFirst.ToLookup(c => c.ParentId);
        return [.. replies[null].Select(root => new CommentThread(root, [.. replies[root.Id].Reverse()], !root.IsReadableBy(ownId)))];
    }
}

/// <summary>What the address says about the comments: `?comments=2` for the second page, `?mine=` for one's own, `?reply=17` to answer one.</summary>
public sealed record CommentsQuery(int Comments = 1, string? Mine = null, string? Reply = null)
{
    public const string PageKey = "comments", ReplyKey = "reply";

    /// <summary>The form as the address asks for it, empty.</summary>
    public CommentForm ToForm() => new() { ParentId = Reply };
}

/// <summary>The comment form: what was typed, where it goes, and what it answers if that is known.</summary>
/// <param name="CancelUrl">Leads away from answering.</param>
public sealed record CommentFormView(CommentForm Form, string PostUrl, string Stamp, CommentView? Answered = null, string? CancelUrl = null);
