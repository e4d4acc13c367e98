using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Controllers;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>
/// Base of all controllers of the admin area: staff only, antiforgery tokens, no caching. A policy on each controller says who may use it.
/// </summary>
[Area("Admin")]
[Authorize(Policies.AnyStaff)]
[AutoValidateAntiforgeryToken]
[MergedFields]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public abstract class AdminController : Controller
{
    /// <summary>TempData: the result of an action, shown on the next page.</summary>
    public const string NoticeCookie = "baigu-notice";

    private const string NoticeKey = "notice", SavedKey = "saved";

    /// <summary>Id of the signed-in member, who exists because of the authorization policy.</summary>
    protected int StaffId => User.StaffId!.Value;

    protected string StaffName => User.StaffName;

    /// <summary>303 to a page of the area, with a notice of what was done.</summary>
    /// <param name="notice">Localized.</param>
    protected IActionResult Done(string place, string notice)
    {
        TempData[NoticeKey] = notice;
        TempData[SavedKey] = Request.Path.Value; // makes the browser delete the draft of that form
        return this.SeeOther(place);
    }

    /// <summary>400 with the form as submitted; errors are in <see cref="ControllerBase.ModelState"/>.</summary>
    protected IActionResult Wrong(string view, object model)
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View(view, model);
    }

    /// <summary>409 with the saved and the submitted values, for the member to choose.</summary>
    protected IActionResult Stale(Conflict? conflict)
    {
        if (conflict is null)
            return NotFound();
        Response.StatusCode = StatusCodes.Status409Conflict;
        return View("TwoEditors", conflict);
    }

    /// <summary>A confirmation page for actions that cannot be undone by a click.</summary>
    protected IActionResult Confirm(Models.Confirmation confirmation) => View("Confirm", confirmation);

    public override void OnActionExecuting(ActionExecutingContext context)
    {
        // Read only if the cookie exists: reading TempData would delete the cookie in every response.
        if (HttpMethods.IsGet(Request.Method) && Request.Cookies.ContainsKey(NoticeCookie))
            (ViewData["Notice"], ViewData["Saved"]) = (TempData[NoticeKey], TempData[SavedKey]);
        base.OnActionExecuting(context);
    }
}
