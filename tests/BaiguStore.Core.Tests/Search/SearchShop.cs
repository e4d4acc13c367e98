using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Core.Storefront;

namespace BaiguStore.Core.Tests.Search;

/// <summary>A store with its search, which can be restarted as after a kill: without a commit.</summary>
internal sealed class SearchShop : IAsyncDisposable
{
    private readonly StoreSnapshots _snapshots;

    private SearchShop(TestStore store)
    {
        (Store, _snapshots) = (store, new(store.Databases));
        Start();
    }

    public TestStore Store { get; }

    public SearchIndex Index { get; private set; } = null!;

    /// <summary>With the snapshot of this moment, as each request has it.</summary>
    public StoreSearch Search => new(Index, Tree, _snapshots.Current.Articles);

    /// <summary>Search on several cores, as in a large store.</summary>
    public StoreSearch SearchByMany => new(Index, Tree, _snapshots.Current.Articles) { LargeFrom = 0 };

    public ProductFinder Finder => new(Index);

    public static async Task<SearchShop> CreateAsync(DatabaseProvider provider) => new(await TestStore.CreateAsync(provider));

    public void Start()
    {
        Index = new(Store.Databases, Store.Get<StoreSettings>(), Store.Clock);
    }

    public void Stop() => Index.Dispose();

    /// <summary>Same order as the two background workers.</summary>
    public async Task<bool> CatchUpAsync()
    {
        await _snapshots.CatchUpAsync(TestContext.Current.CancellationToken);
        var generation = Index.Folder.Current;
        await Index.CatchUpAsync(TestContext.Current.CancellationToken);
        return Index.Folder.Current != generation;
    }

    public CategoryTree Tree => _snapshots.Current.Tree;

    public IEnumerable<int> Find(string text) => Search.Search(new(text)) is { IsNearest: false } answer ? answer.Hits.Select(h => h.ProductId) : [];

    public async ValueTask DisposeAsync()
    {
        Index.Dispose();
        await Store.DisposeAsync();
    }
}
