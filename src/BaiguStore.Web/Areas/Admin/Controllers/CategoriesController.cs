using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>The category tree, and the category editor.</summary>
[Authorize(Policies.Catalogue)]
public sealed class CategoriesController(StoreDb db, CategoryService desk, CategoryBinder places, StaleSaves stale, IStringLocalizer<Ui> text) : AdminController
{
    private const int MaxOpen = 200, MaxQuery = 80;

    [HttpGet(CategoryTreePage.Path)]
    public async Task<IActionResult> Index([FromQuery] List<int>? open, [FromQuery] string? q, [FromQuery] int? merge, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
            return BadRequest();
        var tree = await desk.TreeAsync([.. (open ?? []).Distinct().Take(MaxOpen)], Query(q), cancel);
        return View(tree with { Merge = await desk.UndoableAsync(merge, cancel) });
    }

    /// <summary>Suggestions for a category field.</summary>
    [HttpGet(CategoryTreePage.Path + "/names")]
    public async Task<IActionResult> Names([FromQuery] string? q, CancellationToken cancel) =>
        Json(await db.FindPlacesAsync(Query(q), CategoryOptions.MostFound, cancel));

    [HttpGet(CategoryTreePage.Path + "/new")]
    public async Task<IActionResult> New([FromQuery] int? parentId, CancellationToken cancel) =>
        View("Edit", await EditorAsync(new() { ParentId = $"{parentId}" }, null, cancel));

    [HttpPost(CategoryTreePage.Path + "/new")]
    public async Task<IActionResult> Create([FromForm] CategoryForm form, CancellationToken cancel)
    {
        if (await ParentAsync(form, cancel) is var parentId && !await IsRightAsync(form, cancel))
            return Wrong("Edit", await EditorAsync(form, null, cancel));
        var category = form.ToCategory();
        var notice = "";
        try
        {
            notice = await desk.AddAsync(category, parentId, cancel);
        }
        catch (TreeRefusedException e)
        {
            return await RefusedAsync(e, form, null, cancel);
        }
        return Done(CategoryTreePage.UrlOf((await desk.TrailAsync(category.Id, cancel)).SkipLast(1), category.Id), text["已添加“{0}”。", category.Name] + notice);
    }

    [HttpGet(CategoryTreePage.Path + "/{id:int}/edit")]
    public async Task<IActionResult> Edit([FromRoute] int id, CancellationToken cancel) =>
        await db.Categories.FindAsync([id], cancel) is { } category ? View(await EditorAsync(CategoryForm.Of(category), category, cancel)) : NotFound();

    [HttpPost(CategoryTreePage.Path + "/{id:int}/edit")]
    public async Task<IActionResult> Update([FromRoute] int id, [FromForm] CategoryForm form, CancellationToken cancel)
    {
        if (await db.Categories.FindAsync([id], cancel) is not { } category)
            return NotFound();
        if (await ParentAsync(form, cancel) is var parentId && !await IsRightAsync(form, cancel))
            return Wrong("Edit", await EditorAsync(form, category, cancel));
        try
        {
            var notice = await desk.SaveAsync(form.Put(category), form, parentId, cancel);
            return Done($"{CategoryTreePage.Path}/{id}/edit", text["已保存。"] + notice);
        }
        catch (TreeRefusedException e)
        {
            return await RefusedAsync(e, form, category, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await StaleAsync(category, form, parentId, cancel);
        }
    }

    internal static string Query(string? q) => Core.Text.PlainText.Excerpt(q ?? "", MaxQuery);

    /// <summary>The chosen or typed parent; null for the top, and if invalid.</summary>
    private async Task<int?> ParentAsync(CategoryForm form, CancellationToken cancel)
    {
        var (id, error) = await places.ReadAsync(form.ParentId, cancel);
        if (error is not null)
            ModelState.AddModelError(nameof(form.ParentId), error);
        return id;
    }

    /// <summary>Checks that entities that the form refers to exist.</summary>
    private async Task<bool> IsRightAsync(CategoryForm form, CancellationToken cancel)
    {
        if (form.VendorId is { } vendor && !await db.Vendors.AnyAsync(v => v.Id == vendor, cancel))
            ModelState.AddModelError(nameof(form.VendorId), text["没有这个品牌。"]);
        if (form.SalespersonId is { } person && !await db.Salespeople.AnyAsync(s => s.Id == person, cancel))
            ModelState.AddModelError(nameof(form.SalespersonId), text["没有这位销售。"]);
        if (Lines.Of(form.KeySpecs).Count() > CategoryForm.MaxKeySpecs)
            ModelState.AddModelError(nameof(form.KeySpecs), text["列表参数最多 {0} 个。", CategoryForm.MaxKeySpecs]);
        return ModelState.IsValid;
    }

    private async Task<IActionResult> RefusedAsync(TreeRefusedException refused, CategoryForm form, Category? category, CancellationToken cancel)
    {
        ModelState.AddModelError(nameof(form.ParentId), text.Of(refused));
        return Wrong("Edit", await EditorAsync(form, category, cancel));
    }

    private async Task<IActionResult> StaleAsync(Category category, CategoryForm form, int? parentId, CancellationToken cancel)
    {
        var mine = FieldValues.Of(category).With(new Dictionary<string, string?>
        {
            [nameof(form.ParentId)] = form.ParentId is null ? $"{category.ParentId}" : parentId?.ToString(CultureInfo.InvariantCulture),
        });
        var place = $"{CategoryTreePage.Path}/{category.Id}/edit";
        return Stale(await stale.CompareAsync(RevisionKind.Category, category.Id, mine, form, category.Name, place, cancel));
    }

    private async Task<CategoryEditor> EditorAsync(CategoryForm form, Category? category, CancellationToken cancel)
    {
        var (parent, _) = await places.ReadAsync(form.ParentId, cancel);
        var isEmpty = category is not null && await desk.IsEmptyAsync(category.Id, cancel);
        return new(form, category, await desk.ChoicesAsync(parent, cancel, category?.Path)) { IsEmpty = isEmpty };
    }
}
