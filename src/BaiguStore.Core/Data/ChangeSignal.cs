using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BaiguStore.Core.Data;

/// <summary>
/// Wakes the follower of the change feed after a commit in its own process, so that it need not wait for its next poll. Signals every transaction,
/// which is simpler than finding out whether it wrote to the feed: a needless poll is one cheap query.
/// </summary>
public sealed class ChangeSignal : DbTransactionInterceptor, IDisposable
{
    private readonly SemaphoreSlim _raised = new(0);

    /// <summary>
    /// Waits up to the given time for the next commit, or returns at once if there was one since the last wait. Returns whether there was one.
    /// </summary>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancel) => _raised.WaitAsync(atMost, cancel);

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Raise();

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Raise();
        return Task.CompletedTask;
    }

    public void Dispose() => _raised.Dispose();

    /// <summary>Commits coalesce into one signal; two concurrent ones may raise two signals, which is harmless.</summary>
    private void Raise()
    {
        if (_raised.CurrentCount == 0)
            _raised.Release();
    }
}
