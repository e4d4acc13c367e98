using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Data.Saving;

/// <summary>Step 1 of a save: raises the versions of what is changed, so that a save over it is refused.</summary>
internal static class Versions
{
    public static void Raise(StoreDb db)
    {
        foreach (var owner in RevisionWriter.Related(db.ChangeTracker))
            db.Entry(owner).Property(o => o.Version).IsModified = true; // its rows in a join table are part of it
        foreach (var entry in db.ChangeTracker.Entries<IVersioned>().Where(e => e.State == EntityState.Modified))
        {
            var version = entry.Property(e => e.Version);
            version.CurrentValue = version.OriginalValue + 1;
        }
    }
}
