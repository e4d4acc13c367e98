using BaiguStore.Core.Staff;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Controllers.Account;

/// <param name="Email">Shown for the browser's password manager.</param>
public sealed record ResetForm(string? Code, string? Password, string? Email = null);

/// <summary>
/// Sets a password by a link from an administrator. A new member is signed in; a password reset does not sign in, because two-factor authentication
/// may be required.
/// </summary>
[AllowAnonymous]
public sealed class ResetController(StaffMembers members, SignInService service, StaffLog log, IStringLocalizer<Ui> text) : AccountController
{
    [HttpGet("/account/reset")]
    public async Task<IActionResult> Show(string? code, CancellationToken cancel) =>
        await members.FindByResetAsync(code, cancel) is { } member ? View(new ResetForm(code, null, member.Email)) : Gone();

    [HttpPost("/account/reset")]
    public async Task<IActionResult> Create([FromForm] ResetForm form, CancellationToken cancel)
    {
        try
        {
            var isNew = await members.FindByResetAsync(form.Code, cancel) is { PasswordHash: null, TwoFactorEnabled: false };
            var member = await members.ResetAsync(form.Code, form.Password, cancel);
            await log.RecordAsync(StaffEvent.PasswordChanged, member.Email!, origin: SignInService.AddressOf(HttpContext), cancel: cancel);
            if (!isNew)
                return this.SeeOther("/account/signin?done=password");
            await service.PassAsync(HttpContext, member);
            return In(null);
        }
        catch (StaffRefusedException e) when (e.Fault == StaffFault.Password)
        {
            var (field, error) = text.Of(e);
            ModelState.AddModelError(field, error);
            return Wrong("Show", form);
        }
        catch (StaffRefusedException)
        {
            return Gone();
        }
    }

    private IActionResult Gone() => Wrong("LinkGone", text["请管理员再发一个链接。"].Value);
}
