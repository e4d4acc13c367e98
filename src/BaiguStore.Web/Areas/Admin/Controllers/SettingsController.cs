using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Settings: company, salespeople, vendors, comment rules.</summary>
[Authorize(Policies.Administration)]
public sealed class SettingsController(StoreDb db, CurrentCommentSettings comments) : AdminController
{
    internal const string Path = "/admin/settings";

    [HttpGet(Path)]
    public async Task<IActionResult> Show(CancellationToken cancel) => View(new SettingsPage(
        await db.Companies.AsNoTracking().OrderBy(c => c.Id).FirstOrDefaultAsync(cancel) ?? new Company { Name = "" },
        await db.Salespeople.AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancel),
        (await db.OwnedLinesOf(null).ToListAsync(cancel)).ToLookup(l => l.OwnerId),
        await db.Vendors.AsNoTracking().OrderBy(v => v.Name)
            .Select(v => new VendorRow(v.Id, v.Code, v.Name, v.Aliases, db.Categories.Count(c => c.VendorId == v.Id && c.DeletedAt == null))).ToListAsync(cancel),
        comments.Now));
}

internal static class OwnedLines
{
    /// <summary>Product lines with an owner, in tree order.</summary>
    public static IQueryable<OwnedLine> OwnedLinesOf(this StoreDb db, int? ownerId) =>
        from line in db.Categories.AsNoTracking()
        where line.SalespersonId != null && (ownerId == null || line.SalespersonId == ownerId) && line.DeletedAt == null
        orderby line.Path
        select new OwnedLine(line.SalespersonId!.Value, line.Name, line.Slug, db.Categories.Where(c => c.Id == line.ParentId).Select(c => c.Name).FirstOrDefault());
}
