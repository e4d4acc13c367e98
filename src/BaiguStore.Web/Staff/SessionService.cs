using System.Security.Claims;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Staff;

/// <summary>Starts, validates and ends sessions. They are database rows; the cookie contains only a session's key.</summary>
public sealed class SessionService(StoreDb db, SessionCache cache, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Signs a member in and ends the browser's former session, since copies of its cookie may exist.</summary>
    public async Task StartAsync(HttpContext http, StaffMember member)
    {
        (await FindAsync(http.User.SessionKey, http.RequestAborted))?.End(Now);
        await BeginAsync(http, member, Now);
    }

    /// <summary>
    /// Ends all sessions of the member and starts a new one for this browser, so that copies of its cookie are invalid, too. Saves other pending
    /// changes.
    /// </summary>
    public async Task EndOthersAsync(HttpContext http, StaffMember member)
    {
        member.SignOutEverywhere();
        var mine = await FindAsync(http.User.SessionKey, http.RequestAborted);
        mine?.End(Now);
        await BeginAsync(http, member, mine?.StartedAt ?? Now); // re-entering the password does not extend the session's lifetime
    }

    /// <summary>The principal of a session key, from the database; null if the session has ended.</summary>
    public async Task<ClaimsPrincipal?> CheckAsync(string key, CancellationToken cancel)
    {
        var (endings, now) = (cache.Endings, Now);
        var live = await db.LiveSessions(now).AsNoTracking().FirstOrDefaultAsync(s => s.Session.Key == key, cancel);
        var principal = live is null ? null : StaffClaims.PrincipalOf(live.Member, key);
        cache.Keep(key, new(principal, live?.Session.StartedAt ?? now, now), endings);
        return principal;
    }

    /// <summary>Signs this browser out.</summary>
    public async Task EndAsync(HttpContext http)
    {
        if (await FindAsync(http.User.SessionKey, http.RequestAborted) is { } session)
            await EndAsync(session, http.RequestAborted);
        await LeaveAsync(http);
    }

    /// <summary>Ends a session of a member, and deletes this browser's cookie if it is its own; null if the member has no such session.</summary>
    public async Task<StaffSession?> EndAsync(HttpContext http, int memberId, int id)
    {
        if (await db.StaffSessions.FirstOrDefaultAsync(s => s.Id == id && s.StaffMemberId == memberId, http.RequestAborted) is not { } session)
            return null;
        await EndAsync(session, http.RequestAborted);
        if (session.Key == http.User.SessionKey)
            await LeaveAsync(http);
        return session;
    }

    /// <summary>Ends all sessions of a member, this browser's included if it is theirs. Saves other pending changes.</summary>
    public async Task EndAllAsync(HttpContext http, StaffMember member)
    {
        member.SignOutEverywhere();
        await db.SaveChangesAsync(http.RequestAborted);
        cache.Forget(member.Id);
        if (http.User.StaffId == member.Id)
            await LeaveAsync(http);
    }

    private static Task LeaveAsync(HttpContext http) => http.SignOutAsync(IdentityConstants.ApplicationScheme);

    private async Task EndAsync(StaffSession session, CancellationToken cancel)
    {
        session.End(Now);
        await db.SaveChangesAsync(cancel);
        cache.End(session.Key);
    }

    private async Task BeginAsync(HttpContext http, StaffMember member, DateTime startedAt)
    {
        var session = StaffSession.Start(member, SignInService.AddressOf(http), http.Request.Headers.UserAgent, startedAt);
        session.LastSeenAt = Now;
        db.StaffSessions.Add(session);
        await db.SaveChangesAsync(http.RequestAborted);
        cache.Forget(member.Id);
        cache.Keep(session.Key, new(StaffClaims.PrincipalOf(member, session.Key), startedAt, Now), cache.Endings);
        await http.SignInAsync(IdentityConstants.ApplicationScheme, StaffClaims.TicketOf(session.Key),
            new() { IssuedUtc = startedAt, ExpiresUtc = startedAt + StaffSession.Life });
    }

    private async Task<StaffSession?> FindAsync(string? key, CancellationToken cancel) =>
        key is null ? null : await db.StaffSessions.FirstOrDefaultAsync(s => s.Key == key, cancel);
}
