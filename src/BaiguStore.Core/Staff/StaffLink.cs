using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Staff;

public enum StaffLinkKind
{
    /// <summary>Creates the first administrator, while there are no staff.</summary>
    Setup = 0,

    /// <summary>Lets a staff member choose a new password.</summary>
    Reset = 1,

    /// <summary>Lets a new member choose their first password, and signs them in.</summary>
    Welcome = 2,
}

/// <summary>A single-use link with a limited lifetime: using it deletes the row. Only a hash of its code is stored.</summary>
public sealed class StaffLink
{
    /// <summary>Days for a new member: the link may wait in a mailbox over a weekend, and the account has no content yet.</summary>
    public const int WelcomeDays = 3;

    /// <summary>Lifetime of a link that sets up the store or opens an account in use.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    public int Id { get; private set; }
    public required StaffLinkKind Kind { get; init; }
    public int? StaffMemberId { get; init; }
    public required string CodeHash { get; init; }
    public required DateTime ExpiresAt { get; init; }

    public static TimeSpan LifeOf(StaffLinkKind kind) => kind == StaffLinkKind.Welcome ? TimeSpan.FromDays(WelcomeDays) : Life;

    /// <summary>Path of the link, relative to the store's root URL.</summary>
    public static string Path(StaffLinkKind kind, string code) => kind == StaffLinkKind.Setup ? $"/account/setup?code={code}" : $"/account/reset?code={code}";
}

public sealed class StaffLinkMap : IEntityTypeConfiguration<StaffLink>
{
    public void Configure(EntityTypeBuilder<StaffLink> link)
    {
        link.Property(l => l.CodeHash).HasMaxLength(64).IsUnicode(false);
        link.HasIndex(l => l.CodeHash).IsUnique();
        link.HasOne<StaffMember>().WithMany().HasForeignKey(l => l.StaffMemberId).OnDelete(DeleteBehavior.Cascade);
    }
}

public static class StaffLinks
{
    extension(StoreDb db)
    {
        /// <summary>Adds a link to the next save and returns its code. The member's earlier links and expired ones are deleted with it.</summary>
        public async Task<string> AddLinkAsync(StaffLinkKind kind, int? memberId, DateTime now, CancellationToken cancel)
        {
            var gone = db.StaffLinks.Where(l => l.ExpiresAt <= now || (memberId != null && l.StaffMemberId == memberId));
            db.StaffLinks.RemoveRange(await gone.ToListAsync(cancel));
            var code = Secrets.NewCode();
            var end = now + StaffLink.LifeOf(kind);
            db.StaffLinks.Add(new StaffLink { Kind = kind, StaffMemberId = memberId, CodeHash = Secrets.HashOf(code), ExpiresAt = end });
            return code;
        }

        /// <summary>
        /// The valid link for a code, or null. Its user removes it in the same save that uses it: of two concurrent uses one is refused.
        /// </summary>
        public Task<StaffLink?> FindLinkAsync(StaffLinkKind kind, string? code, DateTime now, CancellationToken cancel)
        {
            // An end later than any that is set now was set before the clock was set back.
            var (hash, latest) = (Secrets.HashOf(code ?? ""), now + StaffLink.LifeOf(kind) + Age.ClockSkew);
            return db.StaffLinks.FirstOrDefaultAsync(l => l.CodeHash == hash && l.Kind == kind && l.ExpiresAt > now && l.ExpiresAt <= latest, cancel);
        }
    }
}
