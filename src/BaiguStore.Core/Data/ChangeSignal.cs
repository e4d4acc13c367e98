using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BaiguStore.Core.Data;

/// <summary>
/// Tells the follower of the feed that something was committed in its own process, so that it need not wait for its next look.
/// Hears every transaction, which is simpler than to ask whether it wrote to the feed: a needless look is one cheap query.
/// </summary>
public sealed class ChangeSignal : DbTransactionInterceptor, IDisposable
{
    private readonly SemaphoreSlim _raised = new(0);

    /// <summary>Waits for the next commit, or for one since the last wait; no longer than the given time. Answers whether there was one.</summary>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancel) => _raised.WaitAsync(atMost, cancel);

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Raise();

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Raise();
        return Task.CompletedTask;
    }

    public void Dispose() => _raised.Dispose();

    /// <summary>Many commits are one signal; two at the same moment may be two, which does no harm.</summary>
    private void Raise()
    {
        if (_raised.CurrentCount == 0)
            _raised.Release();
    }
}
