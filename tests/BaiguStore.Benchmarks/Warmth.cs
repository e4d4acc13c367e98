namespace BaiguStore.Benchmarks;

/// <summary>
/// When a server is as fast as it will be: its code is compiled for good only after hundreds of calls, beside the work itself, and a page that is made takes
/// a fifth of the time then. On a slow day that needs 20 seconds of load, on a quick one 8.
/// </summary>
internal static class Warmth
{
    /// <summary>Rounds one after the other that must be no better by more than <see cref="Better"/> than the best before.</summary>
    private const int Calm = 2;

    private const int MostRounds = 15;

    private const double Better = 1.1;

    /// <param name="round">Some seconds of load; says how much was answered in each.</param>
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
