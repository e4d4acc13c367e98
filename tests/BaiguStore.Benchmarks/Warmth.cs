namespace BaiguStore.Benchmarks;

/// <summary>
/// Warms a server up until it does not get faster: code is fully optimized only after hundreds of calls, in the background, and then rendering a page
/// takes a fifth of the time. It needs 8 to 20 seconds of load.
/// </summary>
internal static class Warmth
{
    /// <summary>Consecutive rounds that must not be better than the best before by more than <see cref="Better"/>.</summary>
    private const int Calm = 2;

    private const int MostRounds = 15;

    private const double Better = 1.1;

    /// <param name="round">Some seconds of load; returns the rate.</param>
    public static async Task ReachAsync(Func<Task<double>> round)
    {
        var best = 0.0;
        for (var (n, calm) = (0, 0); n < MostRounds && calm < Calm; n++)
        {
            var rate = await round();
            calm = rate > best * Better ? 0 : calm + 1;
            best = Math.Max(best, rate);
        }
    }
}
