using System.Diagnostics;

namespace BaiguStore.Benchmarks.Suites;

/// <summary>
/// Compares this version with an earlier one: the same pages and posts alternately, in the same minutes. The machine's speed varies, so figures of
/// different days cannot be compared; the median of the rounds' ratios can.
/// </summary>
internal static class AgainstSuite
{
    private const int Rounds = 7;

    /// <summary>Comments per round: some seconds of posting.</summary>
    private const int Posts = 100;

    private static readonly (string, string)[]
        CacheOff = [("PageCache:Megabytes", "0")],
        PostAtOnce = [("Comments:PublishAtOnce", "true"), ("Comments:PerMinute", "1000"), ("Comments:MinSeconds", "0")];

    public static async Task RunAsync(Bench bench)
    {
        if (bench.Earlier is not { } checkout)
            throw new InvalidOperationException("Name a checkout of the earlier version with --earlier FOLDER.");
        bench.Columns("what", "earlier, a second", "now, a second", "ratio, median", "lowest", "highest");
        var earlier = bench.Published + "-earlier";
        await Bench.PublishAsync(checkout, "BaiguStore.Web", earlier);
        await using var before = await Version.StartAsync(earlier, bench.DataPath + "-earlier");
        await using var now = await Version.StartAsync(bench.Published, bench.DataPath);

        foreach (var (name, path) in await PagesSuite.PagesAsync(now.Cached.Address))
        {
            await CompareAsync(bench, $"{name}, cached", LoadOf(before.Cached, path, bench.Seconds), LoadOf(now.Cached, path, bench.Seconds));
            await CompareAsync(bench, $"{name}, cache off", LoadOf(before.Bare, path, bench.Seconds), LoadOf(now.Bare, path, bench.Seconds));
        }
        await using var postsBefore = PostsTo(before.Writing);
        await using var postsNow = PostsTo(now.Writing);
        await CompareAsync(bench, "comments posted", postsBefore.RateAsync, postsNow.RateAsync);
    }

    private static async Task CompareAsync(Bench bench, string what, Func<Task<double>> before, Func<Task<double>> now)
    {
        await Warmth.ReachAsync(before);
        await Warmth.ReachAsync(now);
        List<(double Before, double Now)> rounds = [];
        for (var round = 0; round < Rounds; round++)
        {
            // Alternates which version runs first: work that the first one leaves behind slows the second.
            var first = round % 2 == 0 ? await before() : await now();
            var second = round % 2 == 0 ? await now() : await before();
            rounds.Add(round % 2 == 0 ? (first, second) : (second, first));
        }
        var ratios = rounds.Select(r => r.Now / r.Before).Order().ToList();
        bench.Row(what, Median(rounds.Select(r => r.Before)), Median(rounds.Select(r => r.Now)), Median(ratios), ratios[0], ratios[^1]);
    }

    private static Func<Task<double>> LoadOf(ServerProcess store, string path, int seconds) => async () => (await Load.RunAsync(new Uri(store.Address, path), seconds)).Rate;

    private static Poster PostsTo(ServerProcess store) => new(WriteSuite.CommentPosts(store.Address).GetAsyncEnumerator());

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    /// <summary>Continues posting where the last round ended.</summary>
    private sealed class Poster(IAsyncEnumerator<int> posts) : IAsyncDisposable
    {
        public async Task<double> RateAsync()
        {
            var clock = Stopwatch.StartNew();
            for (var n = 0; n < Posts; n++)
                await posts.MoveNextAsync();
            return Posts / clock.Elapsed.TotalSeconds;
        }

        public ValueTask DisposeAsync() => posts.DisposeAsync();
    }

    /// <summary>The processes of one version: with page cache, without, and one on a copy for writes.</summary>
    private sealed record Version(ServerProcess Cached, ServerProcess Bare, ServerProcess Writing, DataCopy Copy) : IAsyncDisposable
    {
        public static async Task<Version> StartAsync(string published, string dataPath)
        {
            await using (var first = await Bench.StoreAsync(published, dataPath, ("Store:Seed", "Samples")))
                await Bench.IndexedAsync(first.Address);
            var copy = new DataCopy(dataPath);
            var version = new Version(await Bench.StoreAsync(published, dataPath), await Bench.StoreAsync(published, dataPath, CacheOff), await Bench.StoreAsync(published, copy.Path, PostAtOnce), copy);
            await version.Cached.WarmAsync();
            foreach (var store in new[] { version.Cached, version.Bare, version.Writing })
                await Bench.IndexedAsync(store.Address);
            return version;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var store in new[] { Cached, Bare, Writing })
                await store.DisposeAsync();
            Copy.Dispose();
        }
    }
}
