using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Rendering;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Html;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Models;

/// <summary>The text itself with what stands over it, as readers and previews see it.</summary>
public sealed record ArticleText(string Summary, List<Spec> Parameters, IHtmlContent Body);

/// <summary>`/articles/preview/{token}`: an article as it would be, for who was given the link.</summary>
public sealed record ArticlePreviewPage(string Title, ArticleText Text, List<TocEntry> Toc, int ReadingMinutes);

/// <summary>What an article's page shows of it, but for its text: see <see cref="ArticleTexts"/>.</summary>
/// <param name="HasComments">Approved ones; without, they are not asked for.</param>
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

/// <summary>`/articles/{slug}`: two queries at most, three where the comments go over pages; one more for a text that was not asked for lately.</summary>
public sealed record ArticlePage(
    ArticleView Article, ArticleText Text, Company Company, IReadOnlyList<CategoryNode> Lines, ArticleCard? Newer, ArticleCard? Older, CommentsSection Comments)
{
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
