using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace BaiguStore.Benchmarks.Suites;

/// <summary>
/// Buyers' searches over HTTP, one after the other: each time is that of a complete response, including rows from the database. The control sends a
/// fixed text from the same server, to show the cost of HTTP. The index is rebuilt first. Repeated with a million products, if that store exists (see
/// suite `scale`).
/// </summary>
internal static class SearchSuite
{
    private const int Rounds = 5, LongestBeginning = 8;

    /// <summary>Duration of warm-up with the same searches, see <see cref="Warmth"/>.</summary>
    private static readonly TimeSpan WarmUpRound = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(Bench bench)
    {
        bench.Columns("asked", "different", "p50 ms", "p99 ms", "slowest ms", "the slowest", "p99 to that of 50,983");
        var usual = await MeasureAsync(bench, bench.DataPath, "", null);
        if (Directory.Exists(ScaleSuite.PathOf(bench)))
            await MeasureAsync(bench, ScaleSuite.PathOf(bench), "a million: ", usual);
        else
            bench.Note("A million products: the suite `scale` makes that store.");
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(Bench bench, string dataPath, string prefix, Dictionary<string, double>? usual)
    {
        // The first start creates the store; only the index is measured.
        await using (await bench.StoreAsync(dataPath)) { }
        if (Directory.Exists(Path.Combine(dataPath, "index")))
            Directory.Delete(Path.Combine(dataPath, "index"), recursive: true);
        await using var store = await bench.StoreAsync(dataPath);
        using var client = new HttpClient { BaseAddress = store.Address };
        var clock = Stopwatch.StartNew();
        await Bench.IndexedAsync(store.Address);
        bench.Note($"{prefix}index built {clock.Elapsed.TotalSeconds:N1} s after the store was ready; the process took {store.PeakMemory >> 20} MB at most until then.");

        Dictionary<string, double> p99 = [];
        foreach (var (name, addresses) in await AddressesAsync(client))
        {
            var times = await TimesAsync(client, addresses);
            var slowest = times.MaxBy(t => t.Milliseconds);
            p99[name] = times.OrderBy(t => t.Milliseconds).ElementAt((times.Count * 99 / 100) - 1).Milliseconds;
            bench.Row(prefix + name, addresses.Count, times.OrderBy(t => t.Milliseconds).ElementAt(times.Count / 2).Milliseconds, p99[name], slowest.Milliseconds,
                Uri.UnescapeDataString(slowest.Address), usual is null ? "" : (p99[name] / usual[name]).ToString("0.0", CultureInfo.InvariantCulture));
        }
        bench.Note($"{prefix}memory afterwards {store.Memory >> 20} MB.");
        return p99;
    }

    private static async Task<List<(string Name, List<string> Addresses)>> AddressesAsync(HttpClient client)
    {
        var typed = (await File.ReadAllLinesAsync(Path.Combine(Bench.Root, "tests", "BaiguStore.Core.Tests", "Search", "queries.tsv")))
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')[0]).Distinct().ToList();
        var beginnings = typed.SelectMany(q => Enumerable.Range(1, Math.Min(LongestBeginning, q.Length)).Select(n => q[..n].TrimEnd())).Where(q => q.Length > 0 && !char.IsHighSurrogate(q[^1])).Distinct().ToList();
        return
        [
            ("control: a text that never changes", ["/robots.txt"]),
            ("search with facets, API", typed.ConvertAll(q => "/api/v1/search?q=" + Uri.EscapeDataString(q))),
            ("search with facets, page", typed.ConvertAll(q => "/search?q=" + Uri.EscapeDataString(q))),
            ("suggestions", beginnings.ConvertAll(q => "/api/v1/suggest?q=" + Uri.EscapeDataString(q))),
            ("filtered list with facets, page", await ListsAsync(client)),
        ];
    }

    /// <summary>Lists of the largest categories and vendors, each with the first values of its facets, in all sort orders.</summary>
    private static async Task<List<string>> ListsAsync(HttpClient client)
    {
        var tree = await client.GetFromJsonAsync<List<Line>>("/api/v1/categories") ?? [];
        var places = tree.OrderByDescending(c => c.Total).Take(5).Concat(tree.SelectMany(c => c.Children).OrderByDescending(c => c.Count).Take(8));
        List<string> lists = [];
        foreach (var place in places)
        {
            var found = await client.GetFromJsonAsync<Found>($"/api/v1/search?category={place.Slug}&size=1");
            string[] orders = ["relevance", "name", "price", "newest"];
            lists.AddRange(found!.Facets.SelectMany(f => f.Values.Take(2).Select(v => (f.Name, v.Value)))
                .Select((f, n) => $"/c/{place.Slug}?{Uri.EscapeDataString(f.Name)}={Uri.EscapeDataString(f.Value)}&sort={orders[n % orders.Length]}"));
        }
        return lists;
    }

    private static async Task<List<(string Address, double Milliseconds)>> TimesAsync(HttpClient client, List<string> addresses)
    {
        List<(string, double)> times = [];
        await Warmth.ReachAsync(WarmUpAsync);
        for (var round = 0; round < Rounds; round++)
            foreach (var address in addresses)
                times.Add((address, await AskAsync(address)));
        return times;

        async Task<double> WarmUpAsync()
        {
            var (asked, begun) = (0, Stopwatch.StartNew());
            for (; begun.Elapsed < WarmUpRound; asked += addresses.Count)
                foreach (var address in addresses)
                    await AskAsync(address);
            return asked / begun.Elapsed.TotalSeconds;
        }

        async Task<double> AskAsync(string address)
        {
            var clock = Stopwatch.StartNew();
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
            await answer.Content.ReadAsByteArrayAsync();
            answer.EnsureSuccessStatusCode();
            return clock.Elapsed.TotalMilliseconds;
        }
    }

    private sealed record Line(string Slug, int Count, int Total, List<Line> Children);

    private sealed record Found(List<Facet> Facets);

    private sealed record Facet(string Name, List<FacetValue> Values);

    private sealed record FacetValue(string Value);
}
