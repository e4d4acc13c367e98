using System.Security.Claims;
using BaiguStore.Core.History;
using BaiguStore.Core.Staff;
using Microsoft.AspNetCore.Authorization;

namespace BaiguStore.Web.Security;

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

    /// <summary>The route value by which a route that serves things of many kinds says which one: a <see cref="RevisionKind"/> by its name.</summary>
    public const string KindInRoute = "kind";

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

    /// <summary>What a thing's own pages ask. Its history, and restoring an earlier state of it, ask the same.</summary>
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

    /// <summary>Part of every policy, so that no action of a route with a kind can forget it. What is no kind at all is the action's to refuse.</summary>
    private static bool MayKind(AuthorizationHandlerContext context) =>
        (context.Resource as HttpContext)?.GetRouteValue(KindInRoute) is not string name || KindNamed(name) is not { } kind || context.User.May(Of(kind));

    /// <summary>The kind with this name, in whatever case; null where there is none.</summary>
    public static RevisionKind? KindNamed(string name) =>
        Enum.GetValues<RevisionKind>().Cast<RevisionKind?>().FirstOrDefault(k => $"{k}".Equals(name, StringComparison.OrdinalIgnoreCase));

    extension(ClaimsPrincipal user)
    {
        /// <summary>The kinds of things whose pages are open to this member.</summary>
        public IReadOnlyList<RevisionKind> Kinds => [.. Enum.GetValues<RevisionKind>().Where(k => user.May(Of(k)))];

        public bool May(string policy) => user.IsStaff && (Roles[policy] is not { } roles || (user.StaffRoles & (roles | StaffRoles.Administrator)) != 0);
    }
}
