using System.Security.Cryptography;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Staff;

/// <summary>
/// A member signed in, in one browser. The cookie only names the session: without a row that is alive it opens nothing, wherever it was
/// copied to.
/// </summary>
public sealed class StaffSession
{
    public const int MaxBrowserLength = 200;

    /// <summary>From signing in, however much the session is used.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    private const int KeyBytes = 16;

    public int Id { get; private set; }
    public required int StaffMemberId { get; init; }

    /// <summary>What the sealed cookie holds. Random, since ids are handed out anew after a backup was restored.</summary>
    public required string Key { get; init; }

    /// <summary>The member's security stamp. A member who gets a new one has ended all sessions but those that took it over.</summary>
    public required string Stamp { get; set; }

    /// <summary>UTC; when the member signed in.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>UTC; to within some minutes, as it is written now and then only.</summary>
    public required DateTime LastSeenAt { get; set; }
    public DateTime? EndedAt { get; private set; }

    /// <summary>The network address at sign-in.</summary>
    public required string Address { get; init; }

    /// <summary>What the browser said of itself at sign-in; empty if nothing.</summary>
    public required string Browser { get; init; }

    public static StaffSession Start(StaffMember member, string address, string? browser, DateTime now) => new()
    {
        StaffMemberId = member.Id,
        Key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)),
        Stamp = member.SecurityStamp!,
        StartedAt = now,
        LastSeenAt = now,
        Address = PlainText.Truncate(address, Actor.MaxOriginLength),
        Browser = PlainText.Truncate(PlainText.Line(PlainText.Truncate(browser ?? "", MaxBrowserLength)), MaxBrowserLength),
    };

    public void End(DateTime now) => EndedAt ??= now;

    public static bool IsAlive(DateTime startedAt, DateTime now) => (now - startedAt).IsWithinOnAnyNode(Life);
}

public sealed class StaffSessionMap : IEntityTypeConfiguration<StaffSession>
{
    public void Configure(EntityTypeBuilder<StaffSession> session)
    {
        session.ToTable("StaffSessions");
        session.Property(s => s.Key).HasMaxLength(32).IsUnicode(false);
        session.Property(s => s.Stamp).HasMaxLength(64).IsUnicode(false);
        session.Property(s => s.Address).HasMaxLength(Actor.MaxOriginLength);
        session.Property(s => s.Browser).HasMaxLength(StaffSession.MaxBrowserLength);
        session.HasIndex(s => s.Key).IsUnique();
        session.HasOne<StaffMember>().WithMany().HasForeignKey(s => s.StaffMemberId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>A session that is alive, and whose it is.</summary>
public sealed class LiveSession
{
    public required StaffSession Session { get; init; }
    public required StaffMember Member { get; init; }
}

public static class StaffSessions
{
    extension(StoreDb db)
    {
        /// <summary>Sessions that open the door now: not ended, not too old, of a member who is neither revoked nor has ended them all.</summary>
        public IQueryable<LiveSession> LiveSessions(DateTime now)
        {
            var (first, last) = (now - StaffSession.Life, now + Age.ClockSkew);
            return from session in db.StaffSessions
                   join member in db.Staff
                       on new { Id = session.StaffMemberId, session.Stamp } equals new { member.Id, Stamp = member.SecurityStamp! }
                   where session.EndedAt == null && session.StartedAt > first && session.StartedAt <= last && member.RevokedAt == null
                   select new LiveSession { Session = session, Member = member };
        }

        /// <summary>A member's sessions that are alive, the newest first.</summary>
        public async Task<IReadOnlyList<StaffSession>> SessionsOfAsync(int memberId, DateTime now, CancellationToken cancel) =>
            await db.LiveSessions(now).AsNoTracking().Where(s => s.Member.Id == memberId).Select(s => s.Session)
                .OrderByDescending(s => s.StartedAt).ThenByDescending(s => s.Id).ToListAsync(cancel);

        /// <summary>Notes when sessions were used last.</summary>
        public async Task SeenAsync(IEnumerable<KeyValuePair<string, DateTime>> seen, CancellationToken cancel)
        {
            foreach (var (key, at) in seen)
                await db.StaffSessions.Where(s => s.Key == key && s.LastSeenAt < at)
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, at), cancel);
        }

        /// <summary>Deletes sessions that can open nothing any more: who signed in when stands in the audit trail.</summary>
        public Task<int> ForgetSessionsAsync(DateTime now, CancellationToken cancel)
        {
            var (first, last) = (now - StaffSession.Life, now + Age.ClockSkew);
            return db.StaffSessions.Where(s => s.EndedAt != null || s.StartedAt <= first || s.StartedAt > last).ExecuteDeleteAsync(cancel);
        }
    }
}
