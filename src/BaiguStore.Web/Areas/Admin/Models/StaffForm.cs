using System.ComponentModel.DataAnnotations;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Forms;
using BaiguStore.Web.Models;

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

/// <summary>`session-list`: a member's sessions.</summary>
/// <param name="CanEnd">Whether sessions have a button to end them: only the member's own.</param>
public sealed record SessionList(IReadOnlyList<StaffSession> Sessions, bool CanEnd);

/// <summary>`/admin/staff`.</summary>
public sealed record StaffList(IReadOnlyList<StaffRow> Members);

public sealed record StaffRow(int Id, string Email, string Name, StaffRoles Roles, string? Salesperson, bool HasCode, int Passkeys, DateTime? LastSignInAt, DateTime? RevokedAt);

public static class RoleNames
{
    /// <summary>All roles with their localized names and descriptions.</summary>
    public static IReadOnlyList<(StaffRoles Role, string Name, string Meaning)> All { get; } =
    [
        (StaffRoles.Administrator, "管理员", "可以做一切，包括管理员工"),
        (StaffRoles.Editor, "编辑", "商品、分类、文章"),
        (StaffRoles.Moderator, "审核", "评论"),
        (StaffRoles.Sales, "销售", "询价"),
    ];
}
