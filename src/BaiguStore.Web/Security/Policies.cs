using System.Security.Claims;
using BaiguStore.Core.History;
using BaiguStore.Core.Staff;
using Microsoft.AspNetCore.Authorization;

namespace BaiguStore.Web.Security;

/// <summary>Authorization policies in one place. Every controller of the admin area names one.</summary>
public static class Policies
{
    public const string
        AnyStaff = nameof(AnyStaff),
        Catalogue = nameof(Catalogue),
        Moderation = nameof(Moderation),
        Inquiries = nameof(Inquiries),
        History = nameof(History),
        Administration = nameof(Administration);

    /// <summary>Route value with the <see cref="RevisionKind"/>, for routes that serve several kinds.</summary>
    public const string KindInRoute = "kind";

    /// <summary>
    /// Roles of each policy; any one is sufficient. An administrator passes everywhere; a member without roles still has an account.
    /// </summary>
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

    /// <summary>The policy of a kind's own pages, which also applies to its history and to restoring earlier states.</summary>
    public static string Of(RevisionKind kind) => kind switch
    {
        RevisionKind.Product or RevisionKind.Category or RevisionKind.Article => Catalogue,
        RevisionKind.Comment => Moderation,
        RevisionKind.Company or RevisionKind.Salesperson or RevisionKind.Vendor or RevisionKind.CommentRules => Administration,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static void AddTo(AuthorizationOptions options)
    {
        foreach (var name in Roles.Keys)
            options.AddPolicy(name, policy => policy.RequireAssertion(context => context.User.May(name) && MayKind(context)));
    }

    /// <summary>Part of every policy, so that no action with a kind in its route can forget it. The action rejects unknown kinds.</summary>
    private static bool MayKind(AuthorizationHandlerContext context) =>
        (context.Resource as HttpContext)?.GetRouteValue(KindInRoute) is not string name || KindNamed(name) is not { } kind || context.User.May(Of(kind));

    /// <summary>The kind with this name, ignoring case; null if unknown.</summary>
    public static RevisionKind? KindNamed(string name) =>
        Enum.GetValues<RevisionKind>().Cast<RevisionKind?>().FirstOrDefault(k => $"{k}".Equals(name, StringComparison.OrdinalIgnoreCase));

    extension(ClaimsPrincipal user)
    {
        /// <summary>The kinds that this member may access.</summary>
        public IReadOnlyList<RevisionKind> Kinds => [.. Enum.GetValues<RevisionKind>().Where(k => user.May(Of(k)))];

        public bool May(string policy) => user.IsStaff && (Roles[policy] is not { } roles || (user.StaffRoles & (roles | StaffRoles.Administrator)) != 0);
    }
}
