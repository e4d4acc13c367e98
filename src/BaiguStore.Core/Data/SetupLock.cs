using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace BaiguStore.Core.Data;

/// <summary>
/// A database-wide lock: one process at a time creates and seeds the schema, others wait. It is released with the connection or the open file, even
/// if the process dies.
/// </summary>
public static class SetupLock
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(500);

    /// <param name="waiting">Called once if another process holds the lock.</param>
    public static async Task<IAsyncDisposable> AcquireAsync(StoreDb db, Action waiting, CancellationToken cancel)
    {
        await db.CreateDatabaseAsync(cancel);
        for (var isFirst = true; ; isFirst = false)
        {
            if (await db.TryLockSetupAsync(cancel) is { } held)
                return held;
            if (isFirst)
                waiting();
            await Task.Delay(LookAgainAfter, cancel);
        }
    }

    /// <summary>
    /// Creates the database on its server, where the lock is held. Another process may do this at the same moment: the server then refuses one of
    /// them, and SQL Server makes a database visible only a moment after it refuses its name.
    /// </summary>
    /// <param name="silent">A context for the same database without logging, because EF would log the refusal as an error.</param>
    internal static async Task CreateOnServerAsync(StoreDb db, Func<StoreDb> silent, CancellationToken cancel)
    {
        if (await IsThereAsync(db, cancel))
            return;
        await using var creating = silent();
        var creator = creating.GetService<IRelationalDatabaseCreator>();
        while (!await creator.ExistsAsync(cancel))
        {
            try
            {
                await creator.CreateAsync(cancel);
            }
            catch (Exception e) when (DatabaseErrors.IsDatabaseThere(e))
            {
                await Task.Delay(LookAgainAfter, cancel);
            }
        }
    }

    /// <summary>Not by EF, which retries for a minute when SQL Server refuses a login (18456): a wrong password is reported at once.</summary>
    private static async Task<bool> IsThereAsync(StoreDb db, CancellationToken cancel)
    {
        var connection = db.Database.GetDbConnection();
        try
        {
            await connection.OpenAsync(cancel);
            await connection.CloseAsync();
            return true;
        }
        catch (DbException e) when (DatabaseErrors.IsDatabaseMissing(e))
        {
            return false;
        }
    }
}
