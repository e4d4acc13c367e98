using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Models;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Controllers.Account;

/// <summary>Two-factor authentication: codes of an authenticator app, and recovery codes as a fallback.</summary>
public sealed class TotpController(
    StoreDb db, OwnAccount own, SessionService sessions, StaffLog log, TimeProvider clock, IStringLocalizer<Ui> text) : AccountController
{
    [HttpGet("/account/totp")]
    public async Task<IActionResult> Show(CancellationToken cancel)
    {
        if (await db.Staff.FindAsync([User.StaffId], cancel) is not { } member)
            return NotFound();
        if (member.TwoFactorEnabled)
            return View("On", member);
        var isNew = member.TotpKey is null;
        var page = TotpPage.Of(member.ProposeTotp(), text["百谷后台"], member.Email!);
        if (isNew)
            await db.SaveChangesAsync(cancel);
        return View(page);
    }

    [HttpPost("/account/totp")]
    public async Task<IActionResult> Create([FromForm] string? code, [FromForm] string? current, CancellationToken cancel)
    {
        if (await db.Staff.FindAsync([User.StaffId], cancel) is not { TwoFactorEnabled: false } member)
            return this.SeeOther("/account/totp");
        var page = TotpPage.Of(member.ProposeTotp(), text["百谷后台"], member.Email!);
        if (await own.ProvedAsync(HttpContext, current, ModelState, "Current") is null)
            return Wrong("Show", page);
        if (member.ConfirmTotp(code, clock.GetUtcNow().UtcDateTime) is not { } codes)
        {
            ModelState.AddModelError("Code", text["验证码不对。请核对手机的时间，再填一次新的数字。"]);
            return Wrong("Show", page);
        }
        await sessions.EndOthersAsync(HttpContext, member);
        await LogAsync(StaffEvent.SecondStepOn, member, cancel);
        return View("Codes", codes);
    }

    [HttpPost("/account/totp/removal")]
    public async Task<IActionResult> Delete([FromForm] string? current, CancellationToken cancel)
    {
        if (await own.ProvedAsync(HttpContext, current, ModelState, "Current") is not { } member)
            return Wrong("On", (await db.Staff.FindAsync([User.StaffId], cancel))!);
        member.DropSecondStep();
        await sessions.EndOthersAsync(HttpContext, member);
        await LogAsync(StaffEvent.SecondStepOff, member, cancel);
        return this.SeeOther("/account?done=totp-off");
    }

    /// <summary>Issues new recovery codes and invalidates the old ones.</summary>
    [HttpPost("/account/totp/codes")]
    public async Task<IActionResult> CreateCodes([FromForm] string? current, CancellationToken cancel)
    {
        if (await own.ProvedAsync(HttpContext, current, ModelState, "Current") is not { TwoFactorEnabled: true } member)
            return Wrong("On", (await db.Staff.FindAsync([User.StaffId], cancel))!);
        var codes = member.MakeRecoveryCodes();
        await db.SaveChangesAsync(cancel);
        await LogAsync(StaffEvent.RecoveryCodesMade, member, cancel);
        return View("Codes", codes);
    }

    private Task LogAsync(StaffEvent what, StaffMember member, CancellationToken cancel) =>
        log.RecordAsync(what, member.Email!, origin: SignInService.AddressOf(HttpContext), cancel: cancel);
}
