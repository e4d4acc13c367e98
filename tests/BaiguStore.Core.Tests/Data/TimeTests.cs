using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Data;

public sealed class TimeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Times_come_back_as_the_same_moment_in_utc(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        await Make.ProductAsync(db, await Make.LineAsync(db), "S5735-L24T4S-A1");

        await using var fresh = store.Open();
        var product = await fresh.Products.SingleAsync(Cancel);
        Assert.Equal((TestStore.Now, DateTimeKind.Utc), (product.CreatedAt, product.CreatedAt.Kind));
        Assert.Equal((TestStore.Now, DateTimeKind.Utc), (product.PublishedAt!.Value, product.PublishedAt.Value.Kind));
        Assert.Equal(DateTimeKind.Utc, (await fresh.Changes.Select(c => c.At).FirstAsync(Cancel)).Kind);
    }

    [Theory, EveryDatabase]
    public async Task A_local_time_is_kept_as_the_moment_that_it_means(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = Make.Product(await Make.LineAsync(db), "S5735-L24T4S-A1");
        product.UpdatedAt = TestStore.Now.ToLocalTime();
        db.Products.Add(product);
        await db.SaveChangesAsync(Cancel);

        await using var fresh = store.Open();
        Assert.Equal(TestStore.Now, (await fresh.Products.SingleAsync(Cancel)).UpdatedAt);
    }

    [Theory, EveryDatabase]
    public async Task Times_are_compared_by_the_database(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        await Make.ProductAsync(db, await Make.LineAsync(db), "S5735-L24T4S-A1");

        Assert.Equal(1, await db.Products.CountAsync(p => p.CreatedAt >= TestStore.Now, Cancel));
        var later = TestStore.Now.AddSeconds(1);
        Assert.Equal(0, await db.Products.CountAsync(p => p.CreatedAt >= later, Cancel));
    }
}
