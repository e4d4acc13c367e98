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
/// Where all that happens at the staff's door is written down: in the program's log, and in the audit trail. A try that was refused
/// unheard is only in the log, or whoever knocks all day would fill the database.
/// </summary>
public sealed partial class StaffLog(ILogger<StaffLog> log, IDbContextFactory<StoreDb> databases, ActorScope acting)
{
    /// <param name="who">Who did it: a member's name or address; for a sign-in that failed, the address that was typed.</param>
    /// <param name="subject">To whom, where that is somebody else.</param>
    /// <param name="origin">From where: a network address, or "baigu".</param>
    public async Task RecordAsync(StaffEvent what, string who, string? subject = null, string? origin = null, CancellationToken cancel = default)
    {
        LogEvent(what, OneLine(who), OneLine(subject ?? ""), OneLine(origin ?? ""));
        if (what == StaffEvent.SignInRefused)
            return;
        // A context of its own: what else the request has changed is not saved by this.
        await using var db = await databases.CreateDbContextAsync(cancel);
        Audit.Record(db, KindOf(what), what.ToString(), OneLine(subject ?? who), by: new(acting.Actor.StaffId, OneLine(who), origin ?? acting.Actor.Origin));
        await db.SaveChangesAsync(cancel);
    }

    private static AuditKind KindOf(StaffEvent what) =>
        what is StaffEvent.SignedIn or StaffEvent.SignInFailed or StaffEvent.SignedOut or StaffEvent.SignedOutEverywhere or StaffEvent.SessionEnded
            or StaffEvent.RecoveryCodeUsed
            ? AuditKind.SignIn
            : AuditKind.Permission;

    /// <summary>What was typed begins no line of its own in the log.</summary>
    private static string OneLine(string text) => new([.. text.Take(StaffMember.MaxEmailLength).Select(c => char.IsControl(c) ? ' ' : c)]);

    [LoggerMessage(LogLevel.Information, "Staff: {What} {Who} {Subject} {Origin}")]
    private partial void LogEvent(StaffEvent what, string who, string subject, string origin);
}
