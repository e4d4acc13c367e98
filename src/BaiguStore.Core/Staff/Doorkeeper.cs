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

    /// <summary>Hash of the address that was typed: the table need not tell whom somebody wanted to be.</summary>
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

/// <summary>
/// Slows guessing down without ever locking an account, since a lock would let anybody shut its owner out. Counted in the database, so
/// that several nodes count together. Each try is written down before the password is looked at, so that many at once do not pass as one.
/// </summary>
public sealed class Doorkeeper(StoreDb db, TimeProvider clock)
{
    /// <summary>Failures within <see cref="Window"/>: of one source on one account; of one source on all; of all strangers on one account.</summary>
    public const int PairLimit = 5, SourceLimit = 30, AccountLimit = 60;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>How long tries are kept.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private const string BrowserMark = "browser:";

    /// <summary>Lets a try in and answers null, or refuses it and answers how long to wait.</summary>
    /// <param name="browser">What proves a browser that has signed in to this account before: it is counted apart from its network, and an attack by strangers does not concern it.</param>
    public async Task<TimeSpan?> RefusesAsync(string email, string address, string? browser, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (account, source, since) = (AccountOf(email), SourceOf(address, browser), now - Window);
        var mine = new SignInTry { Account = account, Source = source, At = now };
        db.SignInTries.Add(mine);
        await db.SaveChangesAsync(cancel);

        var recent = db.SignInTries.Where(t => t.At > since && t.Id != mine.Id);
        var wait = await WaitAsync(recent.Where(t => t.Account == account && t.Source == source), PairLimit, now, cancel);
        if (browser is null)
        {
            wait ??= await WaitAsync(recent.Where(t => t.Source == source), SourceLimit, now, cancel);
            wait ??= await WaitAsync(recent.Where(t => t.Account == account && !t.Source.StartsWith(BrowserMark)), AccountLimit, now, cancel);
        }
        if (wait is null)
            return null;
        db.SignInTries.Remove(mine); // who waits as told gets in: a refused try does not make the wait longer
        await db.SaveChangesAsync(cancel);
        return wait;
    }

    /// <summary>The source has shown that it is the account's owner: its failures are forgotten, and everybody's old ones.</summary>
    public async Task WelcomeAsync(string email, string address, string? browser, CancellationToken cancel)
    {
        var (account, source, old) = (AccountOf(email), SourceOf(address, browser), clock.GetUtcNow().UtcDateTime - Kept);
        await db.SignInTries.Where(t => (t.Account == account && t.Source == source) || t.At < old).ExecuteDeleteAsync(cancel);
    }

    /// <summary>Null below the limit; else the time until so few are left in the window that one more may come.</summary>
    private static async Task<TimeSpan?> WaitAsync(IQueryable<SignInTry> tries, int limit, DateTime now, CancellationToken cancel) =>
        await tries.OrderByDescending(t => t.At).ThenByDescending(t => t.Id).Skip(limit - 1).Select(t => (DateTime?)t.At).FirstOrDefaultAsync(cancel) is { } at
            ? at + Window - now
            : null;

    private static string AccountOf(string email) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(StaffMember.Normalize(email))));

    private static string SourceOf(string address, string? browser) => browser is null ? address : BrowserMark + browser;
}
