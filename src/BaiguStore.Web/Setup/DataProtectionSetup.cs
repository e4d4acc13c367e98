using BaiguStore.Core.Data;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Setup;

/// <summary>The keys that seal cookies and forms: in the store's database, so that every node reads what another has sealed.</summary>
public static class DataProtectionSetup
{
    public static void AddDataProtectionKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("BaiguStore");
        services.AddOptions<KeyManagementOptions>()
            .Configure<IDbContextFactory<StoreDb>>((keys, databases) => keys.XmlRepository = new DataProtectionKeys(databases));
    }
}
