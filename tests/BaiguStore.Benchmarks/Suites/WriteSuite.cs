using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Benchmarks.Suites;

/// <summary>
/// Writes while pages are read: products by a second process, each in a durable transaction, and comments through the store's form. On a copy of the
/// samples.
/// </summary>
internal static partial class WriteSuite
{
    /// <summary>Readers beside the writer: enough to keep a core busy.</summary>
    private const int Readers = 8;

    /// <summary>The first writes build models and compile code; they are not counted.</summary>
    private static readonly TimeSpan Warmth = TimeSpan.FromSeconds(3);

    /// <summary>Posts per address before switching to the next; the store allows 1,000 a minute.</summary>
    private const int PostsPerAddress = 900;

    public static async Task RunAsync(Bench bench)
    {
        bench.Columns("what", "a second", "p50 ms", "p99 ms", "pages read a second meanwhile", "ratio to a bare commit");
        await using (await bench.StoreAsync())
        {
            // Started only to create the sample store.
        }
        using var copy = new DataCopy(bench.DataPath);
        var bare = await MeasureAsync(bench, BareCommits(copy.Path));
        bench.Row("bare commit of one row", bare.Rate, bare.P50, bare.P99, "", 1.0);

        var alone = await MeasureAsync(bench, ProductSaves(copy.Path));
        bench.Row("product saves, nobody reads", alone.Rate, alone.P50, alone.P99, "", alone.Rate / bare.Rate);

        await using var store = await bench.StoreAsync(copy.Path, ("Comments:PublishAtOnce", "true"), ("Comments:PerMinute", "1000"), ("Comments:MinSeconds", "0"));
        var line = (await PagesSuite.PagesAsync(store.Address))[1].Path;
        foreach (var (what, writes) in new[] { ("product saves", ProductSaves(copy.Path)), ("comments posted", CommentPosts(store.Address)) })
        {
            var reading = Load.RunAsync(new Uri(store.Address, line), bench.Seconds + (int)Warmth.TotalSeconds, Readers);
            var written = await MeasureAsync(bench, writes);
            bench.Row($"{what}, a line's first page is read by {Readers}", written.Rate, written.P50, written.P99, (await reading).Rate, written.Rate / bare.Rate);
        }
        await ChangeManyAsync(bench, copy.Path, store.Address);
    }

    /// <summary>
    /// Raises all prices of the largest category at once and undoes it, three times, from a second process; also measures when the store shows it.
    /// </summary>
    private static async Task ChangeManyAsync(Bench bench, string dataPath, Uri store)
    {
        await using var services = TreeSuite.Open(dataPath);
        await using var db = services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContext();
        using var visitor = new HttpClient { BaseAddress = store };
        var line = await db.Products.GroupBy(p => p.CategoryId).OrderByDescending(g => g.Count()).Select(g => g.Key).FirstAsync();
        var slug = await db.Products.Where(p => p.CategoryId == line && p.ListPriceFen > 1_000_00 && p.PublishedAt != null).Select(p => p.Slug).FirstAsync();
        var one = new Uri($"/api/v1/products/{slug}", UriKind.Relative);
        var raise = new BulkEdit.ChangePrice(500, PriceRounding.Yuan);
        var selection = BulkSelection.Of(new ProductFilter { CategoryId = line });
        List<double> changes = [], undos = [], seen = [];
        var count = 0;
        for (var round = 0; round < 4; round++)
        {
            var before = await PriceAsync();
            var preview = await db.PreviewAsync(selection, raise, DateTime.UtcNow, CancellationToken.None);
            var clock = Stopwatch.StartNew();
            var change = await db.ApplyAsync(selection, raise, preview.Fingerprint, DateTime.UtcNow, CancellationToken.None);
            changes.Add(clock.Elapsed.TotalMilliseconds);
            clock.Restart();
            while (await PriceAsync() == before)
                await Task.Delay(10);
            seen.Add(clock.Elapsed.TotalMilliseconds);
            clock.Restart();
            await db.UndoAsync(change!.Id, DateTime.UtcNow, CancellationToken.None);
            undos.Add(clock.Elapsed.TotalMilliseconds);
            count = change.Count;
            while (await PriceAsync() != before)
                await Task.Delay(10);
        }
        foreach (var (what, times) in new[] { ($"{count} prices raised in one transaction", changes), ("the same undone", undos), ("a visitor of the store sees them", seen) })
        {
            var sorted = times.Skip(1).Order().ToList();
            bench.Row(what, 1000 / sorted[1], sorted[1], sorted[^1], "", "");
        }

        async Task<long> PriceAsync()
        {
            using var product = JsonDocument.Parse(await visitor.GetStringAsync(one));
            return product.RootElement.GetProperty("priceFen").GetInt64();
        }
    }

