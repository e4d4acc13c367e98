using System.Globalization;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Publishing;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Models;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>Lists articles, and applies the editor's form with field errors.</summary>
public sealed class ArticleService(StoreDb db, TimeProvider clock, IStringLocalizer<Ui> text)
{
    private const int PageSize = 50, MaxTags = 12;

    /// <summary>Parts of the last text that readers will not see.</summary>
    public IReadOnlyList<MarkdownOmission> Omissions { get; private set; } = [];

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <param name="before">The last row of the previous page, or null.</param>
    /// <param name="after">The first row of the next page, for paging back.</param>
    public async Task<ArticleList> ListAsync(PublicationState? state, string query, int? before, int? after, CancellationToken cancel)
    {
        var slug = Slug.From(query);
        var all = state is { } wanted ? db.Articles.AsNoTracking().In(wanted) : db.Articles.AsNoTracking().Where(a => a.DeletedAt == null);
        var found = query.Length == 0 ? all : all.Where(a => a.Title.Contains(query) || a.Slug.Contains(slug));
        var rows = await (after is { } from ? found.Where(a => a.Id > from).OrderBy(a => a.Id) : found.Where(a => before == null || a.Id < before).OrderByDescending(a => a.Id))
            .Select(a => new { a.Id, a.Title, a.Slug, a.Status, a.PublishedAt, a.PublishFrom, a.PublishUntil, a.DeletedAt, a.UpdatedAt, a.ReadingMinutes }).Take(PageSize + 1).ToListAsync(cancel);
        var more = rows.Count > PageSize;
        var page = rows.Take(PageSize).OrderByDescending(a => a.Id).Select(a => new ArticleRow(
            a.Id, a.Title, a.Slug, Article.StateOf(a.Status, a.PublishFrom, a.DeletedAt), a.PublishedAt, a.PublishFrom, a.PublishUntil, a.UpdatedAt, a.ReadingMinutes)).ToList();
        string? Url(string key, int? id) => id is null ? null : ArticleList.UrlOf(state, query, string.Create(CultureInfo.InvariantCulture, $"{key}={id}"));
        var (isFirst, isLast) = after is null ? (before is null, !more) : (!more, false);
        return new(page, state, query, new(isFirst || page.Count == 0 ? null : Url("after", page[0].Id), isLast || page.Count == 0 ? null : Url("before", page[^1].Id)));
    }

    /// <summary>With its recommended categories loaded.</summary>
    public Task<Article?> FindAsync(int id, CancellationToken cancel) => db.Articles.Include(a => a.HelpsToChoose).FirstOrDefaultAsync(a => a.Id == id, cancel);

    public Article New() => new() { Title = "", Slug = "", CreatedAt = Now, UpdatedAt = Now };

    /// <summary>Preview of the text; null if it cannot be rendered, with a field error.</summary>
    public async Task<ArticleDraft?> PreviewAsync(ArticleForm form, ModelStateDictionary state, CancellationToken cancel)
    {
        try
        {
            var rendered = ArticleRendering.Render(form.Markdown, await db.PictureSizesInAsync(form.Markdown, cancel));
            if (Parameters(form, state) is { } parameters)
                return new(PlainText.Line(form.Title), new(PlainText.Line(form.Summary), parameters, new HtmlString(rendered.Html)), [.. rendered.Toc], rendered.ReadingMinutes, rendered.Count, rendered.Omissions);
        }
        catch (MarkdownRefusedException e)
        {
            state.AddModelError(nameof(form.Body), e.Message);
        }
        return null;
    }

    /// <summary>Applies the form to an article without saving. False with field errors if it is invalid.</summary>
    public async Task<bool> TakeAsync(Article article, ArticleForm form, ModelStateDictionary state, CancellationToken cancel)
    {
        var parameters = Parameters(form, state);
        var tags = Lines.Of(form.Tags).ToList();
        if (tags.Count > MaxTags || tags.Exists(t => t.Length > Article.MaxTagLength))
            state.AddModelError(nameof(form.Tags), text["标签最多 {0} 个，每个最多 {1} 个字符。", MaxTags, Article.MaxTagLength]);
        var helps = await db.Categories.Where(c => form.Helps.Contains(c.Id) && c.DeletedAt == null).ToListAsync(cancel);
        if (helps.Count < form.Helps.Count)
            state.AddModelError(nameof(form.HelpsToChoose), text["没有这个分类。"]);
        if (form.CategoryId is { } place && !await db.Categories.AnyAsync(c => c.Id == place && c.DeletedAt == null, cancel))
            state.AddModelError(nameof(form.CategoryId), text["没有这个分类。"]);
        try
        {
            Omissions = article.Write(form.Markdown, await db.PictureSizesInAsync(form.Markdown, cancel));
        }
        catch (MarkdownRefusedException e)
        {
            state.AddModelError(nameof(form.Body), e.Message);
        }
        Plan(article, form, state);
        if (!state.IsValid)
            return false;
        article.Title = PlainText.Line(form.Title);
        article.Slug = Slug.From(string.IsNullOrWhiteSpace(form.Slug) ? article.Title : form.Slug);
        (article.Summary, article.Parameters, article.Tags, article.CategoryId, article.UpdatedAt) = (PlainText.Line(form.Summary), parameters!, tags, form.CategoryId, Now);
        if (!article.HelpsToChoose.Select(c => c.Id).Order().SequenceEqual(form.Helps.Order()))
            article.HelpsToChoose = helps;
        return true;
    }

