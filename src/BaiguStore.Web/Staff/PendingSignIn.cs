using System.Security.Claims;
using BaiguStore.Core.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace BaiguStore.Web.Staff;

/// <summary>What a browser has begun at the door, sealed in a cookie: who has given the right password, or the challenge for a passkey.</summary>
public sealed class PendingSignIn(TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>How the framework's SignInManager writes a challenge down, and what it is for.</summary>
    public const string Assertion = "Assertion", Attestation = "Attestation";

    private const string Operation = "PasskeyOperation", State = "PasskeyState";

    /// <summary>Who has given the right password; null where nobody has, or too long ago.</summary>
    public async Task<ClaimsPrincipal?> MemberAsync(HttpContext http) => (await TicketAsync(http))?.Principal;

    /// <summary>The challenge that this browser was given for the operation, or null; then the framework must not be asked, as it throws.</summary>
    public async Task<string?> ChallengeAsync(HttpContext http, string operation) =>
        (await TicketAsync(http))?.Properties.Items is { } items && items.TryGetValue(Operation, out var what) && what == operation ? items[State] : null;

    /// <summary>Takes the cookie from the browser. Whoever copied it can still send it.</summary>
    public static Task EndAsync(HttpContext http) => http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);

    private async Task<AuthenticationTicket?> TicketAsync(HttpContext http)
    {
        var ticket = (await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Ticket;
        return ticket?.Properties.IssuedUtc is { } at && (clock.GetUtcNow() - at).IsWithinOnAnyNode(Life) ? ticket : null;
    }
}
