using System.Diagnostics;

namespace BaiguStore.Web.Tests.Background;

/// <summary>
/// Measures what is promised within a time. Everywhere else how long it took is no test's business (see <see cref="Patience"/>); here the promise
/// itself is a time, and whoever waits patiently would not notice that it is broken. The best of several tries counts, so that a busy machine does not fail
/// it: the machine may keep one of them waiting, while a store that looks too seldom is late with each.
/// </summary>
internal static class Promptness
{
    private const int Tries = 5;

    /// <summary>Acts until each thing was seen within the limit after an act, five times at most.</summary>
    /// <param name="later">
    /// By how much longer each try waits than the one before. A try begins when all was seen, right behind a look at the feed: there a store that looks
    /// every second takes all of it, each time. The waits bring the tries nearer to its next look, but not to that of a store that looks every few seconds.
    /// </param>
    /// <param name="act">Makes the change of a try; over when it is saved.</param>
    /// <param name="isSeen">Whether the change of a try is seen, each of them in another place.</param>
    public static async Task WithinAsync(TimeSpan limit, TimeSpan later, Func<int, Task> act, params Func<int, Task<bool>>[] isSeen)
    {
        var best = Enumerable.Repeat(TimeSpan.MaxValue, isSeen.Length).ToArray();
        for (var n = 0; n <= Tries && best.Any(time => time > limit); n++)
        {
            await Task.Delay(later * Math.Max(0, n - 1), TestContext.Current.CancellationToken);
            await act(n);
            var acted = Stopwatch.GetTimestamp();
            var took = await Task.WhenAll(isSeen.Select(isSeenHere => TookAsync(acted, () => isSeenHere(n))));
            if (n > 0) // the one before the first of them may be lucky: it begins anywhere between two looks
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