    /// <summary>Returns a notice about the slug, or "". Throws DbUpdateConcurrencyException over a newer version.</summary>
    public async Task<string> SaveAsync(Article article, int? version, CancellationToken cancel)
    {
        if (version is { } opened)
            db.Entry(article).Property(a => a.Version).OriginalValue = opened;
        else
            db.Articles.Add(article);
        var wanted = article.Slug;
        await db.SaveWithFreeSlugAsync(article, cancel);
        return await db.SlugNoticeAsync(article, wanted, text, cancel);
    }

    /// <summary>Calls a method of an article. Null if it is gone, otherwise the reason of a refusal, or "".</summary>
    public async Task<string?> ChangeAsync(int id, Action<Article, DateTime> change, CancellationToken cancel)
    {
        if (await db.Articles.FindAsync([id], cancel) is not { } article)
            return null;
        try
        {
            change(article, Now);
        }
        catch (PublicationRefusedException e)
        {
            return text.Of(e);
        }
        await db.SaveChangesAsync(cancel);
        return "";
    }

    /// <summary>Restores from the bin; returns how many were soft-deleted.</summary>
    public async Task<int> RestoreAsync(IReadOnlyCollection<int> ids, CancellationToken cancel)
    {
        var binned = await db.Articles.InBin().Where(a => EF.Parameter(ids).Contains(a.Id)).ToListAsync(cancel);
        binned.ForEach(a => a.Restore());
        await db.SaveChangesAsync(cancel);
        return binned.Count;
    }

    private List<Spec>? Parameters(ArticleForm form, ModelStateDictionary state)
    {
        if (SpecLines.Parse(form.Parameters, out var wrong) is { } parameters)
            return parameters;
        state.AddModelError(nameof(form.Parameters), text["第 {0} 行看不懂，请写成：名称: 值 [单位]", wrong]);
        return null;
    }

    /// <summary>An unchanged schedule is not set again, because its time may have come meanwhile.</summary>
    private void Plan(Article article, ArticleForm form, ModelStateDictionary state)
    {
        if (!ChinaTime.TryParse(form.PublishFrom, out var from))
            state.AddModelError(nameof(form.PublishFrom), text["请写成：2026-12-31T09:00"]);
        if (!ChinaTime.TryParse(form.PublishUntil, out var until))
            state.AddModelError(nameof(form.PublishUntil), text["请写成：2026-12-31T09:00"]);
        if (!state.IsValid)
            return;
        try
        {
            if (form.Then == ArticleThen.Publish)
                from = null;
            if (!IsSame(from, article.PublishFrom) || !IsSame(until, article.PublishUntil))
                article.Schedule(from, until, Now);
            if (form.Then == ArticleThen.Publish)
                article.Publish(Now);
        }
        catch (PublicationRefusedException e)
        {
            state.AddModelError(form.PublishFrom is { Length: > 0 } ? nameof(form.PublishFrom) : nameof(form.PublishUntil), text.Of(e));
        }
    }

    /// <summary>With a precision of minutes, like the form.</summary>
    private static bool IsSame(DateTime? one, DateTime? other) => ChinaTime.Input(one) == ChinaTime.Input(other);
}

public static class PublicationRefusals
{
    extension(IStringLocalizer<Ui> text)
    {
        /// <summary>Core's messages, which are keys of localized texts.</summary>
        public string Of(PublicationRefusedException refused) => refused.Message switch
        {
            "已经发布，不能再定发布时间。" => text["已经发布，不能再定发布时间。"],
            "定时发布的时间须在将来。" => text["定时发布的时间须在将来。"],
            "定时下架的时间须在将来。" => text["定时下架的时间须在将来。"],
            "下架时间须晚于发布时间。" => text["下架时间须晚于发布时间。"],
            _ => text["已在回收站中，请先恢复。"],
        };
    }
}
