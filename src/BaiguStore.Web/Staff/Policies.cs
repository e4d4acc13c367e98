using System.Security.Claims;
using BaiguStore.Core.Staff;
using Microsoft.AspNetCore.Authorization;

namespace BaiguStore.Web.Staff;

/// <summary>Who may what, in one place. Each controller of the staff's area names one of these.</summary>
public static class Policies
{
    public const string
        AnyStaff = nameof(AnyStaff),
        Catalogue = nameof(Catalogue),
        Moderation = nameof(Moderation),
        Inquiries = nameof(Inquiries),
        History = nameof(History),
        Administration = nameof(Administration);

    /// <summary>The roles that pass, any one of them. An administrator passes everywhere; who has no role yet still has an account.</summary>
    private static readonly Dictionary<string, StaffRoles?> Roles = new()
    {
        [AnyStaff] = null,
        [Catalogue] = StaffRoles.Editor,
        [Moderation] = StaffRoles.Moderator,
        [Inquiries] = StaffRoles.Sales,
        [History] = StaffRoles.Editor,
        [Administration] = StaffRoles.None,
    };

    public static IEnumerable<string> All => Roles.Keys;

    public static void AddTo(AuthorizationOptions options)
    {
        foreach (var name in Roles.Keys)
            options.AddPolicy(name, policy => policy.RequireAssertion(context => context.User.May(name)));
    }

    extension(ClaimsPrincipal user)
    {
        public bool May(string policy) => user.IsStaff && (Roles[policy] is not { } roles || (user.StaffRoles & (roles | StaffRoles.Administrator)) != 0);
    }
}
