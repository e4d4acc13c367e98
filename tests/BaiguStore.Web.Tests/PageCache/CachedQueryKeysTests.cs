using BaiguStore.Web.PageCache;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.PageCache;

/// <summary>A page is looked up with the keys of all actions, and kept with those of its own: both must be one entry.</summary>
public sealed class CachedQueryKeysTests
{
    [Fact]
    public async Task The_keys_of_all_pages_are_those_that_their_actions_name()
    {
        await using var app = await StoreApp.WithPageAsync();

        Assert.Equal(["category", "comments", "page", "size", "sort"], app.Services.GetRequiredService<CachedQueryKeys>().All);
    }

    [Fact]
    public async Task A_page_is_found_by_the_key_that_it_was_kept_with_whatever_the_order_in_its_address()
    {
        await using var app = await StoreApp.WithPageAsync();
        var all = app.Services.GetRequiredService<CachedQueryKeys>().All;
        var pages = app.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(e => e.Metadata.GetMetadata<CachedPageAttribute>()).OfType<CachedPageAttribute>().Where(p => p.Keys.Count > 0).ToList();

        Assert.NotEmpty(pages);
        foreach (var page in pages)
            foreach (var keys in new[] { page.Keys, [.. page.Keys.Reverse()] })
            {
                var request = new DefaultHttpContext().Request;
                request.QueryString = new(QueryString.Create(keys.Select(key => KeyValuePair.Create<string, string?>(key, "2"))).ToString());

                Assert.NotNull(PageKey.Of(request, page.Keys, namesHost: false));
                Assert.Equal(PageKey.Of(request, page.Keys, namesHost: false), PageKey.Of(request, all, namesHost: false));
            }
    }
}
