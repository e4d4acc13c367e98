using BaiguStore.Core.Catalog;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Data.Saving;

/// <summary>A save by staff confirms the product's data.</summary>
internal static class Confirmation
{
    public static void ByStaff(StoreDb db)
    {
        if (db.Actor.StaffId is null)
            return;
        foreach (var entry in db.ChangeTracker.Entries<Product>().Where(e => e.State is EntityState.Added or EntityState.Modified).ToList())
        {
            entry.Entity.Confirm(StoreDb.Now);
            entry.DetectChanges();
        }
    }
}
