using System.Net.Mail;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Staff;

public enum StaffFault
{
    /// <summary>Not an e-mail address.</summary>
    Email,

    /// <summary>The e-mail address is in use.</summary>
    EmailTaken,
    Name,
    Password,

    /// <summary>The last administrator would be removed.</summary>
    LastAdministrator,

    /// <summary>The link has expired or was used, or staff exist already.</summary>
    Link,

    /// <summary>Concurrent change of the member.</summary>
    Busy,
}

/// <summary>A rule for staff accounts forbids it; says which one, and for a password what is wrong with it.</summary>
public sealed class StaffRefusedException(StaffFault fault, PasswordFault password = PasswordFault.None) : Exception(password == PasswordFault.None ? $"{fault}" : $"{fault}: {password}")
{
    public StaffFault Fault => fault;
    public PasswordFault Password => password;
}

/// <summary>Manages staff accounts. Throws <see cref="StaffRefusedException"/> if a rule forbids the change.</summary>
public sealed class StaffMembers(StoreDb db, IPasswordHasher<StaffMember> hasher, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Without a password the member chooses one by a reset link.</summary>
    public async Task<StaffMember> AddAsync(string? email, string? name, StaffRoles roles, string? password, CancellationToken cancel)
    {
        var member = New(email, name, roles, password);
        if (await FindAsync(member.Email!, cancel) is not null)
            throw new StaffRefusedException(StaffFault.EmailTaken);
        db.Staff.Add(member);
        await SaveAsync(member, cancel); // the unique index refuses a concurrent duplicate
        return member;
    }

    /// <summary>
    /// Creates the first administrator by the link from a start without staff, and deletes all such links. Runs under the feed's lock, because two
    /// nodes may have issued one link each.
    /// </summary>
    public async Task<StaffMember> SetUpAsync(string? code, string? email, string? name, string? password, CancellationToken cancel)
    {
        if (!await CanSetUpAsync(code, cancel))
            throw new StaffRefusedException(StaffFault.Link);
        var member = New(email, name, StaffRoles.Administrator, password ?? "");
        await db.WithFeedLockAsync(async () =>
        {
            if (!await CanSetUpAsync(code, cancel))
                throw new StaffRefusedException(StaffFault.Link);
            db.Staff.Add(member);
            db.StaffLinks.RemoveRange(await db.StaffLinks.Where(l => l.Kind == StaffLinkKind.Setup).ToListAsync(cancel));
            await SaveAsync(member, cancel);
            return 1;
        }, cancel);
        return member;
    }

    public async Task<bool> CanSetUpAsync(string? code, CancellationToken cancel) =>
        await db.FindLinkAsync(StaffLinkKind.Setup, code, Now, cancel) is not null && !await db.Staff.AnyAsync(cancel);

    /// <summary>Path of a link that creates the first administrator's account; null if staff exist already.</summary>
    public async Task<string?> InviteFirstAsync(CancellationToken cancel)
    {
        if (await db.Staff.AnyAsync(cancel))
            return null;
        var code = await db.AddLinkAsync(StaffLinkKind.Setup, null, Now, cancel);
        await db.SaveChangesAsync(cancel);
        return StaffLink.Path(StaffLinkKind.Setup, code);
    }

    /// <summary>Path of a link by which a member chooses a new or first password.</summary>
    public async Task<string> LetResetAsync(StaffMember member, CancellationToken cancel)
    {
        var kind = member.PasswordHash is null ? StaffLinkKind.Welcome : StaffLinkKind.Reset;
        var code = await db.AddLinkAsync(kind, member.Id, Now, cancel);
        await db.SaveChangesAsync(cancel);
        return StaffLink.Path(kind, code);
    }

    /// <summary>The member whose password the code may change, or null.</summary>
    public async Task<StaffMember?> FindByResetAsync(string? code, CancellationToken cancel) => (await ResetOfAsync(code, cancel))?.Member;

    public async Task<StaffMember> ResetAsync(string? code, string? password, CancellationToken cancel)
    {
        var (link, member) = await ResetOfAsync(code, cancel) ?? throw new StaffRefusedException(StaffFault.Link);
        SetPassword(member, password);
        db.StaffLinks.Remove(link);
        await SaveLinkedAsync(member, cancel);
        return member;
    }

    private async Task<(StaffLink Link, StaffMember Member)?> ResetOfAsync(string? code, CancellationToken cancel) =>
        (await db.FindLinkAsync(StaffLinkKind.Reset, code, Now, cancel) ?? await db.FindLinkAsync(StaffLinkKind.Welcome, code, Now, cancel)) is { } link
        && await db.Staff.FirstOrDefaultAsync(m => m.Id == link.StaffMemberId && m.RevokedAt == null, cancel) is { } member ? (link, member) : null;

    public Task ChangePasswordAsync(StaffMember member, string? password, CancellationToken cancel)
    {
        SetPassword(member, password);
        return SaveAsync(member, cancel);
    }

    /// <summary>
    /// Changes a member under the feed's lock, one at a time, so that two administrators who demote each other concurrently do not leave the store
    /// without one. Returns the member, or null if there is none.
    /// </summary>
    public async Task<StaffMember?> ChangeAsync(int id, Action<StaffMember> change, CancellationToken cancel)
    {
        StaffMember? member = null;
        await db.WithFeedLockAsync(async () =>
        {
            member = await db.Staff.FirstOrDefaultAsync(m => m.Id == id, cancel);
            if (member is null)
                return 0;
            await db.Entry(member).ReloadAsync(cancel); // current state inside the lock
            var wasAdministrator = member.IsActiveAdministrator;
            change(member);
            CheckName(member.DisplayName);
            if (wasAdministrator && !member.IsActiveAdministrator && !await db.Staff.AnyAsync(m => m.Id != id && m.RevokedAt == null && (m.Roles & StaffRoles.Administrator) != 0, cancel))
            {
                await db.Entry(member).ReloadAsync(cancel);
                throw new StaffRefusedException(StaffFault.LastAdministrator);
            }
            await SaveAsync(member, cancel);
            return 1;
        }, cancel);
        return member;
    }

    public Task<StaffMember?> FindAsync(string email, CancellationToken cancel)
    {
        var normalized = StaffMember.Normalize(email);
        return db.Staff.FirstOrDefaultAsync(m => m.NormalizedEmail == normalized, cancel);
    }

    private StaffMember New(string? email, string? name, StaffRoles roles, string? password)
    {
        var address = (email ?? "").Trim();
        if (address.Length > StaffMember.MaxEmailLength || address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) || !MailAddress.TryCreate(address, out var parsed) || parsed.Address != address)
            throw new StaffRefusedException(StaffFault.Email);
        var member = new StaffMember { Email = address, NormalizedEmail = StaffMember.Normalize(address), DisplayName = PlainText.Line(name), Roles = roles, CreatedAt = Now };
        CheckName(member.DisplayName);
        if (password is null)
            member.SignOutEverywhere(); // sets the security stamp, which sign-in requires
        else
            SetPassword(member, password);
        return member;
    }

    private static void CheckName(string name)
    {
        if (name.Length is 0 or > StaffMember.MaxNameLength)
            throw new StaffRefusedException(StaffFault.Name);
    }

    private void SetPassword(StaffMember member, string? password)
    {
        if (StaffPassword.Check(password, member.Email, member.DisplayName) is not PasswordFault.None and var fault)
            throw new StaffRefusedException(StaffFault.Password, fault);
        member.ChangePassword(hasher.HashPassword(member, password!));
    }

    private async Task SaveAsync(StaffMember member, CancellationToken cancel)
    {
        member.ConcurrencyStamp = Guid.NewGuid().ToString("N");
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new StaffRefusedException(StaffFault.Busy);
        }
        catch (DbUpdateException e) when (DatabaseErrors.IsUniqueViolation(e))
        {
            db.Entry(member).State = EntityState.Detached;
            throw new StaffRefusedException(StaffFault.EmailTaken);
        }
    }

    /// <summary>If the link was used concurrently, its row is gone and the save fails.</summary>
    private async Task SaveLinkedAsync(StaffMember member, CancellationToken cancel)
    {
        try
        {
            await SaveAsync(member, cancel);
        }
        catch (StaffRefusedException e) when (e.Fault == StaffFault.Busy)
        {
            throw new StaffRefusedException(StaffFault.Link);
        }
    }
}
