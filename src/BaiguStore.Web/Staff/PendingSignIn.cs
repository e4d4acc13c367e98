using System.Security.Claims;
using BaiguStore.Core.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace BaiguStore.Web.Staff;

/// <summary>State of an unfinished sign-in in an encrypted cookie: a verified password, or a passkey challenge.</summary>
public sealed class PendingSignIn(TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Purposes in the form that the framework's SignInManager stores them.</summary>
    public const string Assertion = "Assertion", Attestation = "Attestation";

    private const string Operation = "PasskeyOperation", State = "PasskeyState";

    /// <summary>The member whose password was verified; null if none was, or too long ago.</summary>
    public async Task<ClaimsPrincipal?> MemberAsync(HttpContext http) => (await TicketAsync(http))?.Principal;

    /// <summary>The browser's challenge for the operation, or null; in that case the framework must not be called, because it throws.</summary>
    public async Task<string?> ChallengeAsync(HttpContext http, string operation) =>
        (await TicketAsync(http))?.Properties.Items is { } items && items.TryGetValue(Operation, out var what) && what == operation ? items[State] : null;

    /// <summary>Deletes the cookie. A copy of it could still be sent.</summary>
    public static Task EndAsync(HttpContext http) => http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);

    private async Task<AuthenticationTicket?> TicketAsync(HttpContext http)
    {
        var ticket = (await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Ticket;
        return ticket?.Properties.IssuedUtc is { } at && (clock.GetUtcNow() - at).IsWithinOnAnyNode(Life) ? ticket : null;
    }
}
