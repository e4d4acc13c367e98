namespace BaiguStore.Core.Articles;

/// <summary>What a list shows of an article.</summary>
public sealed record ArticleCard(string Title, string Slug, string Summary, string? FigurePath, int ReadingMinutes, DateTime PublishedAt, List<string> Tags);

public static class ArticleQueries
{
    extension(IQueryable<Article> articles)
    {
        public IQueryable<Article> Published() => articles.Where(a => a.Status == ArticleStatus.Published && a.PublishedAt != null);

        public IOrderedQueryable<Article> Newest() => articles.OrderByDescending(a => a.PublishedAt).ThenByDescending(a => a.Id);

        public IOrderedQueryable<Article> Oldest() => articles.OrderBy(a => a.PublishedAt).ThenBy(a => a.Id);

        /// <summary>Those that <see cref="Newest"/> puts behind this place; articles of one moment go by their ids.</summary>
        public IQueryable<Article> Before(DateTime publishedAt, int id) =>
            articles.Where(a => a.PublishedAt < publishedAt || (a.PublishedAt == publishedAt && a.Id < id));

        public IQueryable<Article> After(DateTime publishedAt, int id) =>
            articles.Where(a => a.PublishedAt > publishedAt || (a.PublishedAt == publishedAt && a.Id > id));

        public IQueryable<Article> HelpingToChooseFrom(int categoryId) => articles.Where(a => a.HelpsToChoose.Any(c => c.Id == categoryId));

        public IQueryable<ArticleCard> AsCards() => articles.Select(a =>
            new ArticleCard(a.Title, a.Slug, a.Summary, a.FigurePath, a.ReadingMinutes, a.PublishedAt!.Value, a.Tags));
    }
}
