using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Data;

public sealed class SlugRetryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task A_taken_slug_hits_the_unique_index_and_is_recognised(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await Make.ProductAsync(db, line, "taken");

        db.Products.Add(Named(line, "OTHER", "taken"));
        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Cancel));

        Assert.True(DatabaseErrors.IsUniqueViolation(refused));
        Assert.False(DatabaseErrors.IsBusy(refused));
    }

    [Theory, EveryDatabase]
    public async Task Another_broken_rule_is_not_taken_for_a_unique_one(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = Make.Product(await Make.LineAsync(db), "LOST");
        product.CategoryId = 987_654;
        db.Products.Add(product);

        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Cancel));

        Assert.False(DatabaseErrors.IsUniqueViolation(refused));
    }

    [Theory, EveryDatabase]
    public async Task A_taken_slug_gets_the_next_free_number(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await Make.ProductAsync(db, line, "name");
        await Make.ProductAsync(db, line, "name-2");

        var product = Named(line, "THIRD", "name");
        db.Products.Add(product);
        await db.SaveWithFreeSlugAsync(product, Cancel);

        Assert.Equal("name-3", product.Slug);
    }

    [Theory, EveryDatabase]
    public async Task A_free_slug_stays_as_it_is_and_saving_again_does_not_number_it(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = Named(await Make.LineAsync(db), "ONLY", "name");
        db.Products.Add(product);

        await db.SaveWithFreeSlugAsync(product, Cancel);
        product.Name = "另一个名称";
        await db.SaveWithFreeSlugAsync(product, Cancel);

        Assert.Equal("name", product.Slug);
    }

    [Theory, EveryDatabase]
    public async Task Parallel_writers_of_one_slug_all_get_through_with_slugs_of_their_own(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);

        await Task.WhenAll(Enumerable.Range(1, 8).Select(n => Task.Run(async () =>
        {
            await using var own = store.Open();
            var product = Named(line, $"RACE-{n}", "race");
            own.Products.Add(product);
            await own.SaveWithFreeSlugAsync(product, Cancel);
        }, Cancel)));

        Assert.Equal(
            Enumerable.Range(1, 8).Select(n => Slug.Numbered("race", n)).Order(StringComparer.Ordinal),
            (await db.Products.Select(p => p.Slug).ToListAsync(Cancel)).Order(StringComparer.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task A_clash_that_is_not_about_the_slug_is_passed_on(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await Make.ProductAsync(db, line, "SAME-SKU");

        var product = Named(line, "SAME-SKU", "free");
        db.Products.Add(product);

        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveWithFreeSlugAsync(product, Cancel));
        Assert.Equal("free", product.Slug);
    }

    [Theory, EveryDatabase]
    public async Task A_rename_onto_a_taken_slug_is_numbered_and_remembers_the_old_one(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await Make.ProductAsync(db, line, "taken");
        var product = await Make.ProductAsync(db, line, "old");

        product.Slug = "taken";
        await db.SaveWithFreeSlugAsync(product, Cancel);

        Assert.Equal("taken-2", product.Slug);
        Assert.Equal("old", (await db.SlugHistories.SingleAsync(Cancel)).OldSlug);
    }

    private static Product Named(Category line, string sku, string slug)
    {
        var product = Make.Product(line, sku);
        product.Slug = slug;
        return product;
    }
}
