using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Data;

public sealed class SlugHistoryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task A_renamed_product_leaves_its_old_slug_behind(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "old");

        await RenameAsync(db, product, "new");

        Assert.Equal([(SluggedKind.Product, "old", product.Id)], await HistoryAsync(db));
    }

    [Theory, EveryDatabase]
    public async Task A_product_renamed_back_redirects_only_from_the_slug_in_between(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "old");

        await RenameAsync(db, product, "new");
        await RenameAsync(db, product, "old");

        Assert.Equal([(SluggedKind.Product, "new", product.Id)], await HistoryAsync(db));
    }

    [Theory, EveryDatabase]
    public async Task An_old_slug_belongs_to_the_last_one_that_had_it(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var first = await Make.ProductAsync(db, line, "wanted");
        await RenameAsync(db, first, "first");
        var second = await Make.ProductAsync(db, line, "other");
        await RenameAsync(db, second, "wanted");
        await RenameAsync(db, second, "second");

        Assert.Equal([(SluggedKind.Product, "other", second.Id), (SluggedKind.Product, "wanted", second.Id)], await HistoryAsync(db));
    }

    [Theory, EveryDatabase]
    public async Task Each_kind_remembers_slugs_of_its_own(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db, "same");
        var product = await Make.ProductAsync(db, line, "same");
        var article = await Make.ArticleAsync(db, "same");

        (line.Slug, product.Slug, article.Slug) = ("line", "product", "article");
        await db.SaveChangesAsync(Cancel);

        Assert.Equal(
            [(SluggedKind.Product, "same", product.Id), (SluggedKind.Category, "same", line.Id), (SluggedKind.Article, "same", article.Id)],
            await HistoryAsync(db));
    }

    [Theory, EveryDatabase]
    public async Task A_save_that_keeps_the_slug_remembers_nothing(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "old");

        product.Name = "另一个名称";
        db.Entry(product).Property(p => p.Slug).IsModified = true; // like an update of the whole row
        await db.SaveChangesAsync(Cancel);

        Assert.Empty(await HistoryAsync(db));
    }

    [Theory, EveryDatabase]
    public async Task A_rename_onto_a_taken_slug_can_be_saved_again_with_a_free_one(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await Make.ProductAsync(db, line, "taken");
        var product = await Make.ProductAsync(db, line, "old");

        await Assert.ThrowsAsync<DbUpdateException>(() => RenameAsync(db, product, "taken"));
        await RenameAsync(db, product, "free");

        Assert.Equal([(SluggedKind.Product, "old", product.Id)], await HistoryAsync(db));
    }

    private static Task<int> RenameAsync(StoreDb db, Product product, string slug)
    {
        product.Slug = slug;
        return db.SaveChangesAsync(Cancel);
    }

    private static async Task<List<(SluggedKind, string, int)>> HistoryAsync(StoreDb db) =>
        [.. (await db.SlugHistories.AsNoTracking().OrderBy(h => h.Kind).ThenBy(h => h.OldSlug).ToListAsync(Cancel)).Select(h => (h.Kind, h.OldSlug, h.EntityId))];
}
