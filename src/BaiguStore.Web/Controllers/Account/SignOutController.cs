using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers.Account;

public sealed class SignOutController(StoreDb db, SignInManager<StaffMember> signIn, StaffLog log) : AccountController
{
    [HttpPost("/account/signout")]
    public async Task<IActionResult> Create()
    {
        await signIn.SignOutAsync();
        await log.RecordAsync(StaffEvent.SignedOut, User.StaffName, origin: SignInDesk.AddressOf(HttpContext));
        return this.SeeOther("/account/signin");
    }

    /// <summary>Every browser, this one too.</summary>
    [HttpPost("/account/signout/everywhere")]
    public async Task<IActionResult> CreateEverywhere(CancellationToken cancel)
    {
        if (await db.Staff.FindAsync([User.StaffId], cancel) is { } member)
        {
            member.SignOutEverywhere();
            await db.SaveChangesAsync(cancel);
        }
        await signIn.SignOutAsync();
        await log.RecordAsync(StaffEvent.SignedOutEverywhere, User.StaffName, origin: SignInDesk.AddressOf(HttpContext), cancel: cancel);
        return this.SeeOther("/account/signin");
    }
}
