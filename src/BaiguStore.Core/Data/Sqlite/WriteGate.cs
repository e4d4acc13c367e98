using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace BaiguStore.Core.Data.Sqlite;

/// <summary>
/// Admits one writer of this process at a time; others wait asynchronously. SQLite itself blocks the thread: a few writers behind a long one would
/// occupy the whole thread pool, and readers would starve.
/// </summary>
/// <remarks>Writers are transactions that are not read-only, and statements outside a transaction. A save is always a transaction here, see <see
/// cref="SqliteStoreDb"/>. <see cref="GatedTransaction"/> reports the end of each.</remarks>
internal sealed class WriteGate : DbCommandInterceptor, IDbTransactionInterceptor, IDisposable
{
    /// <summary>Delay between two checks whether another process still holds the file; it grows from the first to the last value.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5), LastPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Primary result code in the low byte of SQLite's extended result codes.</summary>
    private const int ResultMask = 0xFF;

    private static readonly ConditionalWeakTable<DbConnection, Turn> Turns = [];

    private readonly SemaphoreSlim _one = new(1, 1);

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        if (eventData.IsolationLevel == SqliteStoreDb.OnlyReads)
            return result;
        await EnterAsync((SqliteConnection)connection, cancellationToken);
        try
        {
            var begun = await connection.BeginTransactionAsync(eventData.IsolationLevel, cancellationToken);
            return InterceptionResult<DbTransaction>.SuppressWithResult(begun);
        }
        catch
        {
            Leave(connection); // no transaction whose end would release it
            throw;
        }
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (command is SqliteCommand { Transaction: null, Connection: { } connection })
            await EnterAsync(connection, cancellationToken);
        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        LeaveAfter(command);
        return new(result);
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        LeaveAfter(command);
        return Task.CompletedTask;
    }

    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        LeaveAfter(command);
        return Task.CompletedTask;
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Admits the next writer. Does nothing for a connection that did not enter, or has left.</summary>
    public static void Leave(DbConnection connection)
    {
        if (Turns.TryGetValue(connection, out var turn) && Turns.Remove(connection))
            turn.Gate._one.Release();
    }

    private static void LeaveAfter(DbCommand command)
    {
        if (command is { Transaction: null, Connection: { } connection })
            Leave(connection);
    }

    private async Task EnterAsync(SqliteConnection connection, CancellationToken cancel)
    {
        SqliteFile.RequirePresent(connection);
        var (limit, started) = (TimeSpan.FromSeconds(connection.DefaultTimeout), Stopwatch.GetTimestamp());
        if (!await _one.WaitAsync(limit, cancel))
            throw Busy();
        Turns.Add(connection, new(this));
        try
        {
            for (var pause = FirstPause; !IsFree(connection); pause = pause * 2 < LastPause ? pause * 2 : LastPause)
            {
                if (Stopwatch.GetElapsedTime(started) > limit)
                    throw Busy();
                await Task.Delay(pause, cancel);
            }
        }
        catch
        {
            Leave(connection);
            throw;
        }
    }

    /// <summary>
    /// Tests whether another process is writing, by taking its lock and releasing it. The driver takes it again at once; if another process comes in
    /// between, this one thread blocks, but no second one does.
    /// </summary>
    private static bool IsFree(SqliteConnection connection)
    {
        var answer = raw.sqlite3_exec(connection.Handle, "BEGIN IMMEDIATE");
        if ((answer & ResultMask) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
            return false;
        SqliteException.ThrowExceptionForRC(answer, connection.Handle);
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection.Handle, "ROLLBACK"), connection.Handle);
        return true;
    }

    private static SqliteException Busy() => new("Other writers did not end in time.", raw.SQLITE_BUSY);

    private sealed record Turn(WriteGate Gate);
}
