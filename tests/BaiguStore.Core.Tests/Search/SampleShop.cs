using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Seeding;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Search;

[CollectionDefinition(Name)]
public sealed class SampleShopTests : ICollectionFixture<SampleShop>
{
    public const string Name = "sample shop";
}

/// <summary>The sample store with shortened lines, so that every vendor and kind exists and tests are fast; read-only.</summary>
public sealed class SampleShop : IAsyncLifetime
{
    private const int LongestLine = 300;

    internal SearchShop Shop { get; private set; } = null!;

    internal Dictionary<int, SampleShopProduct> Products { get; private set; } = [];

    internal Dictionary<int, string> Articles { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        await Shop.Store.Get<StoreSeeder>().SeedAsync(SeedMode.Page, null, CancellationToken.None);
        await using var db = Shop.Store.Open();
        await db.Categories.Where(c => c.SourceCount > LongestLine).ExecuteUpdateAsync(set => set.SetProperty(c => c.SourceCount, LongestLine));
        await Shop.Store.Get<SampleProducts>().AddAsync(null, null, CancellationToken.None);
        await Shop.CatchUpAsync();
        Products = (await db.Products.AsNoTracking().Include(p => p.Vendor).ToListAsync())
            .ToDictionary(p => p.Id, p => new SampleShopProduct(p.Sku, p.Name, p.Vendor!.Code, p.CategoryId, p.ListPriceFen, p.Stock, p.PublishedAt!.Value, p.Specs));
        Articles = await db.Articles.ToDictionaryAsync(a => a.Id, a => a.Slug);
    }

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}

internal sealed record SampleShopProduct(
    string Sku, string Name, string Vendor, int CategoryId, long? PriceFen, StockState Stock, DateTime PublishedAt, IReadOnlyList<Spec> Specs);
