using BaiguStore.Core.Data;
using BaiguStore.Core.Mail;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Areas.Admin.Controllers;

[Authorize(Policies.AnyStaff)]
public sealed class DashboardController(StoreDb db, StoreOverview overview, HistoryLines history, Sections sections, MailSettings mail) : AdminController
{
    [HttpGet("/admin")]
    public async Task<IActionResult> Show(CancellationToken cancel) => View(await DashboardPage.LoadAsync(db, overview, history, sections, mail, User, cancel));
}
