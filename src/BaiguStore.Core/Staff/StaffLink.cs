using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Staff;

public enum StaffLinkKind
{
    /// <summary>Makes the first administrator, while there is no staff.</summary>
    Setup = 0,

    /// <summary>Lets one member choose a password.</summary>
    Reset = 1,

    /// <summary>Lets somebody new choose their first password, and signs them in.</summary>
    Welcome = 2,
}

/// <summary>A link that is good for a while and for one use: using it deletes the row. Only a hash of its code is kept.</summary>
public sealed class StaffLink
{
    /// <summary>Days that somebody new has: the link may lie in a mailbox over a weekend, and it opens an account that holds nothing yet.</summary>
    public const int WelcomeDays = 3;

    /// <summary>Of a link that opens the store or an account in use.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    public int Id { get; private set; }
    public required StaffLinkKind Kind { get; init; }
    public int? StaffMemberId { get; init; }
    public required string CodeHash { get; init; }
    public required DateTime ExpiresAt { get; init; }

    public static TimeSpan LifeOf(StaffLinkKind kind) => kind == StaffLinkKind.Welcome ? TimeSpan.FromDays(WelcomeDays) : Life;

    /// <summary>Where the link leads, below the store's address.</summary>
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
        /// <summary>Adds a link to the next save and answers its code. A member's earlier links, and those that ran out, go with it.</summary>
        public async Task<string> AddLinkAsync(StaffLinkKind kind, int? memberId, DateTime now, CancellationToken cancel)
        {
            var gone = db.StaffLinks.Where(l => l.ExpiresAt <= now || (memberId != null && l.StaffMemberId == memberId));
            db.StaffLinks.RemoveRange(await gone.ToListAsync(cancel));
            var code = Secrets.NewCode();
            var end = now + StaffLink.LifeOf(kind);
            db.StaffLinks.Add(new StaffLink { Kind = kind, StaffMemberId = memberId, CodeHash = Secrets.HashOf(code), ExpiresAt = end });
            return code;
        }

        /// <summary>The link that the code opens now, or null. Who uses it removes it in the save that it is used for: of two at once one is refused.</summary>
        public Task<StaffLink?> FindLinkAsync(StaffLinkKind kind, string? code, DateTime now, CancellationToken cancel)
        {
            // A later end than any that is set now was set before the clock was set back.
            var (hash, latest) = (Secrets.HashOf(code ?? ""), now + StaffLink.LifeOf(kind) + Age.ClockSkew);
            return db.StaffLinks.FirstOrDefaultAsync(l => l.CodeHash == hash && l.Kind == kind && l.ExpiresAt > now && l.ExpiresAt <= latest, cancel);
        }
    }
}
