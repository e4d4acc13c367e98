using System.Globalization;
using System.Security.Claims;
using BaiguStore.Core.Staff;
using Microsoft.AspNetCore.Identity;

namespace BaiguStore.Web.Security;

/// <summary>Claims of the signed-in member.</summary>
public static class StaffClaims
{
    private const string Session = "session";

    /// <summary>Content of the cookie.</summary>
    public static ClaimsPrincipal TicketOf(string session) => new(new ClaimsIdentity([new(Session, session)], IdentityConstants.ApplicationScheme));

    /// <summary>The member's principal, from the database.</summary>
    public static ClaimsPrincipal PrincipalOf(StaffMember member, string session)
    {
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, member.Id.ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new(ClaimTypes.Name, member.DisplayName));
        identity.AddClaim(new(Session, session));
        foreach (var role in Enum.GetValues<StaffRoles>())
            if (role != StaffRoles.None && member.Roles.HasFlag(role))
                identity.AddClaim(new(ClaimTypes.Role, role.ToString()));
        return new(identity);
    }

    extension(ClaimsPrincipal user)
    {
        public bool IsStaff => user.Identity is { IsAuthenticated: true };

        /// <summary>The member's id, or null for a visitor.</summary>
        public int? StaffId => int.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

        /// <summary>The key of the session, or null for a visitor.</summary>
        public string? SessionKey => user.FindFirstValue(Session);

        public string StaffName => user.Identity?.Name ?? "";

        public StaffRoles StaffRoles =>
            user.FindAll(ClaimTypes.Role).Aggregate(Core.Staff.StaffRoles.None, (roles, claim) => Enum.TryParse<StaffRoles>(claim.Value, out var role) ? roles | role : roles);
    }
}
