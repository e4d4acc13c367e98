using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Controllers.Account;

public sealed record PasswordForm(string? Current, string? Password, string? Email = null);

/// <summary>Changes the member's own password and signs out all other browsers.</summary>
public sealed class PasswordController(StoreDb db, StaffMembers members, OwnAccount own, SessionService sessions, StaffLog log, IStringLocalizer<Ui> text) : AccountController
{
    [HttpGet("/account/password")]
    public async Task<IActionResult> Show(CancellationToken cancel) => View(new PasswordForm(null, null, (await db.Staff.FindAsync([User.StaffId], cancel))?.Email));

    [HttpPost("/account/password")]
    public async Task<IActionResult> Create([FromForm] PasswordForm form, CancellationToken cancel)
    {
        if (await own.ProvedAsync(HttpContext, form.Current, ModelState, nameof(form.Current)) is not { } member)
            return Wrong("Show", form);
        try
        {
            await members.ChangePasswordAsync(member, form.Password, cancel);
        }
        catch (StaffRefusedException e)
        {
            var (field, error) = text.Of(e);
            ModelState.AddModelError(field, error);
            return Wrong("Show", form);
        }
        await sessions.EndOthersAsync(HttpContext, member);
        await log.RecordAsync(StaffEvent.PasswordChanged, member.Email!, origin: SignInService.AddressOf(HttpContext), cancel: cancel);
        return this.SeeOther("/account?done=password");
    }
}
