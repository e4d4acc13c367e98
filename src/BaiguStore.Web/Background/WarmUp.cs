using System.Net;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Search;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BaiguStore.Web.Background;

/// <summary>
/// Requests the most popular pages once the store listens and has an index, one after the other, throttled. The first visitors then find cached pages
/// and compiled code.
/// </summary>
public sealed partial class WarmUp(
    IServer server, IHostApplicationLifetime lifetime, IConfiguration configuration, StoreSnapshots snapshots, SearchIndex index, PageCacheStore pages, ILogger<WarmUp> log) : BackgroundService
{
    /// <summary>Maximum number of pages; a store with tens of thousands of categories warms its largest ones.</summary>
    private const int MostPages = 400, Articles = 20;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20), WaitForIndex = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.FirstPageAsync(stoppingToken);
        if (pages.IsOn && Here() is { } here)
            await VisitAsync(here, stoppingToken);
    }

    private async Task VisitAsync(Uri here, CancellationToken stoppingToken)
    {
        using var visitor = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = here };
        visitor.DefaultRequestHeaders.Host = Host();
        visitor.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        var visited = 0;
        try
        {
            await IndexAsync(stoppingToken);
            foreach (var path in Paths())
            {
                (await visitor.GetAsync(new Uri(path, UriKind.Relative), stoppingToken)).Dispose();
                visited++;
                await Task.Delay(Rest, stoppingToken);
            }
            LogDone(visited);
        }
        catch (HttpRequestException e)
        {
            LogGivenUp(visited, e.Message); // visitors warm the rest
        }
    }

    private IEnumerable<string> Paths()
    {
        var store = snapshots.Current;
        return store.Articles.Newest.Take(Articles).Select(a => Links.Article(a.Slug)).Prepend("/articles").Prepend("/")
            .Concat(store.Tree.All.OrderByDescending(c => c.Total).Take(MostPages).Select(c => Links.Category(c.Slug)));
    }

    /// <summary>
    /// Waits for the index: lists show facets only then, and pages made before are evicted. The first index is also built faster without competing
    /// work.
    /// </summary>
    private async Task IndexAsync(CancellationToken cancel)
    {
        while (index.Stamp < 0)
            await Task.Delay(WaitForIndex, cancel);
    }

    /// <summary>The address on which this process listens without TLS, or null.</summary>
    private Uri? Here() => server.Features.Get<IServerAddressesFeature>()?.Addresses
        .Select(a => BindingAddress.Parse(a))
        .Where(a => a.Scheme == Uri.UriSchemeHttp && !a.IsUnixPipe && !a.IsNamedPipe)
        .Select(a => new UriBuilder(a.Scheme, IPAddress.TryParse(a.Host.Trim('[', ']'), out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any) ? a.Host : "localhost", a.Port).Uri)
        .FirstOrDefault();

    /// <summary>A host name that the store accepts.</summary>
    private string Host() => configuration["AllowedHosts"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .FirstOrDefault(h => !h.Contains('*', StringComparison.Ordinal)) ?? "localhost";

    [LoggerMessage(LogLevel.Information, "Warmed up: {Pages} pages")]
    private partial void LogDone(int pages);

    [LoggerMessage(LogLevel.Information, "Warmed up: {Pages} pages, then no answer ({Reason})")]
    private partial void LogGivenUp(int pages, string reason);
}
