using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Pictures;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Articles;

/// <summary>An article's fields, in the order of its form.</summary>
public static class ArticleFields
{
    public static EntityFields<Article> All { get; } = new EntityFields<Article>(RevisionKind.Article)
        .Field(nameof(Article.Title), "标题", a => a.Title, (a, v) => a.Title = v!)
        .Field(nameof(Article.Slug), "地址", a => a.Slug, (a, v) => a.Slug = v!)
        .Field(nameof(Article.Summary), "简单描述", a => a.Summary, (a, v) => a.Summary = v ?? "")
        .Long(nameof(Article.Parameters), "相关参数", a => a.Parameters, (a, v) => a.Parameters = FieldText.Specs(v))
        .Long(nameof(Article.Body), "详细介绍", a => a.Body, (a, v) => a.Write(v ?? ""))
        .Long(nameof(Article.Tags), "标签", a => a.Tags, (a, v) => a.Tags = FieldText.Items(v))
        .Reference<Category>(nameof(Article.CategoryId), "分类", a => a.CategoryId, (a, v) => a.CategoryId = FieldText.Number(v),
            c => c.DeletedAt is null)
        .Relation(nameof(Article.HelpsToChoose), "选型参考", a => Ids(a.HelpsToChoose.Select(c => c.Id)),
            new("ArticleCategory", "ArticleId", SavedHelpsAsync, RestoreHelpsAsync))
        .State(nameof(Article.Status), "状态", a => a.Status)
        .State(nameof(Article.PublishedAt), "发布时间", a => a.PublishedAt)
        .State(nameof(Article.PublishFrom), "定时发布", a => a.PublishFrom)
        .State(nameof(Article.PublishUntil), "定时下架", a => a.PublishUntil)
        .State(nameof(Article.DeletedAt), "回收站", a => a.DeletedAt)
        .Including(all => all.Include(a => a.HelpsToChoose))
        .Restored(async (db, article, now, cancel) =>
        {
            article.Write(article.Body, await db.PictureSizesInAsync(article.Body, cancel)); // the field alone does not know the pictures' sizes
            article.UpdatedAt = now;
        });

    private static List<string> Ids(IEnumerable<int> ids) => ids.Order().Select(id => FieldText.Of(id)!).ToList();

    private static async Task<string?> SavedHelpsAsync(StoreDb db, int articleId, CancellationToken cancel) =>
        FieldText.Of(Ids(await db.Articles.AsNoTracking().Where(a => a.Id == articleId)
            .SelectMany(a => a.HelpsToChoose.Select(c => c.Id)).ToListAsync(cancel)));

    /// <summary>
    /// Categories that are gone meanwhile are left out without a word: the article helps to choose from what there is. False where nothing differs.
    /// </summary>
    private static async Task<bool> RestoreHelpsAsync(StoreDb db, object restored, string? text, CancellationToken cancel)
    {
        var article = (Article)restored;
        var ids = FieldText.Items(text).ConvertAll(id => FieldText.Number(id)!.Value);
        if (ids.Order().SequenceEqual(article.HelpsToChoose.Select(c => c.Id).Order()))
            return false;
        var there = await db.Categories.Where(c => ids.Contains(c.Id)).ToListAsync(cancel);
        if (there.Select(c => c.Id).Order().SequenceEqual(article.HelpsToChoose.Select(c => c.Id).Order()))
            return false;
        article.HelpsToChoose.Clear();
        article.HelpsToChoose.AddRange(there);
        return true;
    }
}
