using System.Security.Cryptography;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Staff;

/// <summary>Somebody who works in the store's back rooms. The e-mail address is the name by which they sign in.</summary>
public sealed class StaffMember : IdentityUser<int>
{
    public const int MaxEmailLength = 200, MaxNameLength = 40;

    public override string? UserName
    {
        get => Email;
        set { }
    }

    public override string? NormalizedUserName
    {
        get => NormalizedEmail;
        set { }
    }

    public required string DisplayName { get; set; }
    public StaffRoles Roles { get; set; }

    /// <summary>The salesperson of the catalogue that this is, so that inquiries find them.</summary>
    public int? SalespersonId { get; set; }
    public DateTime CreatedAt { get; init; }
    public DateTime? LastSignInAt { get; private set; }
    public DateTime? RevokedAt { get; private set; }

    /// <summary>The shared secret of the authenticator app; asked for once <see cref="IdentityUser{TKey}.TwoFactorEnabled"/> says that it was confirmed.</summary>
    public string? TotpKey { get; private set; }

    /// <summary>The newest 30 seconds whose code was accepted; that one and older ones are not accepted again.</summary>
    public long LastTotpStep { get; private set; }

    /// <summary>Hashes of the recovery codes that are left.</summary>
    public List<string> RecoveryCodes { get; private set; } = [];

    public bool IsRevoked => RevokedAt is not null;
    public bool IsActiveAdministrator => !IsRevoked && Roles.HasFlag(StaffRoles.Administrator);

    public static string Normalize(string email) => email.Trim().ToUpperInvariant();

    public void SignedIn(DateTime now) => LastSignInAt = now;

    public void Revoke(DateTime now)
    {
        RevokedAt ??= now;
        SignOutEverywhere();
    }

    public void Readmit() => RevokedAt = null;

    /// <summary>New roles end all sessions: what was begun with the old ones is not gone on with.</summary>
    public void GiveRoles(StaffRoles roles)
    {
        if (roles == Roles)
            return;
        Roles = roles;
        SignOutEverywhere();
    }

    /// <summary>Every session that carries the old stamp has ended; so has what waits for a code.</summary>
    public void SignOutEverywhere() => SecurityStamp = NewStamp();

    public void ChangePassword(string hash)
    {
        PasswordHash = hash;
        SignOutEverywhere();
    }

    /// <summary>Begins to set the authenticator app up; what is set up already goes on until the new one is confirmed.</summary>
    public string ProposeTotp() => TwoFactorEnabled ? throw new InvalidOperationException("Turn the second step off first.") : TotpKey ??= Totp.NewKey();

    /// <summary>Turns the second step on where the code shows that the app has the key; answers the recovery codes, which nobody can read later, else null.</summary>
    public IReadOnlyList<string>? ConfirmTotp(string? code, DateTime now)
    {
        if (TwoFactorEnabled || !AcceptTotp(code, now))
            return null;
        TwoFactorEnabled = true;
        return MakeRecoveryCodes();
    }

    /// <summary>Whether the code is the app's of this moment, and was not used before. Save, or it could be used again.</summary>
    public bool AcceptTotp(string? code, DateTime now)
    {
        if (TotpKey is null || Totp.Accept(TotpKey, code, now, LastTotpStep) is not { } step)
            return false;
        LastTotpStep = step;
        ConcurrencyStamp = NewStamp(); // of two at once with the same code one is refused
        return true;
    }

    public IReadOnlyList<string> MakeRecoveryCodes()
    {
        var codes = Enumerable.Range(0, Secrets.RecoveryCodes).Select(_ => Secrets.NewRecoveryCode()).ToList();
        RecoveryCodes = codes.ConvertAll(Secrets.HashOfRecoveryCode);
        return codes;
    }

    /// <summary>Whether the code is one of those left; it is not afterwards. Save, or it could be used again.</summary>
    public bool AcceptRecoveryCode(string? code)
    {
        var hash = Secrets.HashOfRecoveryCode(code ?? "");
        if (!TwoFactorEnabled || !RecoveryCodes.Contains(hash))
            return false;
        RecoveryCodes = RecoveryCodes.FindAll(c => c != hash);
        ConcurrencyStamp = NewStamp();
        return true;
    }

    public void DropSecondStep()
    {
        (TwoFactorEnabled, TotpKey, RecoveryCodes) = (false, null, []);
        SignOutEverywhere();
    }

    private static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}

/// <summary>A key that stands in for password and code: a device's own, which never leaves it; here is what proves it.</summary>
public sealed class StaffPasskey : IdentityUserPasskey<int>
{
    /// <summary>Of our own: an authenticator's id may be longer than SQL Server allows a clustered key to be.</summary>
    public int Id { get; private set; }
}

public sealed class StaffMemberMap : IEntityTypeConfiguration<StaffMember>, IEntityTypeConfiguration<StaffPasskey>
{
    /// <summary>Bytes of a credential's id at most (WebAuthn, 4).</summary>
    private const int MaxCredentialId = 1023;

    public void Configure(EntityTypeBuilder<StaffMember> member)
    {
        member.ToTable("Staff");
        member.Property(m => m.Email).HasMaxLength(StaffMember.MaxEmailLength).IsRequired();
        member.Property(m => m.NormalizedEmail).HasMaxLength(StaffMember.MaxEmailLength).IsRequired();
        member.Property(m => m.DisplayName).HasMaxLength(StaffMember.MaxNameLength);
        member.Property(m => m.PasswordHash).HasMaxLength(200).IsUnicode(false);
        member.Property(m => m.SecurityStamp).HasMaxLength(64).IsUnicode(false);
        member.Property(m => m.ConcurrencyStamp).HasMaxLength(64).IsUnicode(false).IsConcurrencyToken();
        member.Property(m => m.TotpKey).HasMaxLength(64).IsUnicode(false);
        member.Property(m => m.RecoveryCodes).HasJsonConversion();
        // What the framework's user has besides: the address is the name, nothing is sent to a phone, and no account is ever locked (see SignInThrottle).
        member.Ignore(m => m.UserName).Ignore(m => m.NormalizedUserName).Ignore(m => m.EmailConfirmed).Ignore(m => m.PhoneNumber)
            .Ignore(m => m.PhoneNumberConfirmed).Ignore(m => m.LockoutEnd).Ignore(m => m.LockoutEnabled).Ignore(m => m.AccessFailedCount);
        member.HasIndex(m => m.NormalizedEmail).IsUnique();
        member.HasOne<Salesperson>().WithMany().HasForeignKey(m => m.SalespersonId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<StaffPasskey> passkey)
    {
        passkey.ToTable("StaffPasskeys");
        passkey.HasKey(p => p.Id);
        passkey.Property(p => p.CredentialId).HasMaxLength(MaxCredentialId);
        passkey.HasIndex(p => p.CredentialId).IsUnique();
        passkey.HasOne<StaffMember>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
        passkey.OwnsOne(p => p.Data).ToJson();
    }
}
