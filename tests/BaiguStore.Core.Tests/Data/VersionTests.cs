using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Data;

public sealed class VersionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Every_save_raises_the_version(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S5735-L24T4S-A1");

        product.Name = "另一个名称";
        await db.SaveChangesAsync(Cancel);
        product.ListPriceFen = null;
        await db.SaveChangesAsync(Cancel);

        await using var fresh = store.Open();
        Assert.Equal(2, (await fresh.Products.SingleAsync(Cancel)).Version);
    }

    [Theory, EveryDatabase]
    public async Task A_save_over_a_newer_version_is_refused(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var first = store.Open();
        await Make.ProductAsync(first, await Make.LineAsync(first), "S5735-L24T4S-A1");
        await using var second = store.Open();
        var theirs = await first.Products.SingleAsync(Cancel);
        var mine = await second.Products.SingleAsync(Cancel);

        theirs.Name = "他们的";
        await first.SaveChangesAsync(Cancel);
        mine.Name = "我的";

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync(Cancel));
    }
}
