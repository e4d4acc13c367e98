using Microsoft.Extensions.Logging;

namespace BaiguStore.Core.Staff;

public enum StaffEvent
{
    SignedIn,
    SignInFailed,
    SignInRefused,
    SignedOut,
    SignedOutEverywhere,
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

/// <summary>Where all that happens at the staff's door is written down.</summary>
public sealed partial class StaffLog(ILogger<StaffLog> log)
{
    /// <param name="who">Who did it: a member's name or address; for a sign-in that failed, the address that was typed.</param>
    /// <param name="subject">To whom, where that is somebody else.</param>
    /// <param name="origin">From where: a network address, or "baigu".</param>
    public Task RecordAsync(StaffEvent what, string who, string? subject = null, string? origin = null, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        LogEvent(what, OneLine(who), OneLine(subject ?? ""), OneLine(origin ?? ""));
        return Task.CompletedTask;
    }

    /// <summary>What was typed begins no line of its own in the log.</summary>
    private static string OneLine(string text) => new([.. text.Take(StaffMember.MaxEmailLength).Select(c => char.IsControl(c) ? ' ' : c)]);

    [LoggerMessage(LogLevel.Information, "Staff: {What} {Who} {Subject} {Origin}")]
    private partial void LogEvent(StaffEvent what, string who, string subject, string origin);
}
