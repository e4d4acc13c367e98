using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Storefront;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Seeding;

/// <summary>Result of importing a page.</summary>
public sealed record PageImport(int NewLines, int KnownLines, string? ArticleSlug, IReadOnlyList<string> Notes);

/// <summary>Fills an empty store. Every step is idempotent: existing data is unchanged.</summary>
public sealed class StoreSeeder(IDbContextFactory<StoreDb> databases, SampleProducts samples, TimeProvider clock)
{
    /// <summary>
    /// The company's row is written last, so an interrupted first start continues where it stopped: see <see cref="StoreSnapshot.IsSeeded"/>.
    /// </summary>
    public async Task SeedAsync(SeedMode mode, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        if (mode == SeedMode.None)
            return;
        var page = SourcePage.Read(SeedFiles.Text("source-page.html"));
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            await new TreeSeed(db, LineNames.Load()).PlantAsync(page.Lines, cancel);
            progress?.Report(new("分类", page.Lines.Count, page.Lines.Count));
        }
        if (mode == SeedMode.Samples)
            await samples.AddAsync(null, progress, cancel);
        await AddArticlesAsync(withComments: mode == SeedMode.Samples, progress, cancel);
        await using (var db = await databases.CreateDbContextAsync(cancel))
            await AddCompanyAsync(db, page.Company, cancel);
    }

    /// <summary>Adds sample products and comments, as a first start with `Store:Seed=Samples` does; with a scale, many more.</summary>
    public async Task<int> AddSamplesAsync(SampleScale? scale, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        var added = await samples.AddAsync(scale, progress, cancel);
        await AddArticlesAsync(withComments: true, progress, cancel);
        return added;
    }

    /// <summary>Imports lines, company and article from a saved page.</summary>
    public async Task<PageImport> ImportAsync(SourcePage page, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        List<string> notes = [.. page.Problems];
        var added = await new TreeSeed(db, LineNames.Load()).PlantAsync(page.Lines, cancel);
        if (page.Company.Name.Length > 0)
            await AddCompanyAsync(db, page.Company, cancel);
        var slug = page.Article is null ? null : await ImportArticleAsync(db, page.Article, notes, cancel);
        return new(added, page.Lines.Count - added, slug, notes);
    }

    private async Task<string?> ImportArticleAsync(StoreDb db, SourceArticle source, List<string> notes, CancellationToken cancel)
    {
        if (source.Captions.Count > 0)
            notes.Add($"文章里有 {source.Captions.Count} 处图注截断了句子，已接合；句首另去掉 {source.Remnants} 处残留的图注。");
        var now = clock.GetUtcNow().UtcDateTime;
        var title = PlainText.Truncate(PlainText.Line(source.Title), Article.MaxTitleLength);
        var article = new Article { Title = title, Slug = Slug.From(title), Summary = source.Summary, CreatedAt = now, UpdatedAt = now };
        try
        {
            article.Write(source.Markdown, Figures.SizeOf);
        }
        catch (MarkdownRefusedException e)
        {
            notes.Add($"文章没有导入：{e.Message}");
            return null;
        }
        if (await db.Articles.Where(a => a.Body == article.Body).Select(a => a.Slug).FirstOrDefaultAsync(cancel) is { } same)
            return same;
        var titleTaken = await db.Articles.AnyAsync(a => a.Title == title, cancel);
        if (titleTaken)
            notes.Add($"已有同名文章“{title}”，导入的这篇存为草稿。");
        else
            article.Publish(now);
        db.Articles.Add(article);
        await db.SaveWithFreeSlugAsync(article, cancel);
        return article.Slug;
    }

    private async Task AddArticlesAsync(bool withComments, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        var seeds = ArticleSeed.All().ToList();
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var categories = await db.Categories.ToDictionaryAsync(c => c.Slug, cancel);
        var known = await db.Articles.ToDictionaryAsync(a => a.Slug, a => a.Id, cancel);
        foreach (var (seed, done) in seeds.Select((s, i) => (s, i + 1)))
        {
            if (!known.TryGetValue(seed.Slug, out var id))
                id = await AddArticleAsync(db, seed, categories, cancel);
            if (withComments && !await db.Comments.AnyAsync(c => c.ArticleId == id && c.IsSample, cancel))
                await AddCommentsAsync(db, seed, id, cancel);
            progress?.Report(new("文章", done, seeds.Count));
        }
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private static async Task<int> AddArticleAsync(StoreDb db, ArticleSeed seed, Dictionary<string, Category> categories, CancellationToken cancel)
    {
        var published = seed.Published.UtcDateTime;
        var article = new Article
        {
            Title = seed.Title,
            Slug = seed.Slug,
            Summary = seed.Summary,
            Parameters = seed.Specs,
            Tags = seed.Tags,
            Category = categories.GetValueOrDefault(seed.Category),
            HelpsToChoose = [.. seed.Categories.Where(categories.ContainsKey).Select(s => categories[s])],
            CreatedAt = published,
            UpdatedAt = published,
        };
        article.Write(seed.Body, Figures.SizeOf);
        article.Publish(published);
        db.Articles.Add(article);
        await db.SaveChangesAsync(cancel);
        return article.Id;
    }

    private static async Task AddCommentsAsync(StoreDb db, ArticleSeed seed, int articleId, CancellationToken cancel)
    {
        var threads = seed.Comments.ConvertAll(remark => (remark.Replies, Root: SampleComment(remark, articleId)));
        db.Comments.AddRange(threads.Select(t => t.Root));
        await db.SaveChangesAsync(cancel); // replies refer to their thread by id
        foreach (var (replies, root) in threads)
            db.Comments.AddRange(replies.Select(r => SampleComment(r, articleId, root)));
    }

    private static Comment SampleComment(ArticleSeed.Reply remark, int articleId, Comment? root = null)
    {
        var at = remark.At.UtcDateTime;
        var comment = new Comment
        {
            ArticleId = articleId,
            Title = remark.Title,
            Body = remark.Body,
            Author = remark.Author,
            IsSample = true,
            CreatedAt = at,
            SubmissionKey = Comment.KeyOf(CommentTarget.Article(articleId), remark.Author, remark.Title, remark.Body, "sample", root?.ThreadId),
        };
        if (root is not null)
            comment.ReplyTo(root);
        comment.Approve(at);
        return comment;
    }

    private static async Task AddCompanyAsync(StoreDb db, SourceCompany source, CancellationToken cancel)
    {
        if (await db.Companies.AnyAsync(cancel))
            return;
        db.Companies.Add(new Company
        {
            Name = source.Name,
            Motto = source.Motto,
            Address = source.Address,
            Phone = source.Phone,
            Email = source.Email,
            MapUrl = source.MapUrl,
            IcpNumber = source.IcpNumber,
            Since = source.Since,
            Honours = [.. source.Honours],
            Cities = [.. source.Cities],
        });
        await db.SaveChangesAsync(cancel);
    }
}
