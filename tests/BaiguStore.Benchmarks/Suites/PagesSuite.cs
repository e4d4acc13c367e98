using System.Net.Http.Json;

namespace BaiguStore.Benchmarks.Suites;

/// <summary>The most requested pages, cached and uncached.</summary>
internal static class PagesSuite
{
    private const int PageSize = 24;

    /// <summary>Seconds, see <see cref="Warmth"/>.</summary>
    private const int Round = 3;

    public static Task RunAsync(Bench bench) => RunAsync(bench, bench.DataPath);

    public static async Task RunAsync(Bench bench, string dataPath)
    {
        bench.Columns("page", "bytes", "control/s", "p50 ms", "p99 ms", "cached/s", "p50 ms", "p99 ms", "ratio", "cache off/s", "p50 ms", "p99 ms", "ratio");
        // A process that has built the index keeps the memory for it, and two processes in one folder would each build one.
        await using (var first = await bench.StoreAsync(dataPath))
            await Bench.IndexedAsync(first.Address);
        await using var store = await bench.StoreAsync(dataPath);
        await using var bare = await bench.StoreAsync(dataPath, ("PageCache:Megabytes", "0"));
        foreach (var each in new[] { store, bare })
            await Bench.IndexedAsync(each.Address);
        await store.WarmAsync();
        var pages = await PagesAsync(store.Address);
        var (control, answers) = await bench.ControlAsync(store.Address, pages.Select(p => p.Path));
        await using var _ = control;

        foreach (var ((name, path), (bare_path, answer)) in pages.Zip(answers))
        {
            var (controlUrl, storeUrl, bareUrl) = (new Uri(control.Address, bare_path), new Uri(store.Address, path), new Uri(bare.Address, path));
            foreach (var url in new[] { controlUrl, storeUrl, bareUrl })
                await Warmth.ReachAsync(async () => (await Load.RunAsync(url, Round)).Rate);
            var reference = await Load.RunAsync(controlUrl, bench.Seconds);
            var kept = await Load.RunAsync(storeUrl, bench.Seconds);
            var made = await Load.RunAsync(bareUrl, bench.Seconds);
            if (reference.Errors + kept.Errors + made.Errors > 0)
                bench.Note($"{name}: {reference.Errors}, {kept.Errors}, {made.Errors} answers were errors.");
            bench.Row(name, answer.Body.Length, reference.Rate, reference.P50, reference.P99,
                kept.Rate, kept.P50, kept.P99, kept.Rate / reference.Rate, made.Rate, made.P50, made.P99, made.Rate / reference.Rate);
        }
        bench.Note($"Memory after the suite: {store.Memory >> 20} MB with the cache (peak {store.PeakMemory >> 20}), {bare.Memory >> 20} MB without (peak {bare.PeakMemory >> 20}).");
    }

    /// <summary>Home, the largest category's first and last page, its first product, the first article.</summary>
    public static async Task<List<(string Name, string Path)>> PagesAsync(Uri store)
    {
        using var client = new HttpClient { BaseAddress = store };
        var lines = Flat(await client.GetFromJsonAsync<List<Line>>("/api/v1/categories") ?? []);
        var largest = lines.MaxBy(l => l.Count)!;
        var product = (await client.GetFromJsonAsync<Found<Product>>($"/api/v1/products?category={largest.Slug}&size=1"))!.Items[0];
        var article = (await client.GetFromJsonAsync<Found<Article>>("/api/v1/articles"))!.Items[^1];
        return
        [
            ("home", "/"), ($"line of {largest.Count:N0}, first page", largest.Url), ("its last page", $"{largest.Url}?page={(largest.Count + PageSize - 1) / PageSize}"),
            ("product", product.Url), ("article", article.Url),
        ];
    }

    private static List<Line> Flat(List<Line> lines) => [.. lines.SelectMany(l => Flat(l.Children).Prepend(l))];

    private sealed record Line(string Slug, string Url, int Count, List<Line> Children);

    private sealed record Found<T>(List<T> Items);

    private sealed record Product(string Url);

    private sealed record Article(string Url);
}
