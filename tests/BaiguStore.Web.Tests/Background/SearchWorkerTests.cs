using BaiguStore.Core.Search;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Background;

public sealed class SearchWorkerTests
{
    [Fact]
    public async Task What_is_saved_is_found_and_an_asked_for_rebuild_keeps_it()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        var index = app.Services.GetRequiredService<SearchIndex>();
        await Patience.UntilAsync(() => Task.FromResult(Search(new()).IsReady));

        await app.AddProductAsync("huawei-switch", "S5735-L24T4S");
        await Patience.UntilAsync(() => Task.FromResult(Search(new("s5735l24t4s")).Total == 1));

        var generation = index.Folder.Current;
        index.Folder.Ask();
        await Patience.UntilAsync(() => Task.FromResult(index.Folder is { AskedAt: null, Current: { } current } && current != generation));
        Assert.Equal(1, Search(new("s5735l24t4s")).Total);

        SearchAnswer Search(SearchRequest request)
        {
            using var scope = app.Services.CreateScope();
            return scope.ServiceProvider.GetRequiredService<StoreSearch>().Search(request);
        }
    }
}
