using System.Diagnostics;

namespace BaiguStore.Web.Tests.Background;

/// <summary>
/// Measures promised latencies. Other tests wait patiently (see <see cref="Patience"/>) and would not notice a broken promise. The best of several
/// attempts counts, so that a busy machine does not fail it: the machine may delay one attempt, while a store that polls too rarely is late in each.
/// </summary>
internal static class Promptness
{
    private const int Tries = 5;

    /// <summary>Repeats the action until each condition was met within the limit, five times at most.</summary>
    /// <param name="later">How much longer each attempt waits than the one before. An attempt begins right after a poll of the feed: there a store
    /// that polls every second needs the whole second, each time. The delays move attempts nearer to its next poll, but not to that of a store that
    /// polls every few seconds.</param>
    /// <param name="act">Makes the change of an attempt; completes when it is saved.</param>
    /// <param name="isSeen">Whether the change of an attempt is visible, each condition in another place.</param>
    public static async Task WithinAsync(TimeSpan limit, TimeSpan later, Func<int, Task> act, params Func<int, Task<bool>>[] isSeen)
    {
        var best = Enumerable.Repeat(TimeSpan.MaxValue, isSeen.Length).ToArray();
        for (var n = 0; n <= Tries && best.Any(time => time > limit); n++)
        {
            await Task.Delay(later * Math.Max(0, n - 1), TestContext.Current.CancellationToken);
            await act(n);
            var acted = Stopwatch.GetTimestamp();
            var took = await Task.WhenAll(isSeen.Select(isSeenHere => TookAsync(acted, () => isSeenHere(n))));
            if (n > 0) // the first attempt may be lucky: it begins anywhere between two polls
                best = [.. best.Zip(took, (one, other) => one < other ? one : other)];
        }
        Assert.All(best, time => Assert.InRange(time, TimeSpan.Zero, limit));
    }

    private static async Task<TimeSpan> TookAsync(long since, Func<Task<bool>> happened)
    {
        await Patience.UntilAsync(happened);
        return Stopwatch.GetElapsedTime(since);
    }
}
