using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Staff;

/// <summary>
/// Re-authentication: asks signed-in members for their password before sign-in methods change, because a browser may be left open. Attempts are
/// throttled like a sign-in.
/// </summary>
public sealed class OwnAccount(StoreDb db, SignInThrottle throttle, IPasswordHasher<StaffMember> hasher, StaffLog log, IStringLocalizer<Ui> text)
{
    /// <summary>The member if the password is correct; otherwise null, with the error at the field.</summary>
    public async Task<StaffMember?> ProvedAsync(HttpContext http, string? password, ModelStateDictionary errors, string field)
    {
        if (await db.Staff.FindAsync([http.User.StaffId], http.RequestAborted) is not { PasswordHash: not null } member)
            return Not(text["密码不对。"]);
        var address = SignInService.AddressOf(http);
        var browser = $"member-{member.Id}"; // a source of its own, so that strangers' sign-in attempts do not use up the limit
        if (await throttle.RefusesAsync(member.Email!, address, browser, http.RequestAborted) is not null)
            return Not(text["尝试次数太多，请过一刻钟再试。"]);
        if (hasher.VerifyHashedPassword(member, member.PasswordHash, password ?? "") == PasswordVerificationResult.Failed)
        {
            await log.RecordAsync(StaffEvent.SignInFailed, member.Email!, origin: address, cancel: http.RequestAborted);
            return Not(text["密码不对。"]);
        }
        await throttle.WelcomeAsync(member.Email!, address, browser, http.RequestAborted);
        return member;

        StaffMember? Not(string error)
        {
            errors.AddModelError(field, error);
            return null;
        }
    }
}
