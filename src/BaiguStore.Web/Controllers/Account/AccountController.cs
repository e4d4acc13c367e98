using System.Globalization;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Forms;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Controllers.Account;

/// <summary>
/// Base of all controllers below /account: antiforgery tokens, no caching. Actions declare <see cref="AuthorizeAttribute"/> or <see
/// cref="AllowAnonymousAttribute"/>.
/// </summary>
[AutoValidateAntiforgeryToken]
[Authorize(Policies.AnyStaff)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public abstract class AccountController : Controller
{
    /// <summary>Redirects to the return URL, if it is local; otherwise to the admin area's home page.</summary>
    protected IActionResult In(string? returnUrl) => this.SeeOther(Url.IsLocalUrl(returnUrl) ? returnUrl : Sections.Dashboard.Path);

    /// <summary>429 with the form, and the wait in its error message.</summary>
    protected IActionResult TooMany(string view, object model, TimeSpan wait, Func<int, string> error)
    {
        ModelState.AddModelError("", error(Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes))));
        Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Wrong(view, model, StatusCodes.Status429TooManyRequests);
    }

    protected IActionResult Wrong(string view, object model, int status = StatusCodes.Status400BadRequest)
    {
        Response.StatusCode = status;
        return View(view, model);
    }
}

public static class StaffFaults
{
    extension(IStringLocalizer<Ui> text)
    {
        /// <summary>The field with the error, and the message.</summary>
        public (string Field, string Error) Of(StaffRefusedException refused) => refused.Fault switch
        {
            StaffFault.Email => ("Email", text["请填写有效的邮箱地址。"]),
            StaffFault.EmailTaken => ("Email", text["这个邮箱已有员工账号。"]),
            StaffFault.Name => ("Name", text["请填写姓名，最多 {0} 个字符。", StaffMember.MaxNameLength]),
            StaffFault.LastAdministrator => ("", text["这是最后一位管理员，请先指定另一位管理员。"]),
            StaffFault.Link => ("", text["这个链接已失效：已经用过，或者过了有效期。"]),
            StaffFault.Busy => ("", text["别人刚刚修改了这个账号，请再试一次。"]),
            _ => ("Password", refused.Password switch
            {
                PasswordFault.TooShort => text["密码至少 {0} 个字符。", StaffPassword.MinLength],
                PasswordFault.TooLong => text["密码最多 {0} 个字符。", StaffPassword.MaxLength],
                PasswordFault.OwnName => text["密码不能与邮箱或姓名相同。"],
                _ => text["这个密码太常见，容易被猜到，请换一个。"],
            }),
        };
    }
}
