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

/// <summary>Editor of the contact persons of product lines.</summary>
[Authorize(Policies.Administration)]
public sealed class SalespeopleController(StoreDb db, StaleSaves stale, IStringLocalizer<Ui> text) : AdminController
{
    private const string List = SettingsController.Path + "/salespeople";

    [HttpGet(List + "/new")]
    public IActionResult New() => View("Edit", new SalespersonEditor(new(), []));

    [HttpPost(List + "/new")]
    public Task<IActionResult> Create([FromForm] SalespersonForm form, CancellationToken cancel) =>
        SaveAsync(form, ModelState.IsValid ? db.Salespeople.Add(new Salesperson { Name = form.Name! }).Entity : null, null, cancel);

    [HttpGet(List + "/{id:int}/edit")]
    public async Task<IActionResult> Edit([FromRoute] int id, CancellationToken cancel) =>
        await db.Salespeople.FindAsync([id], cancel) is { } person ? View(await EditorAsync(SalespersonForm.Of(person), id, cancel)) : NotFound();

    [HttpPost(List + "/{id:int}/edit")]
    public async Task<IActionResult> Update([FromRoute] int id, [FromForm] SalespersonForm form, CancellationToken cancel) =>
        await db.Salespeople.FindAsync([id], cancel) is { } person ? await SaveAsync(form, person, id, cancel) : NotFound();

    private async Task<IActionResult> SaveAsync(SalespersonForm form, Salesperson? person, int? id, CancellationToken cancel)
    {
        if (!ModelState.IsValid || person is null)
            return Wrong("Edit", await EditorAsync(form, id, cancel));
        form.WriteTo(person);
        try
        {
            if (id is null)
                await db.SaveChangesAsync(cancel);
            else if (!await stale.SaveFromAsync(person, form.Version, cancel))
                return await StaleAsync(form, person, cancel);
        }
        catch (DbUpdateException e) when (DatabaseErrors.IsUniqueViolation(e))
        {
            db.ChangeTracker.Clear();
            ModelState.AddModelError(nameof(form.Name), text["已有同名的销售。"]);
            return Wrong("Edit", await EditorAsync(form, id, cancel));
        }
        return Done(SettingsController.Path, text["已保存。"]);
    }

    private async Task<IActionResult> StaleAsync(SalespersonForm form, Salesperson mine, CancellationToken cancel) =>
        Stale(await stale.CompareAsync(RevisionKind.Salesperson, mine.Id, FieldValues.Of(mine), form, mine.Name, $"{List}/{mine.Id}/edit", cancel));

    private async Task<SalespersonEditor> EditorAsync(SalespersonForm form, int? id, CancellationToken cancel) =>
        new(form, id is null ? [] : await db.OwnedLinesOf(id).ToListAsync(cancel), id);
}
