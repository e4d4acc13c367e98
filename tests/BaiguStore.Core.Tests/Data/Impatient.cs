using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Data;

internal static class Impatient
{
    /// <summary>Shortens a context's lock timeouts.</summary>
    public static async Task AsAsync(StoreDb db, DatabaseProvider provider)
    {
        db.Database.SetCommandTimeout(provider == DatabaseProvider.Sqlite ? 1 : 30);
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        if (db.Database.GetDbConnection() is Microsoft.Data.Sqlite.SqliteConnection sqlite)
            sqlite.DefaultTimeout = 1;
        else
            await db.Database.ExecuteSqlRawAsync(
                provider == DatabaseProvider.Postgres ? "SET lock_timeout = '200ms'" : "SET LOCK_TIMEOUT 200", TestContext.Current.CancellationToken);
    }
}
