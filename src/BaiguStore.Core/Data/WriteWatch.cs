using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BaiguStore.Core.Data;

/// <summary>Tracks whether the last write failed because of the database. A full disk shows in writes only: reads still succeed.</summary>
public sealed class WriteWatch(TimeProvider clock) : DbTransactionInterceptor, ISaveChangesInterceptor
{
    /// <summary>
    /// After this time a node counts as writable again even without a successful write: it gets requests again, and the next write shows whether that
    /// is true.
    /// </summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    /// <summary>Timestamp of the last failure; 0 while writes succeed.</summary>
    private long _failed;

    public bool IsFailing => Interlocked.Read(ref _failed) is not 0 and var failed && clock.GetElapsedTime(failed) < Remembered;

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Interlocked.Exchange(ref _failed, 0);
        return Task.CompletedTask;
    }

    public override Task TransactionFailedAsync(
        DbTransaction transaction, TransactionErrorEventData eventData, CancellationToken cancellationToken = default) =>
        Note(eventData.Exception);

    public Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default) => Note(eventData.Exception);

    private Task Note(Exception e)
    {
        if (DatabaseOutage.Is(e))
            Interlocked.Exchange(ref _failed, Math.Max(1, clock.GetTimestamp()));
        return Task.CompletedTask;
    }
}
