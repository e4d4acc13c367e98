using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace BaiguStore.Web.Staff;

/// <summary>
/// User store for ASP.NET Core Identity: the e-mail address is the user name. Claims, external logins and tokens are not used and have no tables.
/// </summary>
public sealed class StaffStore(StoreDb db)
    : UserOnlyStore<StaffMember, StoreDb, int, IdentityUserClaim<int>, IdentityUserLogin<int>, IdentityUserToken<int>, StaffPasskey>(db)
{
    public override Task<StaffMember?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken = default) =>
        FindByEmailAsync(normalizedUserName, cancellationToken);
}
