using System.Security.Cryptography;
using System.Text;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Staff;

/// <summary>A sign-in attempt that has not succeeded: its account and source. Unknown accounts are counted like known ones.</summary>
public sealed class SignInTry
{
    public long Id { get; private set; }

    /// <summary>
    /// Hash of the typed e-mail address, so that the table does not reveal accounts; for a passkey, hash of the challenge, which names no account.
    /// </summary>
    public required string Account { get; init; }

    /// <summary>A network address, or a browser that has signed in to this account before.</summary>
    public required string Source { get; init; }
    public required DateTime At { get; init; }
}

public sealed class SignInTryMap : IEntityTypeConfiguration<SignInTry>
{
    public void Configure(EntityTypeBuilder<SignInTry> attempt)
    {
        attempt.Property(t => t.Account).HasMaxLength(64).IsUnicode(false);
        attempt.Property(t => t.Source).HasMaxLength(64).IsUnicode(false);
        attempt.HasIndex(t => new { t.Account, t.At });
        attempt.HasIndex(t => new { t.Source, t.At });
        attempt.HasIndex(t => t.At);
    }
}

/// <param name="Wait">How long to wait; null if the answer may be verified.</param>
/// <param name="IsFirst">Whether a challenge was given and this is its first answer.</param>
public readonly record struct PasskeyAttempt(TimeSpan? Wait, bool IsFirst);

/// <summary>
/// Throttles password guessing without ever locking an account, since a lock would let anybody shut its owner out. Counted in the database, across
/// all nodes. Each attempt is recorded before verification, so that concurrent attempts cannot race.
/// </summary>
public sealed class SignInThrottle(StoreDb db, TimeProvider clock)
{
    /// <summary>Failures within <see cref="Window"/>: per source and account; per source; per account for all unknown sources together.</summary>
    public const int PairLimit = 5, SourceLimit = 30, AccountLimit = 60;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>Retention of attempts.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private const string BrowserMark = "browser:", PasskeyMark = "passkey:", Answered = "passkey";

    /// <summary>Admits an attempt and returns null, or refuses it and returns how long to wait.</summary>
    /// <param name="browser">Identifies a browser that has signed in to this account before: it is counted separately from its network, so an attack
    /// by strangers does not affect it.</param>
    public async Task<TimeSpan?> RefusesAsync(string email, string address, string? browser, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (account, source) = (AccountOf(email), SourceOf(address, browser));
        var mine = await RecordAsync(account, source, now, cancel);
        var recent = RecentBesides(mine);
        var wait = await WaitAsync(recent.Where(t => t.Account == account && t.Source == source), PairLimit, now, cancel);
        if (browser is null)
        {
            wait ??= await WaitAsync(recent.Where(t => t.Source == source), SourceLimit, now, cancel);
            wait ??= await WaitAsync(recent.Where(t => t.Account == account && !t.Source.StartsWith(BrowserMark)), AccountLimit, now, cancel);
        }
        if (wait is not null)
            await TakeBackAsync(mine, cancel);
        return wait;
    }

    /// <summary>
    /// Records an answer to a passkey's challenge. Addresses are limited as for passwords, but counted separately: password guessing does not lock
    /// out passkeys. A second answer to a challenge is a replay; of two concurrent ones both count as replays.
    /// </summary>
    /// <param name="challenge">Null if none was given.</param>
    public async Task<PasskeyAttempt> TryPasskeyAsync(string? challenge, string address, CancellationToken cancel)
    {
        var (account, source, now) = (challenge is null ? Answered : HashOf(challenge), PasskeyMark + address, clock.GetUtcNow().UtcDateTime);
        var mine = await RecordAsync(account, source, now, cancel);
        if (await WaitAsync(RecentBesides(mine).Where(t => t.Source == source), SourceLimit, now, cancel) is { } wait)
        {
            await TakeBackAsync(mine, cancel);
            return new(wait, false);
        }
        return new(null, challenge is not null && !await db.SignInTries.AnyAsync(t => t.Account == account && t.Id != mine.Id, cancel));
    }

    /// <summary>The answer was correct: it does not count as a failure of its address, and its challenge stays used.</summary>
    public Task WelcomePasskeyAsync(string challenge, string address, CancellationToken cancel)
    {
        var (account, source) = (HashOf(challenge), PasskeyMark + address);
        return db.SignInTries.Where(t => t.Account == account && t.Source == source)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.Source, Answered), cancel);
    }

    /// <summary>The source has proved to be the account's owner: deletes its failures, and expired ones of everybody.</summary>
    public async Task WelcomeAsync(string email, string address, string? browser, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (account, source, old, future) = (AccountOf(email), SourceOf(address, browser), now - Kept, now + Age.ClockSkew);
        await db.SignInTries.Where(t => (t.Account == account && t.Source == source) || t.At < old || t.At > future).ExecuteDeleteAsync(cancel);
    }

    private async Task<SignInTry> RecordAsync(string account, string source, DateTime now, CancellationToken cancel)
    {
        var mine = new SignInTry { Account = account, Source = source, At = now };
        db.SignInTries.Add(mine);
        await db.SaveChangesAsync(cancel);
        return mine;
    }

    /// <summary>Deletes a refused attempt, so that it does not prolong the wait.</summary>
    private Task<int> TakeBackAsync(SignInTry mine, CancellationToken cancel)
    {
        db.SignInTries.Remove(mine);
        return db.SaveChangesAsync(cancel);
    }

    /// <summary>Other attempts within the window. Those in the future were recorded before the clock was set back, and have expired.</summary>
    private IQueryable<SignInTry> RecentBesides(SignInTry mine)
    {
        var (since, future) = (mine.At - Window, mine.At + Age.ClockSkew);
        return db.SignInTries.Where(t => t.At > since && t.At <= future && t.Id != mine.Id);
    }

    /// <summary>Null below the limit; otherwise the time until enough attempts have left the window.</summary>
    private static async Task<TimeSpan?> WaitAsync(IQueryable<SignInTry> tries, int limit, DateTime now, CancellationToken cancel) =>
        await tries.OrderByDescending(t => t.At).ThenByDescending(t => t.Id).Skip(limit - 1).Select(t => (DateTime?)t.At).FirstOrDefaultAsync(cancel) is { } at
            ? at < now ? at + Window - now : Window
            : null;

    private static string AccountOf(string email) => HashOf(StaffMember.Normalize(email));

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string SourceOf(string address, string? browser) => browser is null ? address : BrowserMark + browser;
}