    private static async Task<(double Rate, double P50, double P99)> MeasureAsync(Bench bench, IAsyncEnumerable<int> writes)
    {
        List<double> times = [];
        var (warm, whole, one) = (Stopwatch.StartNew(), Stopwatch.StartNew(), Stopwatch.StartNew());
        await foreach (var _ in writes)
        {
            if (warm.Elapsed < Warmth)
            {
                whole.Restart();
                one.Restart();
                continue;
            }
            times.Add(one.Elapsed.TotalMilliseconds);
            if (whole.Elapsed > TimeSpan.FromSeconds(bench.Seconds))
                break;
            one.Restart();
        }
        var sorted = times.Order().ToList();
        return (times.Count / whole.Elapsed.TotalSeconds, sorted[sorted.Count / 2], sorted[(int)(sorted.Count * 0.99)]);
    }

    /// <summary>The disk's limit: the smallest durable transaction, in a file beside the store's.</summary>
    private static async IAsyncEnumerable<int> BareCommits(string dataPath)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(dataPath, "bare.db")}");
        await connection.OpenAsync();
        await ExecuteAsync("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE T (Id INTEGER PRIMARY KEY, N INTEGER); INSERT INTO T VALUES (1, 0)");
        for (var n = 1; ; n++)
        {
            await ExecuteAsync("UPDATE T SET N = N + 1 WHERE Id = 1");
            yield return n;
        }

        async Task ExecuteAsync(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async IAsyncEnumerable<int> ProductSaves(string dataPath)
    {
        await using var services = TreeSuite.Open(dataPath);
        var databases = services.GetRequiredService<IDbContextFactory<StoreDb>>();
        await using var first = databases.CreateDbContext();
        var ids = await first.Products.OrderBy(p => p.Id).Select(p => p.Id).Take(10_000).ToListAsync();
        for (var n = 1; ; n++)
        {
            await using var db = databases.CreateDbContext();
            var id = ids[n * 7919 % ids.Count];
            var product = await db.Products.SingleAsync(p => p.Id == id);
            product.Summary = $"{product.Summary.Split('#')[0]}#{n}";
            await db.SaveChangesAsync();
            yield return n;
        }
    }

    /// <summary>An endless sequence of comments through the form.</summary>
    internal static async IAsyncEnumerable<int> CommentPosts(Uri store)
    {
        using var reader = new HttpClient { BaseAddress = store };
        var article = (await PagesSuite.PagesAsync(store))[^1].Path;
        var stamp = WebUtility.HtmlDecode(Stamp().Match(await reader.GetStringAsync(new Uri(article, UriKind.Relative))).Groups[1].Value);
        for (var n = 0; ;)
        {
            using var visitor = From(new IPAddress([127, 0, 1, (byte)(1 + (n / PostsPerAddress))]), store);
            for (var posted = 0; posted < PostsPerAddress; posted++)
            {
                using var form = new FormUrlEncodedContent([new("Title", ""), new("Body", $"第 {++n} 条评论，写在测量的时候。"), new("Author", "测量"), new("ParentId", ""), new("Stamp", stamp), new("Website", "")]);
                using var answer = await visitor.PostAsync(new Uri($"{article}/comments", UriKind.Relative), form);
                if (answer.StatusCode != HttpStatusCode.SeeOther)
                    throw new InvalidOperationException($"Comment {n} was answered with {(int)answer.StatusCode}.");
                yield return n;
            }
        }
    }

    /// <summary>A visitor with its own loopback address; a machine has sixteen million of them.</summary>
    private static HttpClient From(IPAddress address, Uri store) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(address, 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = store,
        DefaultRequestHeaders = { { "Origin", store.GetLeftPart(UriPartial.Authority) }, { "Sec-Fetch-Site", "same-origin" } },
    };

    [GeneratedRegex("""name="Stamp"[^>]*value="([^"]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Stamp();
}
