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

/// <summary>Editor of the company's facts.</summary>
[Authorize(Policies.Administration)]
public sealed class CompanyController(StoreDb db, StaleSaves stale, IStringLocalizer<Ui> text) : AdminController
{
    private const string Place = SettingsController.Path + "/company";

    [HttpGet(Place)]
    public async Task<IActionResult> Edit(CancellationToken cancel) =>
        View(new SettingsEditor<CompanyForm>(await FindAsync(cancel) is { } company ? CompanyForm.Of(company) : new()));

    [HttpPost(Place)]
    public async Task<IActionResult> Update([FromForm] CompanyForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
            return Wrong("Edit", new SettingsEditor<CompanyForm>(form));
        var company = await FindAsync(cancel) ?? db.Companies.Add(new Company { Name = "" }).Entity; // a store without seeds has no row yet
        form.WriteTo(company);
        if (company.Id == 0)
            await db.SaveChangesAsync(cancel);
        else if (!await stale.SaveFromAsync(company, form.Version, cancel))
            return await StaleAsync(form, company, cancel);
        return Done(SettingsController.Path, text["已保存。"]);
    }

    private Task<Company?> FindAsync(CancellationToken cancel) => db.Companies.OrderBy(c => c.Id).FirstOrDefaultAsync(cancel);

    private async Task<IActionResult> StaleAsync(CompanyForm form, Company mine, CancellationToken cancel) =>
        Stale(await stale.CompareAsync(RevisionKind.Company, mine.Id, FieldValues.Of(mine), form, mine.Name, Place, cancel));
}
