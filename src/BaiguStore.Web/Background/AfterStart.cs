namespace BaiguStore.Web.Background;

/// <summary>When work begins that no visitor waits for.</summary>
internal static class AfterStart
{
    /// <summary>The first page has the processors to itself.</summary>
    private static readonly TimeSpan FirstPage = TimeSpan.FromMilliseconds(300);

    /// <summary>Waits until the store listens, and a moment longer.</summary>
    public static async Task FirstPageAsync(this IHostApplicationLifetime lifetime, CancellationToken cancel)
    {
        var started = new TaskCompletionSource();
        await using var _ = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancel);
        await Task.Delay(FirstPage, cancel);
    }
}
