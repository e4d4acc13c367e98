namespace BaiguStore.Web.Background;

/// <summary>Delays background work until after the start.</summary>
internal static class AfterStart
{
    /// <summary>Leaves the CPU to the first page.</summary>
    private static readonly TimeSpan FirstPage = TimeSpan.FromMilliseconds(300);

    /// <summary>Waits until the store listens, plus a short delay.</summary>
    public static async Task FirstPageAsync(this IHostApplicationLifetime lifetime, CancellationToken cancel)
    {
        var started = new TaskCompletionSource();
        await using var _ = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancel);
        await Task.Delay(FirstPage, cancel);
    }
}
