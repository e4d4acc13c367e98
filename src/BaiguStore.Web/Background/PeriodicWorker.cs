namespace BaiguStore.Web.Background;

/// <summary>
/// Work that is done again and again while the store runs. A turn that fails, as when the database is away, is reported, and the next turn tries again;
/// only the end of the process ends the work.
/// </summary>
public abstract class PeriodicWorker : BackgroundService
{
    /// <param name="due">Waits until the next turn is due, the first one included.</param>
    /// <param name="work">One turn.</param>
    /// <param name="failed">Reports why a turn failed.</param>
    protected static async Task RepeatAsync(
        Func<CancellationToken, Task> due, Func<CancellationToken, Task> work, Action<string> failed, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await due(cancel);
            await TryAsync(work, failed, cancel);
        }
    }

    /// <summary>One turn. A cancellation that is not the process's own, such as a timeout, is a failure like any other.</summary>
    protected static async Task TryAsync(Func<CancellationToken, Task> work, Action<string> failed, CancellationToken cancel)
    {
        try
        {
            await work(cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            failed(e.Message);
        }
    }
}
