using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Comments;

/// <summary>What a page shows of a comment.</summary>
public sealed record CommentView(int Id, int? ParentId, string Title, string Body, string Author, DateTime CreatedAt, CommentStatus Status);

public static class CommentQueries
{
    extension(IQueryable<Comment> comments)
    {
        public IQueryable<Comment> On(CommentTarget target) => target.ArticleId is { } articleId
            ? comments.Where(c => c.ArticleId == articleId)
            : comments.Where(c => c.ProductId == target.ProductId);

        /// <summary>
        /// What one visitor sees: the approved ones, and their own (by its id, proved by a sealed receipt) while it waits. Replies go
        /// with their thread: where its first comment is not shown, nobody could follow them.
        /// </summary>
        public IQueryable<Comment> VisibleTo(int? ownCommentId) => comments.Where(c =>
            (c.Status == CommentStatus.Approved || (c.Id == ownCommentId && c.Status == CommentStatus.Pending))
            && (c.ParentId == null || c.Parent!.Status == CommentStatus.Approved));

        /// <summary>The comments that begin a thread.</summary>
        public IQueryable<Comment> Roots() => comments.Where(c => c.ParentId == null);

        /// <summary>All comments of the threads that these begin.</summary>
        public IQueryable<Comment> InThreadsOf(IQueryable<Comment> roots) => comments.Where(c => roots.Select(r => r.Id).Contains(c.ParentId ?? c.Id));

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
            comments.Select(c => new CommentView(c.Id, c.ParentId, c.Title, c.Body, c.Author, c.CreatedAt, c.Status));
    }
}
