using BaiguStore.Core.Catalog;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Security;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Moves categories among their siblings or to another parent, and merges them.</summary>
[Authorize(Policies.Catalogue)]
public sealed class CategoryPositionsController(CategoryService desk, IStringLocalizer<Ui> text) : AdminController
{
    private const string Place = CategoryTreePage.Path + "/{id:int}";

    /// <summary>Names listed in a confirmation; the rest is counted.</summary>
    private const int Named = 12;

    [HttpPost(Place + "/position")]
    public async Task<IActionResult> Step([FromRoute] int id, [FromForm] CategoryPositionForm form, CancellationToken cancel)
    {
        if (await desk.NameAsync(id, cancel) is not { } name)
            return NotFound();
        var moved = await desk.StepAsync(id, form.Way == "up" ? -1 : 1, cancel);
        return Done(CategoryTreePage.UrlOf(form.Open ?? [], id), !moved ? text["“{0}”已在尽头。", name] : form.Way == "up" ? text["“{0}”已上移。", name] : text["“{0}”已下移。", name]);
    }

    [HttpGet(Place + "/parent")]
    public async Task<IActionResult> ChooseParent([FromRoute] int id, [FromQuery] string? q, CancellationToken cancel) =>
        await desk.ChoiceAsync(id, CategoriesController.Query(q), await desk.ParentAsync(id, cancel), cancel) is { } choice
            ? View("Parent", choice) : NotFound();

    [HttpPost(Place + "/parent")]
    public async Task<IActionResult> Move([FromRoute] int id, [FromForm] CategoryPositionForm form, CancellationToken cancel)
    {
        if (await desk.ChoiceAsync(id, "", form.ParentId, cancel) is not { } choice)
            return NotFound();
        try
        {
            if (!ModelState.IsValid)
                return Wrong("Parent", choice);
            var moved = await desk.MoveAsync(id, form.ParentId, form.Before, cancel);
            return Done(CategoryTreePage.UrlOf([.. form.Open ?? [], .. (await desk.TrailAsync(id, cancel)).SkipLast(1)], id),
                moved ? await SaidAsync(choice, form, cancel) : text["“{0}”已经在那里，没有移动。", choice.Name]);
        }
        catch (TreeRefusedException e)
        {
            ModelState.AddModelError("", text.Of(e));
            return Wrong("Parent", choice);
        }
    }

    /// <summary>A move among the same siblings is reported as a new order, not as a new parent.</summary>
    private async Task<string> SaidAsync(CategoryChoice moved, CategoryPositionForm form, CancellationToken cancel)
    {
        if (form.ParentId != moved.ParentId)
            return text["“{0}”已移到“{1}”。", moved.Name, form.ParentId is { } parent ? await desk.NameAsync(parent, cancel) ?? "" : text["顶层"].Value];
        return form.Before is { } next && await desk.NameAsync(next, cancel) is { } name ? text["“{0}”现在排在“{1}”前面。", moved.Name, name] : text["“{0}”现在排在最后。", moved.Name];
    }

    [HttpGet(Place + "/merger")]
    public async Task<IActionResult> ChooseTarget(
        [FromRoute] int id, [FromQuery] string? q, [FromQuery, ModelBinder<CategoryBinder>] int? into, CancellationToken cancel)
    {
        if (await desk.ChoiceAsync(id, CategoriesController.Query(q), into, cancel) is not { } choice)
            return NotFound();
        if (into is { } target && await desk.RefusalAsync(id, target, cancel) is { } refusal)
            ModelState.AddModelError(nameof(into), refusal);
        if (!ModelState.IsValid)
            return Wrong("Merger", choice);
        if (into is not { } chosen || await desk.ChoiceAsync(chosen, "", null, cancel) is not { } kept)
            return View("Merger", choice);
        var (place, consequences) = ($"{CategoryTreePage.Path}/{id}/merger", Consequences(choice, kept, await desk.PreviewAsync(id, cancel)));
        return Confirm(new(text["把“{0}”合并到“{1}”？", choice.Name, kept.Name], [.. consequences], text["合并"], place, place)
        {
            Hidden = new Dictionary<string, string> { ["Into"] = $"{chosen}" },
        });
    }

    [HttpPost(Place + "/merger")]
    public async Task<IActionResult> Merge([FromRoute] int id, [FromForm] int into, CancellationToken cancel)
    {
        if (await desk.ChoiceAsync(id, "", into, cancel) is not { } choice)
            return NotFound();
        try
        {
            var merge = await desk.MergeAsync(id, into, cancel);
            return Done(CategoryTreePage.UrlOf(await desk.TrailAsync(into, cancel), into, merge.Id),
                text["“{0}”已合并到“{1}”，移动了 {2} 个商品。", choice.Name, await desk.NameAsync(into, cancel) ?? "", Format.Number(merge.Count)]);
        }
        catch (TreeRefusedException e)
        {
            ModelState.AddModelError("", text.Of(e));
            return Wrong("Merger", choice);
        }
    }

    /// <summary>Consequences of a merge, for its confirmation.</summary>
    private IEnumerable<string> Consequences(CategoryChoice merged, CategoryChoice kept, MergePreview preview)
    {
        yield return text["{0} 个商品移到“{1}”，其中 {2} 个访客看不到（草稿和回收站）。", Format.Number(preview.Products), kept.Name, Format.Number(preview.Unseen)];
        if (preview.Places.Count > 0)
            yield return text["{0} 个下级分类移到“{1}”下面：{2}", preview.Places.Count, kept.Name, Some(preview.Places)];
        if (preview.Articles.Count > 0)
            yield return text["{0} 篇文章改为关联“{1}”：{2}", preview.Articles.Count, kept.Name, Some(preview.Articles)];
        yield return text["“{0}”移到回收站，不再出现在分类树里。", merged.Name];
        yield return text["这些网址转到 {0}：{1}", Links.Category(kept.Slug), Some([.. preview.Slugs.Prepend(merged.Slug).Select(Links.Category)])];
        yield return text["合并以后可以撤销：在随后的页面上，或者在“批量修改记录”里。"];
    }

    private string Some(IReadOnlyList<string> names) =>
        Format.Facts(names.Take(Named)) + (names.Count > Named ? text["，还有 {0} 个", names.Count - Named] : "");
}

public static class TreeRefusals
{
    extension(IStringLocalizer<Ui> text)
    {
        /// <summary>Core's messages, which are keys of localized texts.</summary>
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
