using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Areas.Admin.Controllers;

[Authorize(Policies.AnyStaff)]
public sealed class DashboardController(Sections sections) : AdminController
{
    [HttpGet("/admin")]
    public IActionResult Show() => View(sections.For(User).Where(s => s != Sections.Dashboard).ToList());
}
