using BaiguStore.Core.Catalog;
using BaiguStore.Web.Areas.Admin.Desks;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Where a place of the tree stands: its order, what is above it, and that two become one.</summary>
[Authorize(Policies.Catalogue)]
public sealed class CategoryPlacesController(CategoryDesk desk, IStringLocalizer<Ui> text) : AdminController
{
    private const string Place = CategoryTreePage.Path + "/{id:int}";

    [HttpPost(Place + "/position")]
    public async Task<IActionResult> Step([FromRoute] int id, [FromForm] PlaceForm form, CancellationToken cancel)
    {
        if (await desk.NameAsync(id, cancel) is not { } name)
            return NotFound();
        var moved = await desk.StepAsync(id, form.Way == "up" ? -1 : 1, cancel);
        return Done(CategoryTreePage.UrlOf(form.Open ?? [], id), !moved ? text["“{0}”已在尽头。", name] : form.Way == "up" ? text["“{0}”已上移。", name] : text["“{0}”已下移。", name]);
    }

    [HttpGet(Place + "/parent")]
    public async Task<IActionResult> ChooseParent([FromRoute] int id, [FromQuery] string? q, CancellationToken cancel) =>
        await desk.ChoiceAsync(id, CategoriesController.Query(q), cancel) is { } choice ? View("Parent", choice) : NotFound();

    [HttpPost(Place + "/parent")]
    public async Task<IActionResult> Move([FromRoute] int id, [FromForm] PlaceForm form, CancellationToken cancel)
    {
        if (await desk.ChoiceAsync(id, "", cancel) is not { } choice)
            return NotFound();
        try
        {
            if (!ModelState.IsValid)
                return Wrong("Parent", choice);
            await desk.MoveAsync(id, form.ParentId, form.Before, cancel);
        }
        catch (TreeRefusedException e)
        {
            ModelState.AddModelError("", text.Of(e));
            return Wrong("Parent", choice);
        }
        return Done(CategoryTreePage.UrlOf([.. form.Open ?? [], .. (await desk.TrailAsync(id, cancel)).SkipLast(1)], id), await SaidAsync(choice, form, cancel));
    }

    /// <summary>Another place among the same siblings is a new order, not a move to where it already was.</summary>
    private async Task<string> SaidAsync(PlaceChoice moved, PlaceForm form, CancellationToken cancel)
    {
        if (form.ParentId != moved.ParentId)
            return text["“{0}”已移到“{1}”。", moved.Name, form.ParentId is { } parent ? await desk.NameAsync(parent, cancel) ?? "" : text["顶层"].Value];
        return form.Before is { } next && await desk.NameAsync(next, cancel) is { } name ? text["“{0}”现在排在“{1}”前面。", moved.Name, name] : text["“{0}”现在排在最后。", moved.Name];
    }

    [HttpGet(Place + "/merger")]
    public async Task<IActionResult> ChooseTarget([FromRoute] int id, [FromQuery] string? q, [FromQuery] int? into, CancellationToken cancel)
    {
        if (await desk.ChoiceAsync(id, CategoriesController.Query(q), cancel) is not { } choice)
            return NotFound();
        if (into is not { } target || await desk.NameAsync(target, cancel) is not { } name)
            return View("Merger", choice);
        var (products, places, articles) = await desk.PreviewAsync(id, cancel);
        return Confirm(new(
            text["把“{0}”合并到“{1}”？", choice.Name, name],
            [
                text["移过去：{0} 个商品（草稿和回收站里的也算），{1} 个下级分类，{2} 篇文章的关联。", products, places, articles],
                text["“{0}”从分类树消失，它的网址转到“{1}”。", choice.Name, name],
                text["合并不能一键撤销；每个商品原来的分类都记在历史里。"],
            ],
            text["合并"], $"{CategoryTreePage.Path}/{id}/merger", $"{CategoryTreePage.Path}/{id}/merger") { Hidden = new Dictionary<string, string> { ["Into"] = $"{target}" } });
    }

    [HttpPost(Place + "/merger")]
    public async Task<IActionResult> Merge([FromRoute] int id, [FromForm] int into, CancellationToken cancel)
    {
        if (await desk.ChoiceAsync(id, "", cancel) is not { } choice)
            return NotFound();
        try
        {
            var moved = await desk.MergeAsync(id, into, cancel);
            return Done(CategoryTreePage.UrlOf(await desk.TrailAsync(into, cancel), into), text["已合并到“{0}”，移动了 {1} 个商品。", await desk.NameAsync(into, cancel) ?? "", moved]);
        }
        catch (TreeRefusedException e)
        {
            ModelState.AddModelError("", text.Of(e));
            return Wrong("Merger", choice);
        }
    }
}

public static class TreeRefusals
{
    extension(IStringLocalizer<Ui> text)
    {
        /// <summary>Core's own words, which are texts of the pages too.</summary>
        public string Of(TreeRefusedException refused) => refused.Message switch
        {
            "分类不能移到自身或自身的下级之下。" => text["分类不能移到自身或自身的下级之下。"],
            "分类不能合并到自身或自身的下级。" => text["分类不能合并到自身或自身的下级。"],
            "分类下还有商品、文章或下级分类。" => text["分类下还有商品、文章或下级分类。"],
            "分类已不存在。" => text["分类已不存在。"],
            "目标分类在回收站中。" => text["目标分类在回收站中。"],
            _ => text["分类最多 {0} 级。", Category.MaxDepth],
        };
    }
}
