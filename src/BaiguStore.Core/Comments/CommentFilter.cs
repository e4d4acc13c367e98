using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Comments;

/// <summary>Filter of the moderation queue. A null property does not filter.</summary>
public sealed record CommentFilter
{
    public CommentStatus? Status { get; init; }
    public int? ArticleId { get; init; }
    public int? ProductId { get; init; }

    /// <summary>The complete nickname.</summary>
    public string? Author { get; init; }

    /// <summary>A network in the form of <see cref="SenderNetwork"/>.</summary>
    public string? Address { get; init; }

    /// <summary>Words in title, text or nickname.</summary>
    public AskedWords? Words { get; init; }
}

/// <summary>A comment in the moderation queue, with its page and the comment that it replies to.</summary>
public sealed record QueueRow(
    int Id, CommentStatus Status, HoldReason HeldFor, string? HeldBecause, string Title, string Body, string Author, string Address, int? StaffId, DateTime CreatedAt,
    DateTime? EditedAt, int Version, int? ArticleId, string? ArticleTitle, string? ArticleSlug, int? ProductId, string? ProductName, string? ProductSlug,
    int? ParentId, string? ParentAuthor, string? ParentBody, CommentStatus? ParentStatus)
{
    public string PageName => ArticleTitle ?? ProductName ?? "";
}

/// <summary>A page of the queue, keyset-paged.</summary>
public sealed record QueuePage(IReadOnlyList<QueueRow> Items, bool HasBefore, bool HasAfter);

public static class CommentFilterQueries
{
    extension(IQueryable<Comment> comments)
    {
        /// <summary>Every condition uses an index, except the words: those are scanned from the newest comment until the page is full.</summary>
        public IQueryable<Comment> Matching(CommentFilter filter)
        {
            var found = comments;
            if (filter.Status is { } status)
                found = found.Where(c => c.Status == status);
            if (filter.ArticleId is { } article)
                found = found.OnArticle(article);
            if (filter.ProductId is { } product)
                found = found.OnProduct(product);
            if (filter.Author is { } author)
                found = found.Where(c => c.Author == author && c.StaffId == null);
            if (filter.Address is { Length: > 0 } address)
                found = found.Where(c => c.Address == address && c.Address != "");
            if (filter.Words is { } words)
                found = words.In(found, c => c.SearchText);
            return found;
        }

        /// <summary>Newest first: comments older than one, newer than another, or the first page.</summary>
        public async Task<QueuePage> QueueAsync(int? olderThan, int? newerThan, int size, CancellationToken cancel)
        {
            var ordered = newerThan is { } newer ? comments.Where(c => c.Id > newer).OrderBy(c => c.Id)
                : comments.Where(c => olderThan == null || c.Id < olderThan).OrderByDescending(c => c.Id);
            var rows = await ordered.Take(size + 1).AsQueueRows().ToListAsync(cancel);
            var more = rows.Count > size;
            rows = [.. rows.Take(size)];
            if (newerThan is not null)
                rows.Reverse();
            return newerThan is null ? new(rows, HasBefore: olderThan is not null, HasAfter: more) : new(rows, HasBefore: more, HasAfter: true);
        }

        /// <summary>The newest matching comments up to the limit, with what a bulk action needs.</summary>
        public Task<List<SeenComment>> SeenAsync(int most, CancellationToken cancel) =>
            comments.OrderByDescending(c => c.Id).Take(most).AsSeen().ToListAsync(cancel);

        internal IQueryable<SeenComment> AsSeen() =>
            comments.Select(c => new SeenComment(c.Id, c.Version, c.Status, c.Title, c.Body, c.Author, c.Address));

        public IQueryable<QueueRow> AsQueueRows() => comments.Select(c => new QueueRow(
            c.Id, c.Status, c.HeldFor, c.HeldBecause, c.Title, c.Body, c.Author, c.Address, c.StaffId, c.CreatedAt,
            c.EditedAt, c.Version, c.ArticleId, c.Article!.Title, c.Article.Slug, c.ProductId, c.Product!.Name, c.Product.Slug,
            c.ParentId, c.Parent!.Author, c.Parent.Body, (CommentStatus?)c.Parent.Status));
    }
}
