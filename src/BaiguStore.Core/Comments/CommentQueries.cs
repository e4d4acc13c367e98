using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Comments;

/// <summary>The columns of a comment that a page shows.</summary>
public sealed record CommentView(
    int Id, int? ParentId, string Title, string Body, string Author, DateTime CreatedAt, CommentStatus Status,
    bool IsStaff = false, bool IsEdited = false)
{
    /// <summary>
    /// Whether a visitor may read it, by the same rule as <see cref="CommentQueries.ReadableBy"/> in the database; otherwise a placeholder is shown.
    /// </summary>
    public bool IsReadableBy(int? ownCommentId) =>
        Status == CommentStatus.Approved || (Id == ownCommentId && Status == CommentStatus.Pending);
}

public static class CommentQueries
{
    extension(IQueryable<Comment> comments)
    {
        public IQueryable<Comment> On(CommentTarget target) => target.ArticleId is { } articleId
            ? comments.OnArticle(articleId)
            : comments.OnProduct(target.ProductId!.Value);

        public IQueryable<Comment> OnArticle(int id) => comments.Where(c => c.ArticleId == id);

        public IQueryable<Comment> OnProduct(int id) => comments.Where(c => c.ProductId == id);

        public IQueryable<Comment> Approved() => comments.Where(c => c.Status == CommentStatus.Approved);

        /// <summary>Comments that a visitor may read: approved ones, and their own pending one (by id, proved by a sealed receipt).</summary>
        public IQueryable<Comment> ReadableBy(int? ownCommentId) =>
            comments.Where(c => c.Status == CommentStatus.Approved || (c.Id == ownCommentId && c.Status == CommentStatus.Pending));

        /// <summary>
        /// Threads as a visitor sees them: readable comments, and a placeholder for the first comment of a thread that was removed while its replies
        /// stay. Found through the replies, so rejected comments without replies cost nothing.
        /// </summary>
        public IQueryable<Comment> VisibleTo(int? ownCommentId)
        {
            var threads = comments.ReadableBy(ownCommentId).Where(c => c.ParentId != null).Select(c => c.ParentId!.Value);
            return comments.Where(c =>
                c.Status == CommentStatus.Approved || (c.Id == ownCommentId && c.Status == CommentStatus.Pending) || threads.Contains(c.Id));
        }

        /// <summary>First comments of threads.</summary>
        public IQueryable<Comment> Roots() => comments.Where(c => c.ParentId == null);

        /// <summary>All comments of the threads with these first comments.</summary>
        public IQueryable<Comment> InThreadsOf(IQueryable<Comment> roots) => comments.Where(c => roots.Select(r => r.Id).Contains(c.ParentId ?? c.Id));

        /// <summary>One page of threads, each complete, in one query; comments newest first.</summary>
        public IQueryable<CommentView> PageOfThreads(int skipped, int taken) =>
            comments.InThreadsOf(comments.Roots().Newest().Skip(skipped).Take(taken)).Newest().AsViews();

        /// <summary>Number of threads before that of a comment, newest first.</summary>
        public Task<int> CountThreadsBeforeAsync(int commentId, CancellationToken cancel)
        {
            var roots = comments.Roots();
            return (
                from comment in comments
                where comment.Id == commentId
                from root in roots
                where root.Id == (comment.ParentId ?? comment.Id)
                from other in roots
                where other.CreatedAt > root.CreatedAt || (other.CreatedAt == root.CreatedAt && other.Id > root.Id)
                select other).CountAsync(cancel);
        }

        public IOrderedQueryable<Comment> Newest() => comments.OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id);

        public IQueryable<CommentView> AsViews() =>
            comments.Select(c => new CommentView(c.Id, c.ParentId, c.Title, c.Body, c.Author, c.CreatedAt, c.Status, c.StaffId != null, c.EditedAt != null));
    }
}

/// <summary>Compiled queries for the comments of nearly every visitor's request.</summary>
public static class CommentReads
{
    private static readonly CompiledQuery<int, int, int, CommentView>
        OfArticle = new((db, id, skipped, taken) => db.Comments.AsNoTracking().OnArticle(id).VisibleTo(null).PageOfThreads(skipped, taken)),
        OfProduct = new((db, id, skipped, taken) => db.Comments.AsNoTracking().OnProduct(id).VisibleTo(null).PageOfThreads(skipped, taken));

    /// <summary>The public view of a page of threads, as in <see cref="CommentQueries.PageOfThreads"/>.</summary>
    public static Task<List<CommentView>> ThreadsAsync(this StoreDb db, CommentTarget target, int skipped, int taken, CancellationToken cancel) =>
        target.ArticleId is { } article
            ? OfArticle.ToListAsync(db, article, skipped, taken, cancel)
            : OfProduct.ToListAsync(db, target.ProductId!.Value, skipped, taken, cancel);
}
