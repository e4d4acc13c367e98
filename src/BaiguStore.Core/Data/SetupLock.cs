using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace BaiguStore.Core.Data;

/// <summary>
/// A lock of the whole database: one process at a time makes the schema and fills it. Others wait as long as that takes. A process that
/// dies loses the lock with its connection or its open file.
/// </summary>
public static class SetupLock
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(500);

    /// <param name="waiting">Called once, where another process holds the lock.</param>
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
    /// Creates the database on its server, which keeps the lock in it. Another process may do the same: the server then refuses one of them,
    /// and SQL Server shows a database only a moment after it refuses its name.
    /// </summary>
    /// <param name="silent">The same database without a log, where EF would call the refusal an error.</param>
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

    /// <summary>Not by EF, which asks for a minute where SQL Server refuses a login (18456): a wrong password is told at once.</summary>
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
