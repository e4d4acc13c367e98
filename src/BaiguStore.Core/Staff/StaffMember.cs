using System.Security.Cryptography;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Staff;

/// <summary>A staff account. The e-mail address is the sign-in name.</summary>
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

    /// <summary>The salesperson of the catalogue that this account belongs to, for assigning inquiries.</summary>
    public int? SalespersonId { get; set; }
    public DateTime CreatedAt { get; init; }
    public DateTime? LastSignInAt { get; private set; }
    public DateTime? RevokedAt { get; private set; }

    /// <summary>
    /// Shared secret of the authenticator app; required at sign-in once <see cref="IdentityUser{TKey}.TwoFactorEnabled"/> says that it was confirmed.
    /// </summary>
    public string? TotpKey { get; private set; }

    /// <summary>The last accepted time step of 30 seconds; its code and older ones are refused.</summary>
    public long LastTotpStep { get; private set; }

    /// <summary>Hashes of unused recovery codes.</summary>
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

    /// <summary>New roles end all sessions, so that nothing continues with the old ones.</summary>
    public void GiveRoles(StaffRoles roles)
    {
        if (roles == Roles)
            return;
        Roles = roles;
        SignOutEverywhere();
    }

    /// <summary>Invalidates all sessions with the old stamp, and sign-ins that wait for a second factor.</summary>
    public void SignOutEverywhere() => SecurityStamp = NewStamp();

    public void ChangePassword(string hash)
    {
        PasswordHash = hash;
        SignOutEverywhere();
    }

    /// <summary>Starts the setup of an authenticator app with a new key, which is not active until confirmed.</summary>
    public string ProposeTotp() => TwoFactorEnabled ? throw new InvalidOperationException("Turn the second step off first.") : TotpKey ??= Totp.NewKey();

    /// <summary>
    /// Enables two-factor authentication if the code proves that the app has the key; returns the recovery codes, which are shown only once;
    /// otherwise null.
    /// </summary>
    public IReadOnlyList<string>? ConfirmTotp(string? code, DateTime now)
    {
        if (TwoFactorEnabled || !AcceptTotp(code, now))
            return null;
        TwoFactorEnabled = true;
        return MakeRecoveryCodes();
    }

    /// <summary>Whether the code is valid now and unused. The caller must save, otherwise it could be used again.</summary>
    public bool AcceptTotp(string? code, DateTime now)
    {
        if (TotpKey is null || Totp.Accept(TotpKey, code, now, LastTotpStep) is not { } step)
            return false;
        LastTotpStep = step;
        ConcurrencyStamp = NewStamp(); // of two concurrent uses of one code, one is refused
        return true;
    }

    public IReadOnlyList<string> MakeRecoveryCodes()
    {
        var codes = Enumerable.Range(0, Secrets.RecoveryCodes).Select(_ => Secrets.NewRecoveryCode()).ToList();
        RecoveryCodes = codes.ConvertAll(Secrets.HashOfRecoveryCode);
        return codes;
    }

    /// <summary>Whether the code is an unused recovery code; it is consumed. The caller must save, otherwise it could be used again.</summary>
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

/// <summary>A passkey replaces password and second factor: the private key never leaves its device, the public key is stored here.</summary>
public sealed class StaffPasskey : IdentityUserPasskey<int>
{
    /// <summary>A surrogate key: a credential id may be longer than SQL Server allows for a clustered key.</summary>
    public int Id { get; private set; }
}

public sealed class StaffMemberMap : IEntityTypeConfiguration<StaffMember>, IEntityTypeConfiguration<StaffPasskey>
{
    /// <summary>Maximum bytes of a credential id (WebAuthn, section 4).</summary>
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
        // Unused properties of the framework's user: the e-mail address is the name, no phone numbers, no account lockout (see SignInThrottle).
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
