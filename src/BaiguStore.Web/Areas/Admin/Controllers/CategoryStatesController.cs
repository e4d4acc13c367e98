using BaiguStore.Core.Catalog;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Hides, shows, soft-deletes and restores categories.</summary>
[Authorize(Policies.Catalogue)]
public sealed class CategoryStatesController(CategoryService desk, IStringLocalizer<Ui> text) : AdminController
{
    private const string Place = CategoryTreePage.Path + "/{id:int}";

    [HttpPost(Place + "/hiding")]
    public Task<IActionResult> Hide([FromRoute] int id, [FromForm] CategoryPositionForm form, CancellationToken cancel) =>
        ChangeAsync(id, c => c.Hide(), text["已隐藏，访客看不到它、它的下级和其中的商品。"], form, cancel);

    [HttpPost(Place + "/showing")]
    public Task<IActionResult> Show([FromRoute] int id, [FromForm] CategoryPositionForm form, CancellationToken cancel) => ChangeAsync(id, c => c.Show(), text["已显示。"], form, cancel);

    [HttpPost(Place + "/restoration")]
    public Task<IActionResult> Restore([FromRoute] int id, [FromForm] CategoryPositionForm form, CancellationToken cancel) => ChangeAsync(id, c => c.Restore(), text["已从回收站恢复。"], form, cancel);

    /// <summary>Restores several categories from the bin.</summary>
    [HttpPost(CategoryTreePage.Path + "/restorations")]
    public async Task<IActionResult> RestoreMany([FromForm] List<int>? ids, CancellationToken cancel) =>
        Done(CategoryTreePage.Path, text["已从回收站恢复 {0} 个分类。", await desk.RestoreAsync(ids ?? [], cancel)]);

    /// <summary>No confirmation: only empty categories are deleted, and a click restores them.</summary>
    [HttpPost(Place + "/bin")]
    public async Task<IActionResult> Bin([FromRoute] int id, [FromForm] CategoryPositionForm form, CancellationToken cancel)
    {
        if (await desk.NameAsync(id, cancel) is not { } name)
            return NotFound();
        try
        {
            await desk.BinAsync(id, cancel);
            return Done(CategoryTreePage.UrlOf(form.Open ?? [], id), text["“{0}”已移到回收站，可以在页面下方恢复。", name]);
        }
        catch (TreeRefusedException e)
        {
            ModelState.AddModelError("", text.Of(e));
            return Wrong("~/Areas/Admin/Views/Categories/Index.cshtml", await desk.TreeAsync(form.Open ?? [], "", cancel));
        }
    }

    private async Task<IActionResult> ChangeAsync(int id, Action<Category> change, string notice, CategoryPositionForm form, CancellationToken cancel) =>
        await desk.ChangeAsync(id, change, cancel) ? Done(CategoryTreePage.UrlOf(form.Open ?? [], id), notice) : NotFound();
}
