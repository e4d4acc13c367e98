using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Rendering;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Html;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Models;

/// <summary>An article's text with its header, for pages and previews.</summary>
public sealed record ArticleText(string Summary, List<Spec> Parameters, IHtmlContent Body);

/// <summary>`/articles/preview/{token}`: preview of an article, by a secret link.</summary>
public sealed record ArticlePreviewPage(string Title, ArticleText Text, List<TocEntry> Toc, int ReadingMinutes);

/// <summary>An article's data for its page, without the text: see <see cref="ArticleTexts"/>.</summary>
/// <param name="HasComments">Whether there are approved comments; otherwise they are not queried.</param>
public sealed record ArticleView(
    int Id, int Version, string Title, string Slug, string Summary, List<Spec> Parameters, List<TocEntry> Toc, int ReadingMinutes,
    List<string> Tags, DateTime PublishedAt, DateTime UpdatedAt, bool HasComments)
{
    private static readonly CompiledQuery<string, ArticleView> BySlug = new((db, slug) =>
    {
        var comments = db.Comments.Approved();
        return db.Articles.AsNoTracking().Published().Where(a => a.Slug == slug).Select(a => new ArticleView(
            a.Id, a.Version, a.Title, a.Slug, a.Summary, a.Parameters, a.Toc, a.ReadingMinutes,
            a.Tags, a.PublishedAt!.Value, a.UpdatedAt, comments.Any(c => c.ArticleId == a.Id)));
    });

    public static Task<ArticleView?> FindAsync(StoreDb db, string slug, CancellationToken cancel) => BySlug.FirstOrDefaultAsync(db, slug, cancel);
}

/// <summary>`/articles/{slug}`: at most two queries, three if comments are paged; one more if the text is not cached.</summary>
public sealed record ArticlePage(
    ArticleView Article, ArticleText Text, Company Company, IReadOnlyList<CategoryNode> Lines, ArticleCard? Newer, ArticleCard? Older, CommentsSection Comments)
{
    public ArticleFacts Facts => new(Article.Title, Article.Slug, Article.Summary, Article.Tags, Article.PublishedAt, Article.UpdatedAt);

    public static async Task<ArticlePage?> FindAsync(
        StoreDb db, StoreSnapshot store, FormStamps stamps, ArticleTexts texts, string slug, int commentsPage, int? ownComment, CommentForm form, CancellationToken cancel)
    {
        var article = await ArticleView.FindAsync(db, slug, cancel);
        if (article is null)
            return null;
        var comments = await CommentsSection.LoadAsync(
            db, stamps, CommentTarget.Article(article.Id), article.HasComments, Links.Article(slug), commentsPage, ownComment, form, cancel);
        if (comments is null || await texts.OfAsync(db, article.Id, article.Version, cancel) is not { } text)
            return null;
        var (older, newer) = store.Articles.Beside(article.Id);
        return new(article, new(article.Summary, article.Parameters, text), store.Company, [.. store.Articles.HelpsToChoose(article.Id).Select(store.Tree.Find).OfType<CategoryNode>()], newer, older, comments);
    }
}
