using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Search;

/// <summary>The staff's filter finds the present state of the database, wherever the index is.</summary>
public sealed class ProductFinderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task What_was_changed_since_the_index_followed_is_found_as_it_is_now(DatabaseProvider provider)
    {
        await using var shop = await SearchShop.CreateAsync(provider);
        await using var db = shop.Store.Open();
        var line = await Make.LineAsync(db);
        Assert.Null(await shop.Finder.FindAsync(db, "s5735", Cancel)); // no index yet
        var seen = await Make.ProductAsync(db, line, "S5735-1");
        var draft = await Make.ProductAsync(db, line, "S5735-2", published: false);
        var gone = await Make.ProductAsync(db, line, "S5735-3");
        await shop.CatchUpAsync();
        Assert.Equal([seen.Id, draft.Id, gone.Id], await FindAsync("s5735"));
        Assert.Equal([seen.Id, gone.Id], shop.Find("s5735").Order());

        seen.Name = "华为 S5735-1 路由器";
        seen.Withdraw();
        draft.Sku = "AR-2";
        draft.Name = "华为 AR-2 路由器";
        db.Products.Remove(gone);
        await db.SaveChangesAsync(Cancel);
        var made = await Make.ProductAsync(db, line, "S5735-4", published: false);
        await db.InsertManyAsync([Make.Product(line, "S5735-5"), Make.Product(line, "AR-6", published: false)], ChangeKind.Catalogue, Cancel);
        var (five, six) = (await IdAsync("S5735-5"), await IdAsync("AR-6"));
        await AgreesAsync();
        await shop.CatchUpAsync();
        await AgreesAsync();
        Assert.Equal([five], shop.Find("s5735"));

        // After a bulk change the index has former prices, but no former names.
        await db.BulkAsync([ChangeKind.Catalogue], () => db.Products.Where(p => p.Id > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.PriceOrder, 100).SetProperty(p => p.Version, p => p.Version + 1), Cancel), Cancel);
        await AgreesAsync();
        await shop.CatchUpAsync();
        await AgreesAsync();

        async Task AgreesAsync()
        {
            Assert.Equal([seen.Id, made.Id, five], await FindAsync("s5735"));
            Assert.Equal([seen.Id, draft.Id], await FindAsync("路由器 华为"));
            Assert.Equal([draft.Id, six], await FindAsync("ar"));
            Assert.Equal([], await FindAsync("s5735 防火墙"));
            Assert.Equal([], await FindAsync("-"));
        }

        Task<int> IdAsync(string sku) => db.Products.Where(p => p.Sku == sku).Select(p => p.Id).SingleAsync(Cancel);

        async Task<IEnumerable<int>> FindAsync(string text) => (await shop.Finder.FindAsync(db, text, Cancel))!;
    }

    [Fact]
    public async Task A_makers_new_alias_is_known_before_the_index_has_followed()
    {
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = shop.Store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S5735-1", published: false);
        await shop.CatchUpAsync();

        (await db.Vendors.SingleAsync(Cancel)).Aliases = ["菊厂"];
        await db.SaveChangesAsync(Cancel);

        Assert.Equal([product.Id], (await shop.Finder.FindAsync(db, "菊厂 s5735", Cancel))!);
    }
}
