using System.Globalization;
using System.Security.Claims;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Staff;

public enum SignInStep
{
    /// <summary>Signed in.</summary>
    In,

    /// <summary>The password is correct; a code is required next.</summary>
    Code,
    Wrong,

    /// <summary>Throttled.</summary>
    Wait,
}

/// <summary>Result of a sign-in attempt.</summary>
public readonly record struct SignInOutcome(SignInStep Step, TimeSpan Wait = default);

/// <summary>Sign-in by password, plus a code if two-factor authentication is on; or by passkey, which replaces both.</summary>
public sealed class SignInService(
    StoreDb db, StaffMembers members, SessionService sessions, SignInManager<StaffMember> signIn, IPasswordHasher<StaffMember> hasher,
    SignInThrottle throttle, PendingSignIn pending, KnownBrowsers browsers, StaffLog log, TimeProvider clock)
{
    /// <summary>Authentication scheme between password and code.</summary>
    private const string Pending = "Identity.TwoFactorUserId";

    /// <summary>Verified for unknown accounts, so that the response time does not reveal whether an account exists.</summary>
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<StaffMember>().HashPassword(null!, Guid.NewGuid().ToString()));

    public async Task<SignInOutcome> TryPasswordAsync(HttpContext http, string email, string password)
    {
        if (await RefusedAsync(http, email) is { } wait)
            return new(SignInStep.Wait, wait);
        var member = await members.FindAsync(email, http.RequestAborted);
        var mayEnter = member is { IsRevoked: false, PasswordHash: not null };
        var verified = hasher.VerifyHashedPassword(member!, mayEnter ? member!.PasswordHash! : NobodysHash.Value, password);
        if (!mayEnter || verified == PasswordVerificationResult.Failed)
        {
            await log.RecordAsync(StaffEvent.SignInFailed, email, origin: AddressOf(http), cancel: http.RequestAborted);
            return new(SignInStep.Wrong);
        }
        if (member!.TwoFactorEnabled)
        {
            await http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, PendingOf(member));
            return new(SignInStep.Code);
        }
        await PassAsync(http, member);
        return new(SignInStep.In);
    }

    /// <summary>Second factor: a code of the app, or a recovery code.</summary>
    public async Task<SignInOutcome> TryCodeAsync(HttpContext http, string code)
    {
        if (await PendingMemberAsync(http) is not { } member)
            return new(SignInStep.Wrong);
        if (await RefusedAsync(http, member.Email!) is { } wait)
            return new(SignInStep.Wait, wait);
        var byRecovery = member.AcceptRecoveryCode(code);
        if (!(byRecovery || member.AcceptTotp(code, clock.GetUtcNow().UtcDateTime)) || !await SavedAsync(http))
        {
            await log.RecordAsync(StaffEvent.SignInFailed, member.Email!, origin: AddressOf(http), cancel: http.RequestAborted);
            return new(SignInStep.Wrong);
        }
        if (byRecovery)
            await log.RecordAsync(StaffEvent.RecoveryCodeUsed, member.Email!, origin: AddressOf(http), cancel: http.RequestAborted);
        await PendingSignIn.EndAsync(http);
        await PassAsync(http, member);
        return new(SignInStep.In);
    }

    /// <summary>The member whose password was verified in this browser, while the code is pending.</summary>
    public async Task<StaffMember?> PendingMemberAsync(HttpContext http)
    {
        var known = await pending.MemberAsync(http);
        if (known?.StaffId is not { } id || await db.Staff.FirstOrDefaultAsync(m => m.Id == id, http.RequestAborted) is not { IsRevoked: false, TwoFactorEnabled: true } member)
            return null;
        return known.FindFirstValue(Pending) == member.SecurityStamp ? member : null;
    }

    /// <summary>Verifies the response to a passkey challenge, which is not bound to an account and valid for one response, correct or not.</summary>
    public async Task<SignInOutcome> TryPasskeyAsync(HttpContext http, string? credential)
    {
        var (challenge, address) = (await pending.ChallengeAsync(http, PendingSignIn.Assertion), AddressOf(http));
        var attempt = await throttle.TryPasskeyAsync(challenge, address, http.RequestAborted);
        if (attempt.Wait is { } wait)
        {
            await log.RecordAsync(StaffEvent.SignInRefused, "", origin: address, cancel: http.RequestAborted);
            return new(SignInStep.Wait, wait);
        }
        await PendingSignIn.EndAsync(http);
        if (!attempt.IsFirst || string.IsNullOrEmpty(credential))
            return new(SignInStep.Wrong);
        var assertion = await signIn.PerformPasskeyAssertionAsync(credential);
        if (!assertion.Succeeded || assertion.User.IsRevoked)
        {
            await log.RecordAsync(StaffEvent.SignInFailed, assertion.User?.Email ?? "", origin: address, cancel: http.RequestAborted);
            return new(SignInStep.Wrong);
        }
        await throttle.WelcomePasskeyAsync(challenge!, address, http.RequestAborted);
        await signIn.UserManager.AddOrUpdatePasskeyAsync(assertion.User, assertion.Passkey); // saves the signature counter
        await PassAsync(http, assertion.User);
        return new(SignInStep.In);
    }

    /// <summary>Signs in a verified member.</summary>
    public async Task PassAsync(HttpContext http, StaffMember member)
    {
        await throttle.WelcomeAsync(member.Email!, AddressOf(http), browsers.MarkFor(http.Request, member.Email!), http.RequestAborted);
        member.SignedIn(clock.GetUtcNow().UtcDateTime);
        await sessions.StartAsync(http, member);
        browsers.Remember(http, member.Email!);
        await log.RecordAsync(StaffEvent.SignedIn, member.Email!, origin: AddressOf(http), cancel: http.RequestAborted);
    }

    public static string AddressOf(HttpContext http) => RequestLimits.SenderOf(http);

    private async Task<TimeSpan?> RefusedAsync(HttpContext http, string email)
    {
        var wait = await throttle.RefusesAsync(email, AddressOf(http), browsers.MarkFor(http.Request, email), http.RequestAborted);
        if (wait is not null)
            await log.RecordAsync(StaffEvent.SignInRefused, email, origin: AddressOf(http), cancel: http.RequestAborted);
        return wait;
    }

    /// <summary>False if the same code was used concurrently.</summary>
    private async Task<bool> SavedAsync(HttpContext http)
    {
        try
        {
            await db.SaveChangesAsync(http.RequestAborted);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    private static ClaimsPrincipal PendingOf(StaffMember member) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, member.Id.ToString(CultureInfo.InvariantCulture)), new(Pending, member.SecurityStamp!)], IdentityConstants.TwoFactorUserIdScheme));
}
