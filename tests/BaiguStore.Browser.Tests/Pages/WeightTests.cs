using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace BaiguStore.Browser.Tests.Pages;

/// <summary>Transfer size of a first visit, headers included, pictures excluded.</summary>
public sealed class WeightTests(Street street)
{
    private const int Kilobyte = 1_024, OfScript = 15 * Kilobyte;

    [Theory]
    [InlineData("home", 40)]
    [InlineData("big line", 48)]
    [InlineData("product", 44)]
    [InlineData("article", 64)]
    public async Task A_first_visit_is_light(string kind, int kilobytes)
    {
        await using var visitor = await street.VisitorAsync();
        ConcurrentBag<IRequest> finished = [];
        visitor.Page.RequestFinished += (_, request) => finished.Add(request);

        await visitor.GoAsync(street.Addresses[kind]);
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        var sizes = new List<(string Type, string Url, int Bytes)>();
        foreach (var request in finished)
        {
            var size = await request.SizesAsync();
            sizes.Add((request.ResourceType, request.Url, size.ResponseHeadersSize + size.ResponseBodySize));
        }
        var said = string.Join('\n', sizes.Select(s => $"{s.Bytes} {s.Type} {s.Url}"));
        Assert.Contains(sizes, s => s.Type == "document" && s.Bytes > Kilobyte);
        Assert.Contains(sizes, s => s.Type == "stylesheet" && s.Bytes > Kilobyte);
        // Drawings and icons are pictures, too, although browsers report sprites as "other".
        Assert.True(sizes.Where(s => s.Type != "image" && !s.Url.Contains("/img/", StringComparison.Ordinal)).Sum(s => s.Bytes) <= kilobytes * Kilobyte, said);
        Assert.True(sizes.Where(s => s.Type == "script").Sum(s => s.Bytes) <= OfScript, said);
    }
}
