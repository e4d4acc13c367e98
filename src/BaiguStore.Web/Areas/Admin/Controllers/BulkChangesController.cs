using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Bulk changes of products: preview, apply, undo.</summary>
[Authorize(Policies.Catalogue)]
public sealed class BulkChangesController(StoreDb db, ProductFilters filters, ProductService desk, HistoryReader history, IStringLocalizer<Ui> text) : AdminController
{
    private const string List = "/admin/products/bulk";
    private const int PageSize = 50;

    [HttpGet(List)]
    public async Task<IActionResult> Index(int? below, CancellationToken cancel)
    {
        var changes = await db.BulkChanges.AsNoTracking().Where(c => below == null || c.Id < below).OrderByDescending(c => c.Id).Take(PageSize + 1).ToListAsync(cancel);
        var ids = changes.ConvertAll(c => c.Id);
        var undone = await db.BulkChanges.Where(c => c.UndoneId != null && EF.Parameter(ids).Contains(c.UndoneId!.Value)).Select(c => c.UndoneId!.Value).ToListAsync(cancel);
        return View(new BulkList([.. changes.Take(PageSize)], undone.ToHashSet(), await PlacesAsync(changes.Select(c => c.What), cancel), below, changes.Count > PageSize));
    }

    /// <summary>Preview of a bulk change; first asks for the value if the action needs one.</summary>
    [HttpPost(List + "/preview")]
    public async Task<IActionResult> Preview([FromForm] BulkForm form, CancellationToken cancel)
    {
        if (!form.All && form.Ids.Count == 0)
            return Done(form.Filter.Here, text["没有勾选任何商品。"]);
        if (form.ToEdit() is not { } edit)
            return await AskAsync(form, cancel);
        if (await SelectionAsync(form, cancel) is not { } selection)
            return SearchAway(form);
        var preview = await db.PreviewAsync(selection, edit, desk.Now, cancel);
        var places = await PlacesAsync([edit.What], cancel, preview.First.SelectMany(r => new[] { r.Before.CategoryId, r.After.CategoryId })
            .Concat(BulkPage.MostLeft(preview).Select(l => l.Key)));
        return View("Preview", new BulkPage(form, preview, text.OfBulk(edit.What, places), CategoryOptions.None, places));
    }

    [HttpPost(List)]
    public async Task<IActionResult> Create([FromForm] BulkForm form, CancellationToken cancel)
    {
        if (form.ToEdit() is not { } edit || string.IsNullOrEmpty(form.Fingerprint))
            return await Preview(form, cancel);
        if (await SelectionAsync(form, cancel) is not { } selection)
            return SearchAway(form);
        try
        {
            var change = await db.ApplyAsync(selection, edit, form.Fingerprint, desk.Now, cancel);
            return change is null ? Done(form.Filter.Here, text["没有需要修改的商品。"]) : Done(form.Filter.Url(undo: change.Id), text["已修改 {0} 件商品。", Format.Number(change.Count)]);
        }
        catch (BulkRefusedException e)
        {
            ModelState.AddModelError("", text[e.Message]);
            Response.StatusCode = StatusCodes.Status409Conflict;
            return await Preview(form, cancel); // the products have changed: preview again
        }
    }

    [HttpPost(List + "/{id:int}/undoing")]
    public async Task<IActionResult> Undo([FromRoute] int id, CancellationToken cancel)
    {
        try
        {
            var undo = await db.UndoAsync(id, desk.Now, cancel);
            return Done(List, undo.Merge is null ? Said(undo) : await SaidAsync(undo, undo.Merge, cancel));
        }
        catch (BulkRefusedException e)
        {
            return Done(List, text[e.Message]);
        }
        catch (TreeRefusedException e)
        {
            return Done(List, text["没有撤销：{0}", text.Of(e)]);
        }
    }

    private string Said(BulkUndo undo) => undo.Left.Count == 0
        ? text["已撤销，{0} 件商品恢复原样。", Format.Number(undo.Change.Count)]
        : text["已撤销，{0} 件商品恢复原样；{1} 件后来又改过，保持不变。", Format.Number(undo.Change.Count), Format.Number(undo.Left.Count)];

    private async Task<string> SaidAsync(BulkUndo undo, MergeUndo merged, CancellationToken cancel)
    {
        var places = await PlacesAsync([undo.Change.What], cancel);
        string NameOf(int id) => places.GetValueOrDefault(id) ?? "";
        if (!merged.Merge.Merged)
            return text["“{0}”又合并到“{1}”，移动了 {2} 个商品。", NameOf(merged.Merge.FromId), NameOf(merged.Merge.IntoId), Format.Number(undo.Change.Count)];
        var said = text["已撤销合并：“{0}”恢复，{1} 个商品、{2} 个下级分类、{3} 篇文章回到原处。",
            NameOf(merged.Merge.FromId), Format.Number(undo.Change.Count), merged.Categories, merged.Articles].Value;
        var left = undo.Left.Count + merged.CategoriesLeft;
        return left == 0 ? said : said + text["另有 {0} 个后来又移到别处，保持不变。", left];
    }

    private async Task<IActionResult> AskAsync(BulkForm form, CancellationToken cancel)
    {
        if (form.HasValue && form.Act is BulkAct.SetPrice)
            ModelState.AddModelError(nameof(form.Price), text["请填写价格，例如 4280 或 4,280.50。"]);
        else if (form.HasValue && form.Act is BulkAct.ChangePrice)
            ModelState.AddModelError(nameof(form.Percent), text["请填写百分比，大于 -100，不超过 900，最多两位小数。"]);
        if (!ModelState.IsValid)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        return View("Preview", new BulkPage(form, null, "", form.Act == BulkAct.Move ? await db.CategoryChoicesAsync(null, cancel) : CategoryOptions.None, new Dictionary<int, string>()));
    }

    /// <summary>Null if a search text cannot be evaluated now: then nothing is changed.</summary>
    private async Task<BulkSelection?> SelectionAsync(BulkForm form, CancellationToken cancel) =>
        !form.All ? BulkSelection.Of(form.Ids) : await filters.ReadAsync(form.Filter, desk.Now, cancel) is { } filter ? BulkSelection.Of(filter) : null;

    private IActionResult SearchAway(BulkForm form) => Done(form.Filter.Here, text["索引正在建立，暂时不能按文字筛选；没有修改任何商品。请过一分钟再试。"]);

    private Task<IReadOnlyDictionary<int, string>> PlacesAsync(IEnumerable<string> whats, CancellationToken cancel, IEnumerable<int>? more = null) =>
        history.NamesAsync(RevisionKind.Category, [.. whats.SelectMany(BulkNames.PlacesIn).Concat(more ?? []).Distinct()], cancel);
}
