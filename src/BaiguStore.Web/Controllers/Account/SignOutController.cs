using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers.Account;

/// <summary>Ends the member's own sessions: the present one, another one, or all.</summary>
public sealed class SignOutController(StoreDb db, SessionService sessions, StaffLog log) : AccountController
{
    private const string SignInPage = "/account/signin";

    [HttpPost("/account/signout")]
    public async Task<IActionResult> Create(CancellationToken cancel)
    {
        await sessions.EndAsync(HttpContext);
        await LogAsync(StaffEvent.SignedOut, cancel);
        return this.SeeOther(SignInPage);
    }

    [HttpPost("/account/sessions/{id:int}/ending")]
    public async Task<IActionResult> CreateOne([FromRoute] int id, CancellationToken cancel)
    {
        if (await sessions.EndAsync(HttpContext, User.StaffId!.Value, id) is not { } ended)
            return NotFound();
        await LogAsync(StaffEvent.SessionEnded, cancel);
        return this.SeeOther(ended.Key == User.SessionKey ? SignInPage : "/account?done=session");
    }

    /// <summary>All sessions, the present one included.</summary>
    [HttpPost("/account/signout/everywhere")]
    public async Task<IActionResult> CreateEverywhere(CancellationToken cancel)
    {
        if (await db.Staff.FindAsync([User.StaffId], cancel) is { } member)
            await sessions.EndAllAsync(HttpContext, member);
        await LogAsync(StaffEvent.SignedOutEverywhere, cancel);
        return this.SeeOther(SignInPage);
    }

    private Task LogAsync(StaffEvent what, CancellationToken cancel) =>
        log.RecordAsync(what, User.StaffName, origin: SignInService.AddressOf(HttpContext), cancel: cancel);
}
