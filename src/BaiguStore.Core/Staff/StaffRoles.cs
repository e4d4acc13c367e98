namespace BaiguStore.Core.Staff;

/// <summary>Permissions of a staff member; the numbers are stored. One person may have several.</summary>
[Flags]
public enum StaffRoles
{
    None = 0,

    /// <summary>Everything.</summary>
    Administrator = 1,

    /// <summary>Products, categories, articles.</summary>
    Editor = 2,

    /// <summary>Comments.</summary>
    Moderator = 4,

    /// <summary>Inquiries.</summary>
    Sales = 8,
}
