using System.ComponentModel.DataAnnotations;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Forms;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>The form of a staff account.</summary>
public sealed record StaffForm
{
    [TextLength(StaffMember.MaxEmailLength, ErrorMessage = "邮箱最多 {1} 个字符。")]
    public string? Email { get; init; }

    [RequiredText(ErrorMessage = "请填写姓名。"), TextLength(StaffMember.MaxNameLength, ErrorMessage = "姓名最多 {1} 个字符。")]
    public string? Name { get; init; }

    /// <summary>Names of the roles.</summary>
    public List<StaffRoles> Roles { get; init; } = [];
    public int? SalespersonId { get; init; }

    /// <summary>The administrator's own password; required to grant roles.</summary>
    public string? Current { get; init; }

    public StaffRoles AllRoles => Roles.Aggregate(StaffRoles.None, (all, role) => all | role);

    public static StaffForm Of(StaffMember member) => new()
    {
        Email = member.Email,
        Name = member.DisplayName,
        Roles = [.. Enum.GetValues<StaffRoles>().Where(r => r != StaffRoles.None && member.Roles.HasFlag(r))],
        SalespersonId = member.SalespersonId,
    };
}

/// <summary>`/admin/staff/new` and `/admin/staff/{id}/edit`.</summary>
/// <param name="Member">Null for a new one.</param>
/// <param name="IsOneself">Whether it is the administrator's own account.</param>
/// <param name="Link">The complete reset link, shown only once.</param>
public sealed record StaffEditor(
    StaffForm Form, StaffMember? Member, IReadOnlyList<Salesperson> Salespeople, IReadOnlyList<StaffSession> Sessions, bool IsOneself = false,
    string? Link = null);

/// <summary>`/admin/staff`.</summary>
public sealed record StaffList(IReadOnlyList<StaffRow> Members);

public sealed record StaffRow(int Id, string Email, string Name, StaffRoles Roles, string? Salesperson, bool HasCode, int Passkeys, DateTime? LastSignInAt, DateTime? RevokedAt);
