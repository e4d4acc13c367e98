using System.Xml.Linq;
using BaiguStore.Core.Data;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Security;

/// <summary>
/// Stores the data protection keys in the store's database. Our own implementation, because the framework's saves synchronously, which the store's
/// context does not allow.
/// </summary>
internal sealed class DataProtectionKeys(IDbContextFactory<StoreDb> databases) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = databases.CreateDbContext();
        return db.SealingKeys.AsNoTracking().OrderBy(k => k.Id).Select(k => k.Xml).ToList().ConvertAll(xml => XElement.Parse(xml));
    }

    /// <summary>Called a few times a year, when a key is created; the interface is synchronous.</summary>
#pragma warning disable RS0030 // the framework's interface is synchronous
    public void StoreElement(XElement element, string friendlyName) => Task.Run(async () =>
    {
        await using var db = await databases.CreateDbContextAsync();
        db.SealingKeys.Add(new DataProtectionKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        await db.SaveChangesAsync();
    }).GetAwaiter().GetResult();
#pragma warning restore RS0030
}
