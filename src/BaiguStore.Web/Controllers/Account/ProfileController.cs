using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Controllers.Account;

/// <summary>`/account`: the member's profile and sign-in methods.</summary>
/// <param name="Sessions">Live sessions, newest first.</param>
public sealed record ProfilePage(StaffMember Member, int Passkeys, IReadOnlyList<StaffSession> Sessions);

public sealed class ProfileController(StoreDb db, TimeProvider clock) : AccountController
{
    [HttpGet("/account")]
    public async Task<IActionResult> Show(CancellationToken cancel) =>
        await db.Staff.FindAsync([User.StaffId], cancel) is { } member
            ? View(new ProfilePage(member, await db.Set<StaffPasskey>().CountAsync(p => p.UserId == member.Id, cancel),
                await db.SessionsOfAsync(member.Id, clock.GetUtcNow().UtcDateTime, cancel)))
            : NotFound();
}
