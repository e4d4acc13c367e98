namespace BaiguStore.Core.Comments;

/// <summary>What a page shows of a comment.</summary>
public sealed record CommentView(int Id, string Title, string Body, string Author, DateTime CreatedAt, CommentStatus Status);

public static class CommentQueries
{
    extension(IQueryable<Comment> comments)
    {
        public IQueryable<Comment> On(CommentTarget target) => target.ArticleId is { } articleId
            ? comments.Where(c => c.ArticleId == articleId)
            : comments.Where(c => c.ProductId == target.ProductId);

        public IQueryable<Comment> Approved() => comments.Where(c => c.Status == CommentStatus.Approved);

        /// <summary>What one visitor sees: the approved ones, and their own (by its id, proved by a sealed receipt) while it waits.</summary>
        public IQueryable<Comment> VisibleTo(int? ownCommentId) => ownCommentId is { } own
            ? comments.Where(c => c.Status == CommentStatus.Approved || (c.Id == own && c.Status == CommentStatus.Pending))
            : comments.Approved();

        public IOrderedQueryable<Comment> Newest() => comments.OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id);

        public IQueryable<CommentView> AsViews() =>
            comments.Select(c => new CommentView(c.Id, c.Title, c.Body, c.Author, c.CreatedAt, c.Status));
    }
}
