using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Comments;

/// <summary>What a page shows of a comment.</summary>
public sealed record CommentView(
    int Id, int? ParentId, string Title, string Body, string Author, DateTime CreatedAt, CommentStatus Status,
    bool IsStaff = false, bool IsEdited = false)
{
    /// <summary>Whether one visitor reads it, as <see cref="CommentQueries.ReadableBy"/> asks the database; otherwise a placeholder stands for it.</summary>
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

        /// <summary>What one visitor reads: the approved ones, and their own (by its id, proved by a sealed receipt) while it waits.</summary>
        public IQueryable<Comment> ReadableBy(int? ownCommentId) =>
            comments.Where(c => c.Status == CommentStatus.Approved || (c.Id == ownCommentId && c.Status == CommentStatus.Pending));

        /// <summary>
        /// The threads as one visitor sees them: what they read, and as a placeholder the first comment of a thread that was taken away while
        /// replies to it stay. Found from the replies, so rejected comments that nobody answered cost nothing.
        /// </summary>
        public IQueryable<Comment> VisibleTo(int? ownCommentId)
        {
            var threads = comments.ReadableBy(ownCommentId).Where(c => c.ParentId != null).Select(c => c.ParentId!.Value);
            return comments.Where(c =>
                c.Status == CommentStatus.Approved || (c.Id == ownCommentId && c.Status == CommentStatus.Pending) || threads.Contains(c.Id));
        }

        /// <summary>The comments that begin a thread.</summary>
        public IQueryable<Comment> Roots() => comments.Where(c => c.ParentId == null);

        /// <summary>All comments of the threads that these begin.</summary>
        public IQueryable<Comment> InThreadsOf(IQueryable<Comment> roots) => comments.Where(c => roots.Select(r => r.Id).Contains(c.ParentId ?? c.Id));

        /// <summary>So many threads, each whole, in one query; all their comments, the newest first.</summary>
        public IQueryable<CommentView> PageOfThreads(int skipped, int taken) =>
            comments.InThreadsOf(comments.Roots().Newest().Skip(skipped).Take(taken)).Newest().AsViews();

        /// <summary>How many threads stand before that of one comment when the newest come first.</summary>
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

/// <summary>What almost every reader asks of the comments, compiled.</summary>
public static class CommentReads
{
    private static readonly CompiledQuery<int, int, int, CommentView>
        OfArticle = new((db, id, skipped, taken) => db.Comments.AsNoTracking().OnArticle(id).VisibleTo(null).PageOfThreads(skipped, taken)),
        OfProduct = new((db, id, skipped, taken) => db.Comments.AsNoTracking().OnProduct(id).VisibleTo(null).PageOfThreads(skipped, taken));

    /// <summary>What everybody sees of a page of threads, as <see cref="CommentQueries.PageOfThreads"/> answers it.</summary>
    public static Task<List<CommentView>> ThreadsAsync(this StoreDb db, CommentTarget target, int skipped, int taken, CancellationToken cancel) =>
        target.ArticleId is { } article
            ? OfArticle.ToListAsync(db, article, skipped, taken, cancel)
            : OfProduct.ToListAsync(db, target.ProductId!.Value, skipped, taken, cancel);
}
