namespace BaiguStore.Web.Tests;

/// <summary>Waits for a condition. The time limit is generous and not part of the test, because the machine may be busy.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromMilliseconds(50);

    public static async Task UntilAsync(Func<Task<bool>> happened)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (!await happened())
            await Task.Delay(Pause, limit.Token);
    }
}
