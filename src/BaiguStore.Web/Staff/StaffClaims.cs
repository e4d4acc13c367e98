using System.Globalization;
using System.Security.Claims;
using BaiguStore.Core.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BaiguStore.Web.Staff;

/// <summary>What a signed-in member's cookie says of them.</summary>
public sealed class StaffPrincipals(IOptions<IdentityOptions> options) : IUserClaimsPrincipalFactory<StaffMember>
{
    public Task<ClaimsPrincipal> CreateAsync(StaffMember user)
    {
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, user.Id.ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new(ClaimTypes.Name, user.DisplayName));
        identity.AddClaim(new(options.Value.ClaimsIdentity.SecurityStampClaimType, user.SecurityStamp ?? ""));
        foreach (var role in Enum.GetValues<StaffRoles>())
            if (role != StaffRoles.None && user.Roles.HasFlag(role))
                identity.AddClaim(new(ClaimTypes.Role, role.ToString()));
        return Task.FromResult(new ClaimsPrincipal(identity));
    }
}

public static class StaffClaims
{
    extension(ClaimsPrincipal user)
    {
        public bool IsStaff => user.Identity is { IsAuthenticated: true };

        /// <summary>The member's id, or null for a visitor.</summary>
        public int? StaffId => int.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

        public string StaffName => user.Identity?.Name ?? "";

        public StaffRoles StaffRoles =>
            user.FindAll(ClaimTypes.Role).Aggregate(Core.Staff.StaffRoles.None, (roles, claim) => Enum.TryParse<StaffRoles>(claim.Value, out var role) ? roles | role : roles);
    }
}
