using System.Security.Cryptography;
using System.Text;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Staff;

/// <summary>A try to sign in that has not succeeded: on which account, and from where. Unknown accounts are counted like known ones.</summary>
public sealed class SignInTry
{
    public long Id { get; private set; }

    /// <summary>
    /// Hash of the address that was typed: the table need not tell whom somebody wanted to be. Of the challenge for a passkey, which names no
    /// account.
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

/// <param name="Wait">How long to wait; null where the answer may be looked at.</param>
/// <param name="IsFirst">Whether there is a challenge and this is the first answer to it.</param>
public readonly record struct PasskeyAttempt(TimeSpan? Wait, bool IsFirst);

/// <summary>
/// Slows guessing down without ever locking an account, since a lock would let anybody shut its owner out. Counted in the database, so
/// that several nodes count together. Each try is written down before the password is looked at, so that many at once do not pass as one.
/// </summary>
public sealed class SignInThrottle(StoreDb db, TimeProvider clock)
{
    /// <summary>Failures within <see cref="Window"/>: of one source on one account; of one source on all; of all strangers on one account.</summary>
    public const int PairLimit = 5, SourceLimit = 30, AccountLimit = 60;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>How long tries are kept.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private const string BrowserMark = "browser:", PasskeyMark = "passkey:", Answered = "passkey";

    /// <summary>Lets a try in and answers null, or refuses it and answers how long to wait.</summary>
    /// <param name="browser">What proves a browser that has signed in to this account before: it is counted apart from its network, and an attack by strangers does not concern it.</param>
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
    /// Records an answer to a passkey's challenge. Addresses are limited as with passwords, but counted apart: guessing passwords does not
    /// shut out who has a passkey. A second answer to one challenge is a replay; of two at the same moment both are.
    /// </summary>
    /// <param name="challenge">Null where none was given.</param>
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

    /// <summary>The answer was right: it counts as no failure of its address, and its challenge stays answered.</summary>
    public Task WelcomePasskeyAsync(string challenge, string address, CancellationToken cancel)
    {
        var (account, source) = (HashOf(challenge), PasskeyMark + address);
        return db.SignInTries.Where(t => t.Account == account && t.Source == source)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.Source, Answered), cancel);
    }

    /// <summary>The source has shown that it is the account's owner: its failures are forgotten, and everybody's old ones.</summary>
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

    /// <summary>Who waits as told gets in: a refused try does not make the wait longer.</summary>
    private Task<int> TakeBackAsync(SignInTry mine, CancellationToken cancel)
    {
        db.SignInTries.Remove(mine);
        return db.SaveChangesAsync(cancel);
    }

    /// <summary>The tries within the window but this one. What lies in the future was dated before the clock was set back, and is over.</summary>
    private IQueryable<SignInTry> RecentBesides(SignInTry mine)
    {
        var (since, future) = (mine.At - Window, mine.At + Age.ClockSkew);
        return db.SignInTries.Where(t => t.At > since && t.At <= future && t.Id != mine.Id);
    }

    /// <summary>Null below the limit; else the time until so few are left in the window that one more may come.</summary>
    private static async Task<TimeSpan?> WaitAsync(IQueryable<SignInTry> tries, int limit, DateTime now, CancellationToken cancel) =>
        await tries.OrderByDescending(t => t.At).ThenByDescending(t => t.Id).Skip(limit - 1).Select(t => (DateTime?)t.At).FirstOrDefaultAsync(cancel) is { } at
            ? at < now ? at + Window - now : Window
            : null;

    private static string AccountOf(string email) => HashOf(StaffMember.Normalize(email));

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string SourceOf(string address, string? browser) => browser is null ? address : BrowserMark + browser;
}
