using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>The audit trail: sign-ins, roles and other security events. Administrators only, because it contains network addresses.</summary>
[Authorize(Policies.Administration)]
public sealed class AuditController(StoreDb db, AuditReader audit) : AdminController
{
    [HttpGet("/admin/history/audit")]
    public async Task<IActionResult> Index([FromQuery] AuditQuery query, CancellationToken cancel)
    {
        if (!ModelState.IsValid || !ChinaTime.TryParseDay(query.From, out var from) || !ChinaTime.TryParseDay(query.To, out var to))
            return BadRequest();
        var found = db.AuditEntries.AsNoTracking().Between(from, to?.AddDays(1));
        if (query.Kind is { } kind)
            found = found.OfKind(kind);
        if (query.Person is { } person)
            found = found.By(person);
        if (query.Q?.Trim() is { Length: > 0 } words)
            found = await audit.NamedAsync(found, words, cancel);
        var rows = await found.NewestAfter(query.Below, HistoryQuery.PageSize + 1).ToListAsync(cancel);
        var shown = rows.Take(HistoryQuery.PageSize).ToList();
        var last = shown is [.., var oldest] ? oldest.Id : (long?)null;
        var people = await db.PeopleAsync(query.Person, cancel);
        return View(new AuditPage(query, await audit.ReadAsync(shown, cancel), last, rows.Count > shown.Count, people));
    }
}
