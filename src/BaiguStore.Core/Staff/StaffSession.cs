using System.Security.Cryptography;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Staff;

/// <summary>
/// A member's session in one browser. The cookie only identifies the session: without a live row it is useless, wherever it was copied to.
/// </summary>
public sealed class StaffSession
{
    public const int MaxBrowserLength = 200;

    /// <summary>Absolute lifetime since sign-in, regardless of use.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    private const int KeyBytes = 16;

    public int Id { get; private set; }
    public required int StaffMemberId { get; init; }

    /// <summary>Content of the encrypted cookie. Random, since ids are reused after a backup was restored.</summary>
    public required string Key { get; init; }

    /// <summary>The member's security stamp. Changing it ends all the member's sessions except those that are updated with it.</summary>
    public required string Stamp { get; set; }

    /// <summary>UTC; when the member signed in.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>UTC; accurate to some minutes, because it is written only now and then.</summary>
    public required DateTime LastSeenAt { get; set; }
    public DateTime? EndedAt { get; private set; }

    /// <summary>The network address at sign-in.</summary>
    public required string Address { get; init; }

    /// <summary>User agent at sign-in; empty if none was sent.</summary>
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

/// <summary>A live session and its member.</summary>
public sealed class LiveSession
{
    public required StaffSession Session { get; init; }
    public required StaffMember Member { get; init; }
}

public static class StaffSessions
{
    extension(StoreDb db)
    {
        /// <summary>Valid sessions: not ended, not expired, member not revoked and stamp unchanged.</summary>
        public IQueryable<LiveSession> LiveSessions(DateTime now)
        {
            var (first, last) = (now - StaffSession.Life, now + Age.ClockSkew);
            return from session in db.StaffSessions
                   join member in db.Staff
                       on new { Id = session.StaffMemberId, session.Stamp } equals new { member.Id, Stamp = member.SecurityStamp! }
                   where session.EndedAt == null && session.StartedAt > first && session.StartedAt <= last && member.RevokedAt == null
                   select new LiveSession { Session = session, Member = member };
        }

        /// <summary>A member's live sessions, newest first.</summary>
        public async Task<IReadOnlyList<StaffSession>> SessionsOfAsync(int memberId, DateTime now, CancellationToken cancel) =>
            await db.LiveSessions(now).AsNoTracking().Where(s => s.Member.Id == memberId).Select(s => s.Session)
                .OrderByDescending(s => s.StartedAt).ThenByDescending(s => s.Id).ToListAsync(cancel);

        /// <summary>Updates when sessions were last used.</summary>
        public async Task SeenAsync(IEnumerable<KeyValuePair<string, DateTime>> seen, CancellationToken cancel)
        {
            foreach (var (key, at) in seen)
                await db.StaffSessions.Where(s => s.Key == key && s.LastSeenAt < at)
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, at), cancel);
        }

        /// <summary>Deletes dead sessions: sign-ins remain in the audit trail.</summary>
        public Task<int> ForgetSessionsAsync(DateTime now, CancellationToken cancel)
        {
            var (first, last) = (now - StaffSession.Life, now + Age.ClockSkew);
            return db.StaffSessions.Where(s => s.EndedAt != null || s.StartedAt <= first || s.StartedAt > last).ExecuteDeleteAsync(cancel);
        }
    }
}
