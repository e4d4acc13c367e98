using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace BaiguStore.Web.Staff;

/// <summary>Staff as the framework's sign-in sees them: the address is the name. Claims, foreign logins and tokens have no tables, as nothing uses them.</summary>
public sealed class StaffStore(StoreDb db)
    : UserOnlyStore<StaffMember, StoreDb, int, IdentityUserClaim<int>, IdentityUserLogin<int>, IdentityUserToken<int>, StaffPasskey>(db)
{
    public override Task<StaffMember?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken = default) =>
        FindByEmailAsync(normalizedUserName, cancellationToken);
}
