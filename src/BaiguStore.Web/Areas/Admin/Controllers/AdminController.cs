using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Controllers;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>
/// What every controller of the staff's area is: for staff only, its forms carry a token, its pages are kept nowhere. Who of the staff may
/// open it says a policy on the controller itself.
/// </summary>
[Area("Admin")]
[Authorize(Policies.AnyStaff)]
[AutoValidateAntiforgeryToken]
[MergedFields]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public abstract class AdminController : Controller
{
    /// <summary>What was just done, from one page of the area to the next.</summary>
    public const string NoticeCookie = "baigu-notice";

    private const string NoticeKey = "notice", SavedKey = "saved";

    /// <summary>The member's id; there is one, or the door would not have opened.</summary>
    protected int StaffId => User.StaffId!.Value;

    protected string StaffName => User.StaffName;

    /// <summary>303 to a page of the area, which says there what was done.</summary>
    /// <param name="notice">In the member's language.</param>
    protected IActionResult Done(string place, string notice)
    {
        TempData[NoticeKey] = notice;
        TempData[SavedKey] = Request.Path.Value; // the browser forgets the draft of that form
        return this.SeeOther(place);
    }

    /// <summary>400 with the form as it was typed; what is wrong with it stands in <see cref="ControllerBase.ModelState"/>.</summary>
    protected IActionResult Wrong(string view, object model)
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View(view, model);
    }

    /// <summary>409 with what was saved meanwhile and what was typed, for the member to choose.</summary>
    protected IActionResult Stale(Conflict? conflict)
    {
        if (conflict is null)
            return NotFound();
        Response.StatusCode = StatusCodes.Status409Conflict;
        return View("TwoEditors", conflict);
    }

    /// <summary>A page that asks before something is done that cannot be taken back by a click.</summary>
    protected IActionResult Confirm(Models.Confirmation confirmation) => View("Confirm", confirmation);

    public override void OnActionExecuting(ActionExecutingContext context)
    {
        // Looked for only where the cookie is there: looking alone would have it taken away with every answer.
        if (HttpMethods.IsGet(Request.Method) && Request.Cookies.ContainsKey(NoticeCookie))
            (ViewData["Notice"], ViewData["Saved"]) = (TempData[NoticeKey], TempData[SavedKey]);
        base.OnActionExecuting(context);
    }
}
