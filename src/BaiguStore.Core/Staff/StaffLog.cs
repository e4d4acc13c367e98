using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BaiguStore.Core.Staff;

public enum StaffEvent
{
    SignedIn,
    SignInFailed,
    SignInRefused,
    SignedOut,
    SignedOutEverywhere,
    SessionEnded,
    MemberSignedOut,
    PasswordChanged,
    LinkIssued,
    SecondStepOn,
    SecondStepOff,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    PasskeyAdded,
    PasskeyRemoved,
    MemberAdded,
    MemberChanged,
    MemberRevoked,
    MemberReadmitted,
}

/// <summary>
/// Records all authentication events in the program's log and in the audit trail. Throttled attempts go to the log only, otherwise an attacker could
/// fill the database.
/// </summary>
public sealed partial class StaffLog(ILogger<StaffLog> log, IDbContextFactory<StoreDb> databases, ActorScope acting)
{
    /// <param name="who">The actor: a member's name or e-mail address; for a failed sign-in, the address that was typed.</param>
    /// <param name="subject">The member concerned, if it is somebody else.</param>
    /// <param name="origin">Origin: a network address, or "baigu".</param>
    public async Task RecordAsync(StaffEvent what, string who, string? subject = null, string? origin = null, CancellationToken cancel = default)
    {
        LogEvent(what, OneLine(who), OneLine(subject ?? ""), OneLine(origin ?? ""));
        if (what == StaffEvent.SignInRefused)
            return;
        // A separate context, so that other pending changes of the request are not saved.
        await using var db = await databases.CreateDbContextAsync(cancel);
        Audit.Record(db, KindOf(what), what.ToString(), OneLine(subject ?? who), by: new(acting.Actor.StaffId, OneLine(who), origin ?? acting.Actor.Origin));
        await db.SaveChangesAsync(cancel);
    }

    private static AuditKind KindOf(StaffEvent what) =>
        what is StaffEvent.SignedIn or StaffEvent.SignInFailed or StaffEvent.SignedOut or StaffEvent.SignedOutEverywhere or StaffEvent.SessionEnded
            or StaffEvent.RecoveryCodeUsed
            ? AuditKind.SignIn
            : AuditKind.Permission;

    /// <summary>Input is reduced to one line, so that it cannot forge log lines.</summary>
    private static string OneLine(string text) => new([.. text.Take(StaffMember.MaxEmailLength).Select(c => char.IsControl(c) ? ' ' : c)]);

    [LoggerMessage(LogLevel.Information, "Staff: {What} {Who} {Subject} {Origin}")]
    private partial void LogEvent(StaffEvent what, string who, string subject, string origin);
}
