using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Editor of vendors and their aliases.</summary>
[Authorize(Policies.Administration)]
public sealed class VendorsController(StoreDb db, StaleSaves stale, IStringLocalizer<Ui> text) : AdminController
{
    private const string List = SettingsController.Path + "/vendors";

    [HttpGet(List + "/new")]
    public IActionResult New() => View("Edit", new SettingsEditor<VendorForm>(new()));

    [HttpPost(List + "/new")]
    public Task<IActionResult> Create([FromForm] VendorForm form, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(form.Code))
            ModelState.AddModelError(nameof(form.Code), text["请填写代码。"]);
        return SaveAsync(form, ModelState.IsValid ? db.Vendors.Add(new Vendor { Code = form.Code!, Name = form.Name! }).Entity : null, null, cancel);
    }

    [HttpGet(List + "/{id:int}/edit")]
    public async Task<IActionResult> Edit([FromRoute] int id, CancellationToken cancel) =>
        await db.Vendors.FindAsync([id], cancel) is { } vendor ? View(new SettingsEditor<VendorForm>(VendorForm.Of(vendor), id)) : NotFound();

    [HttpPost(List + "/{id:int}/edit")]
    public async Task<IActionResult> Update([FromRoute] int id, [FromForm] VendorForm form, CancellationToken cancel) =>
        await db.Vendors.FindAsync([id], cancel) is { } vendor ? await SaveAsync(form with { Code = vendor.Code }, vendor, id, cancel) : NotFound();

    private async Task<IActionResult> SaveAsync(VendorForm form, Vendor? vendor, int? id, CancellationToken cancel)
    {
        if (!ModelState.IsValid || vendor is null)
            return Wrong("Edit", new SettingsEditor<VendorForm>(form, id));
        form.WriteTo(vendor);
        try
        {
            if (id is null)
                await db.SaveChangesAsync(cancel);
            else if (!await stale.SaveFromAsync(vendor, form.Version, cancel))
                return await StaleAsync(form, vendor, cancel);
        }
        catch (DbUpdateException e) when (DatabaseErrors.IsUniqueViolation(e))
        {
            ModelState.AddModelError(nameof(form.Code), text["这个代码已被使用。"]);
            return Wrong("Edit", new SettingsEditor<VendorForm>(form, id));
        }
        return Done(SettingsController.Path, text["已保存。"]);
    }

    private async Task<IActionResult> StaleAsync(VendorForm form, Vendor mine, CancellationToken cancel) =>
        Stale(await stale.CompareAsync(RevisionKind.Vendor, mine.Id, FieldValues.Of(mine), form, mine.Name, $"{List}/{mine.Id}/edit", cancel));
}
