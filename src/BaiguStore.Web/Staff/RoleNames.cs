using BaiguStore.Core.Staff;

namespace BaiguStore.Web.Staff;

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
