using BaiguStore.Core.Articles;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>List of articles, and the article editor.</summary>
[Authorize(Policies.Catalogue)]
public sealed class ArticlesController(
    StoreDb db, ArticleService desk, StaleSaves stale, CategoryService categories, PreviewLinks links, PublicUrl publicUrl, IStringLocalizer<Ui> text) : AdminController
{
    [HttpGet(ArticleList.Path)]
    public async Task<IActionResult> Index([FromQuery] PublicationState? state, [FromQuery] string? q, [FromQuery] int? before, [FromQuery] int? after, CancellationToken cancel) =>
        ModelState.IsValid ? View(await desk.ListAsync(state, CategoriesController.Query(q), before, after, cancel)) : BadRequest();

    [HttpGet(ArticleList.Path + "/new")]
    public async Task<IActionResult> New(CancellationToken cancel) => View("Edit", await EditorAsync(new(), null, cancel));

    [HttpPost(ArticleList.Path + "/new")]
    public async Task<IActionResult> Create([FromForm] ArticleForm form, CancellationToken cancel)
    {
        var article = desk.New();
        if (!await desk.TakeAsync(article, form, ModelState, cancel))
            return Wrong("Edit", await EditorAsync(form, null, cancel));
        var notice = await desk.SaveAsync(article, null, cancel);
        return Done($"{ArticleList.Path}/{article.Id}/edit", Saved(article) + notice);
    }

    [HttpGet(ArticleList.Path + "/{id:int}/edit")]
    public async Task<IActionResult> Edit([FromRoute] int id, CancellationToken cancel) =>
        await desk.FindAsync(id, cancel) is { } article ? View(await EditorAsync(ArticleForm.Of(article), article, cancel)) : NotFound();

    [HttpPost(ArticleList.Path + "/{id:int}/edit")]
    public async Task<IActionResult> Update([FromRoute] int id, [FromForm] ArticleForm form, CancellationToken cancel)
    {
        if (await desk.FindAsync(id, cancel) is not { } article)
            return NotFound();
        if (form.Version != article.Version)
            return await StaleAsync(article, form, cancel);
        if (!await desk.TakeAsync(article, form, ModelState, cancel))
            return Wrong("Edit", await EditorAsync(form, article, cancel));
        try
        {
            var notice = await desk.SaveAsync(article, form.Version, cancel);
            return Done($"{ArticleList.Path}/{id}/edit", Saved(article) + notice);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return await desk.FindAsync(id, cancel) is { } newer ? await StaleAsync(newer, form, cancel) : NotFound();
        }
    }

    /// <summary>Preview of the text: a fragment for the script, otherwise a page.</summary>
    [HttpPost(ArticleList.Path + "/preview")]
    public async Task<IActionResult> Preview([FromForm] ArticleForm form, [FromForm] bool fragment, CancellationToken cancel)
    {
        ModelState.Clear(); // a preview needs no title
        if (await desk.PreviewAsync(form, ModelState, cancel) is { } draft)
            return fragment ? PartialView("article-draft", draft) : View(draft);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return fragment ? PartialView("form-errors") : View("Refused");
    }

    private string Saved(Article article) => text.With(article.State switch
    {
        PublicationState.Published => text["已保存，读者现在看到的就是它。"],
        PublicationState.Scheduled => text["已保存，将在 {0} 发布。", Format.Minute(article.PublishFrom!.Value)],
        _ => text["已保存，读者还看不到。"],
    }, desk.Omissions);

    private async Task<IActionResult> StaleAsync(Article newer, ArticleForm form, CancellationToken cancel)
    {
        var (id, title) = (newer.Id, newer.Title);
        var isRight = await desk.TakeAsync(newer, form with { Then = ArticleThen.Save }, ModelState, cancel);
        var mine = FieldValues.Of(newer);
        db.ChangeTracker.Clear();
        if (!isRight)
            return Wrong("Edit", await EditorAsync(form, await desk.FindAsync(id, cancel), cancel));
        if (await db.CompareAsync(RevisionKind.Article, id, form.Version, mine, cancel) is not { } merge)
            return NotFound();
        var place = $"{ArticleList.Path}/{id}/edit";
        return Stale(await stale.ReadAsync(RevisionKind.Article, id, merge, form, title, place, cancel, (nameof(form.Then), $"{form.Then}")));
    }

    private async Task<ArticleEditor> EditorAsync(ArticleForm form, Article? article, CancellationToken cancel) => new(
        form, article, await categories.ChoicesAsync(form.CategoryId, cancel), await desk.PreviewAsync(form, new(), cancel),
        article is null or { DeletedAt: not null } ? null : publicUrl.Of(links.PathOf(article.Id), Request));
}
