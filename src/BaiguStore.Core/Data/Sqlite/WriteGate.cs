using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace BaiguStore.Core.Data.Sqlite;

/// <summary>
/// One writer of this process at a time begins to write, and the others wait without a thread. SQLite itself waits in the thread: some
/// writers behind a long one would hold every thread of the pool, and no reader would go on.
/// </summary>
/// <remarks>
/// Writers are transactions that do not only read, and statements outside of any. A save is always a transaction here, see
/// <see cref="SqliteStoreDb"/>. <see cref="GatedTransaction"/> says when one has ended, however it ends.
/// </remarks>
internal sealed class WriteGate : DbCommandInterceptor, IDbTransactionInterceptor, IDisposable
{
    /// <summary>Between two looks whether another process still holds the file; the pause grows from the first to the last.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5), LastPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Low byte of SQLite's extended result codes.</summary>
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
            Leave(connection); // no transaction that could end
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

    /// <summary>Lets the next writer begin. Does nothing for a connection that did not enter, or has left.</summary>
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
    /// Whether no other process writes: takes its lock and lets go. The driver takes it again at once; should another process come in between, it
    /// waits in its thread, and no second thread does.
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
