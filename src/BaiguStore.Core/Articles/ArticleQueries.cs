namespace BaiguStore.Core.Articles;

/// <summary>What a list shows of an article.</summary>
public sealed record ArticleCard(string Title, string Slug, string Summary, string? FigurePath, int ReadingMinutes, DateTime PublishedAt, List<string> Tags);

public static class ArticleQueries
{
    extension(IQueryable<Article> articles)
    {
        public IQueryable<Article> Published() => articles.Where(a => a.Status == ArticleStatus.Published && a.PublishedAt != null);

        public IOrderedQueryable<Article> Newest() => articles.OrderByDescending(a => a.PublishedAt).ThenByDescending(a => a.Id);

        public IQueryable<ArticleCard> AsCards() => articles.Select(a =>
            new ArticleCard(a.Title, a.Slug, a.Summary, a.FigurePath, a.ReadingMinutes, a.PublishedAt!.Value, a.Tags));
    }
}
