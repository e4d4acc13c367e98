using BaiguStore.Core.Articles;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Desks;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Models;
using BaiguStore.Web.Setup;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>The articles, and the editor of one.</summary>
[Authorize(Policies.Catalogue)]
public sealed class ArticlesController(StoreDb db, ArticleDesk desk, CategoryDesk categories, PreviewLinks links, PublicUrl publicUrl, IStringLocalizer<Ui> text) : AdminController
{
    private static readonly string[] Fields =
    [
        nameof(Article.Title), nameof(Article.Slug), nameof(Article.Summary), nameof(Article.Parameters), nameof(Article.Body), nameof(Article.Tags), nameof(Article.CategoryId),
        nameof(Article.HelpsToChoose), nameof(Article.PublishFrom), nameof(Article.PublishUntil),
    ];

    [HttpGet(ArticleList.Path)]
    public async Task<IActionResult> Index([FromQuery] PublicationState? state, [FromQuery] string? q, [FromQuery] int? before, [FromQuery] int? after, CancellationToken cancel) =>
        ModelState.IsValid ? View(await desk.ListAsync(state, CategoriesController.Query(q), before, after, cancel)) : BadRequest();

    [HttpGet(ArticleList.Path + "/new")]
    public async Task<IActionResult> New(CancellationToken cancel) => View("Edit", await EditorAsync(new(), null, null, cancel));

    [HttpPost(ArticleList.Path + "/new")]
    public async Task<IActionResult> Create([FromForm] ArticleForm form, CancellationToken cancel)
    {
        var article = desk.New();
        if (!await desk.TakeAsync(article, form, ModelState, cancel))
            return Wrong("Edit", await EditorAsync(form, null, null, cancel));
        var notice = await desk.SaveAsync(article, null, cancel);
        return Done($"{ArticleList.Path}/{article.Id}/edit", Saved(article) + notice);
    }

    [HttpGet(ArticleList.Path + "/{id:int}/edit")]
    public async Task<IActionResult> Edit([FromRoute] int id, CancellationToken cancel) =>
        await desk.FindAsync(id, cancel) is { } article ? View(await EditorAsync(ArticleForm.Of(article), article, null, cancel)) : NotFound();

    [HttpPost(ArticleList.Path + "/{id:int}/edit")]
    public async Task<IActionResult> Update([FromRoute] int id, [FromForm] ArticleForm form, CancellationToken cancel)
    {
        if (await desk.FindAsync(id, cancel) is not { } article)
            return NotFound();
        if (form.Version != article.Version)
            return await StaleAsync(article, form, cancel);
        if (!await desk.TakeAsync(article, form, ModelState, cancel))
            return Wrong("Edit", await EditorAsync(form, article, null, cancel));
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

    /// <summary>The text as it would be published: a fragment for the script, else a page.</summary>
    [HttpPost(ArticleList.Path + "/preview")]
    public async Task<IActionResult> Preview([FromForm] ArticleForm form, [FromForm] bool fragment, CancellationToken cancel)
    {
        ModelState.Clear(); // a text without a title can be looked at
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

    /// <summary>409: the form as it was typed, with what only the other changed taken in, over the newer version.</summary>
    private async Task<IActionResult> StaleAsync(Article newer, ArticleForm form, CancellationToken cancel)
    {
        var theirs = ArticleForm.Of(newer);
        var typed = await desk.TakeAsync(newer, form with { Then = ArticleThen.Save }, ModelState, cancel);
        db.ChangeTracker.DetectChanges();
        var mine = FieldValues.Of(newer);
        db.ChangeTracker.Clear();
        var merge = typed ? await db.CompareAsync(RevisionKind.Article, newer.Id, form.Version, mine, cancel) : null;
        var proposal = form with { Version = theirs.Version };
        if (merge is not null)
        {
            bool Takes(string field) => merge.Fields.First(f => f.Field.Name == field).Outcome == MergeOutcome.OnlyTheirs;
            proposal = proposal with
            {
                Title = Takes(nameof(form.Title)) ? theirs.Title : form.Title,
                Slug = Takes(nameof(form.Slug)) ? theirs.Slug : form.Slug,
                Summary = Takes(nameof(form.Summary)) ? theirs.Summary : form.Summary,
                Parameters = Takes(nameof(form.Parameters)) ? theirs.Parameters : form.Parameters,
                Body = Takes(nameof(form.Body)) ? theirs.Body : form.Body,
                Tags = Takes(nameof(form.Tags)) ? theirs.Tags : form.Tags,
                CategoryId = Takes(nameof(form.CategoryId)) ? theirs.CategoryId : form.CategoryId,
                HelpsToChoose = Takes(nameof(form.HelpsToChoose)) ? theirs.HelpsToChoose : form.HelpsToChoose,
                PublishFrom = Takes(nameof(form.PublishFrom)) ? theirs.PublishFrom : form.PublishFrom,
                PublishUntil = Takes(nameof(form.PublishUntil)) ? theirs.PublishUntil : form.PublishUntil,
            };
            ModelState.Clear(); // the proposal is shown, not what was typed before it
        }
        var stale = merge is null ? null : await categories.StaleAsync(RevisionKind.Article, newer.Id, merge, Fields, cancel);
        Response.StatusCode = merge is null ? StatusCodes.Status400BadRequest : StatusCodes.Status409Conflict;
        return View("Edit", await EditorAsync(merge is null ? form : proposal, await desk.FindAsync(newer.Id, cancel), stale, cancel));
    }

    private async Task<ArticleEditor> EditorAsync(ArticleForm form, Article? article, StaleSave? stale, CancellationToken cancel) => new(
        form, article, await categories.ChoicesAsync(form.CategoryId, cancel), await desk.PreviewAsync(form, new(), cancel), article is null or { DeletedAt: not null } ? null : publicUrl.Of(links.PathOf(article.Id), Request), stale);
}
