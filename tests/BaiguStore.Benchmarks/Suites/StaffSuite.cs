using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Benchmarks.Suites;

/// <summary>
/// The staff's product list with every filter, in every sort order, first and last page, in both stores, requested by one signed-in member.
/// </summary>
internal static partial class StaffSuite
{
    private const string Email = "bench@baigu.example", Password = "measure twice, cut once";

    private static readonly string[] Orders = ["Updated", "Sku", "Name", "Price"];

    public static async Task RunAsync(Bench bench)
    {
        var million = ScaleSuite.PathOf(bench);
        if (!Directory.Exists(million))
            throw new InvalidOperationException("There is no store of a million yet: the suite `scale` makes it.");
        bench.Columns("filter", "order and end", "50,983 products, ms", "1,000,000 products, ms", "ratio");
        await Bench.PublishAsync(Bench.Root, "BaiguStore.Cli", bench.PublishedCli);
        await using var small = await OpenAsync(bench, bench.DataPath);
        await using var large = await OpenAsync(bench, million);
        List<(double Ratio, double Ms)> all = [];
        foreach (var (name, filter) in Filters)
        {
            List<(string Order, double Small, double Large)> measured = [];
            foreach (var order in Orders)
                foreach (var end in (string[])["", "&back=true&at=2147483647&key="])
                {
                    var (place, path) = (end.Length == 0 ? $"{order}, first page" : $"{order}, last page", $"/admin/products?sort={order}");
                    if (end.Length > 0)
                        path += end + Uri.EscapeDataString(LastKey(order));
                    measured.Add((place, await small.MedianAsync(path + filter(small)), await large.MedianAsync(path + filter(large))));
                }
            all.AddRange(measured.Select(m => (m.Large / m.Small, m.Large)));
            var worst = measured.MaxBy(m => m.Large / m.Small);
            bench.Row(name, $"worst of {measured.Count}: {worst.Order}", worst.Small, worst.Large, worst.Large / worst.Small);
        }
        bench.Note($"{all.Count} lists; the median ratio is {Median(all.Select(a => a.Ratio)):0.00}, {all.Count(a => a.Ratio > 3)} are above 3; the slowest took {all.Max(a => a.Ms):0} ms.");
    }

    /// <summary>As chosen on the page; category and vendor are looked up in each store.</summary>
    private static readonly (string Name, Func<Opened, string> Query)[] Filters =
    [
        ("none", _ => ""),
        ("largest category", s => $"&category={s.Largest}"),
        ("smallest line", s => $"&category={s.Smallest}"),
        ("vendor", s => $"&vendor={s.Vendor}"),
        ("published", _ => "&state=Published"),
        ("drafts", _ => "&state=Draft"),
        ("scheduled", _ => "&state=Scheduled"),
        ("bin", _ => "&state=Bin"),
        ("samples", _ => "&sample=true"),
        ("no samples", _ => "&sample=false"),
        ("without price", _ => "&noPrice=true"),
        ("without picture", _ => "&noPicture=true"),
        ("not confirmed", _ => "&unconfirmed=true"),
        ("beginning of a part number", s => $"&q={Uri.EscapeDataString(s.Sku[..6])}"),
        ("a whole part number", s => $"&q={Uri.EscapeDataString(s.Sku)}"),
        ("a word of many names", _ => $"&q={Uri.EscapeDataString("交换机")}"),
        ("a word of no name", _ => $"&q={Uri.EscapeDataString("洗衣机")}"),
        ("category, without price", s => $"&category={s.Largest}&noPrice=true"),
        ("vendor, drafts", s => $"&vendor={s.Vendor}&state=Draft"),
        ("vendor, a word of many names", s => $"&vendor={s.Vendor}&q={Uri.EscapeDataString("服务器")}"),
    ];

    private static string LastKey(string order) => order switch
    {
        "Updated" => "2000-01-01T00:00:00.0000000Z",
        "Price" => "9223372036854775807",
        "Sku" => "~",
        _ => "\u9FFF",
    };

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static async Task<Opened> OpenAsync(Bench bench, string dataPath)
    {
        var store = await bench.StoreAsync(dataPath);
        await AddStaffAsync(bench, dataPath);
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = store.Address, DefaultRequestHeaders = { { "Sec-Fetch-Site", "same-origin" } } };
        var token = Token().Match(await client.GetStringAsync(new Uri("/account/signin", UriKind.Relative))).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("Email", Email), new("Password", Password), new("__RequestVerificationToken", WebUtility.HtmlDecode(token))]);
        using var answer = await client.PostAsync(new Uri("/account/signin", UriKind.Relative), form);
        if (answer.StatusCode != HttpStatusCode.SeeOther)
            throw new InvalidOperationException($"Signing in was answered with {(int)answer.StatusCode}.");
        // The first list starts loading the columns; until they are loaded, counts are limited.
        while ((await client.GetStringAsync(new Uri("/admin/products", UriKind.Relative))).Contains("100,000&#x2B;", StringComparison.Ordinal))
            await Task.Delay(200);

        await using var services = TreeSuite.Open(dataPath);
        await using var db = services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContext();
        var counts = await db.Products.GroupBy(p => p.CategoryId).Select(g => new { Id = g.Key, Count = g.Count() }).ToListAsync();
        var line = counts.MaxBy(c => c.Count)!.Id;
        return new(store, client)
        {
            Largest = line,
            Smallest = counts.MinBy(c => c.Count)!.Id,
            Vendor = await db.Products.GroupBy(p => p.VendorId).OrderByDescending(g => g.Count()).Select(g => g.Key).Skip(2).FirstAsync(),
            Sku = await db.Products.Where(p => p.CategoryId == line).Select(p => p.Sku).FirstAsync(),
        };
    }

    /// <summary>By the command line; an existing account from an earlier run is refused, which is fine.</summary>
    private static async Task AddStaffAsync(Bench bench, string dataPath)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(bench.PublishedCli, "baigu.dll"), "staff", "add", Email, "--role", "Administrator", "--password-stdin"]) { RedirectStandardInput = true, WorkingDirectory = dataPath };
        start.Environment["Store__DataPath"] = dataPath;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(Password);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
    }

    private sealed record Opened(ServerProcess Store, HttpClient Client) : IAsyncDisposable
    {
        public required int Largest { get; init; }
        public required int Smallest { get; init; }
        public required int Vendor { get; init; }
        public required string Sku { get; init; }

        /// <summary>Median milliseconds of a complete page: of fifteen requests, or as many as fit into two seconds.</summary>
        public async Task<double> MedianAsync(string path)
        {
            List<double> times = [];
            for (var whole = Stopwatch.StartNew(); times.Count < 17 && (times.Count < 3 || whole.Elapsed < TimeSpan.FromSeconds(2));)
            {
                var one = Stopwatch.StartNew();
                using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
                if (answer.StatusCode != HttpStatusCode.OK)
                    throw new InvalidOperationException($"{path} was answered with {(int)answer.StatusCode}.");
                await answer.Content.ReadAsByteArrayAsync();
                times.Add(one.Elapsed.TotalMilliseconds);
            }
            return Median(times.Skip(times.Count > 5 ? 2 : 1));
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Store.DisposeAsync();
        }
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
