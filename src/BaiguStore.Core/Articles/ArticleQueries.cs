using BaiguStore.Core.Data;

namespace BaiguStore.Core.Articles;

/// <summary>The columns of an article that lists show.</summary>
public sealed record ArticleCard(string Title, string Slug, string Summary, string? FigurePath, int ReadingMinutes, DateTime PublishedAt, List<string> Tags);

public static class ArticleQueries
{
    extension(IQueryable<Article> articles)
    {
        public IQueryable<Article> Published() => articles.Where(a => a.Status == ArticleStatus.Published && a.PublishedAt != null);

        /// <summary>Same states as <see cref="Article.State"/>.</summary>
        public IQueryable<Article> In(PublicationState state) => state switch
        {
            PublicationState.Bin => articles.Where(a => a.DeletedAt != null),
            PublicationState.Published => articles.Where(a => a.DeletedAt == null && a.Status == ArticleStatus.Published),
            PublicationState.Scheduled => articles.Where(a => a.DeletedAt == null && a.Status != ArticleStatus.Published && a.PublishFrom != null),
            PublicationState.Withdrawn => articles.Where(a => a.DeletedAt == null && a.Status == ArticleStatus.Withdrawn && a.PublishFrom == null),
            _ => articles.Where(a => a.DeletedAt == null && a.Status == ArticleStatus.Draft && a.PublishFrom == null),
        };

        public IOrderedQueryable<Article> Newest() => articles.OrderByDescending(a => a.PublishedAt).ThenByDescending(a => a.Id);

        public IQueryable<ArticleCard> AsCards() => articles.Select(a =>
            new ArticleCard(a.Title, a.Slug, a.Summary, a.FigurePath, a.ReadingMinutes, a.PublishedAt!.Value, a.Tags));
    }
}
