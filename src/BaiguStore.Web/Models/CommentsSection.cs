using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Web.Comments;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Models;

/// <summary>The comments under a page: one page of them, and the form.</summary>
/// <param name="PageUrl">The page that is commented on; the form posts to its `/comments`.</param>
/// <param name="OwnId">The visitor's own comment, just posted and shown to them while it waits.</param>
public sealed record CommentsSection(string PageUrl, Page<CommentView> Comments, int? OwnId, CommentForm Form, string Stamp)
{
    public const int PageSize = 20;

    public string PostUrl => PostUrlOf(PageUrl);

    public static string PostUrlOf(string pageUrl) => $"{pageUrl}/comments";

    /// <summary>Two queries; null for a page of comments that does not exist.</summary>
    public static async Task<CommentsSection?> LoadAsync(
        StoreDb db, FormStamps stamps, CommentTarget target, string pageUrl, int number, int? ownId, CommentForm? form, CancellationToken cancel)
    {
        var visible = db.Comments.AsNoTracking().On(target).VisibleTo(ownId);
        var total = await visible.CountAsync(cancel);
        if (!Page<CommentView>.Exists(number, PageSize, total))
            return null;
        var page = await visible.Newest().ToPageAsync(number, PageSize, total, q => q.AsViews(), cancel);
        return new(pageUrl, page, ownId, form ?? new(), stamps.Make(PostUrlOf(pageUrl)));
    }
}

/// <summary>What the address says about the comments: `?comments=2` for the second page, `?mine=` for one's own.</summary>
public sealed record CommentsQuery(int Comments = 1, string? Mine = null);
