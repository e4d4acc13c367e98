using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Catalog;

public sealed class CategoryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task A_path_names_all_above_and_all_below_begin_with_it(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var chain = await ChainAsync(db, 3);

        Assert.Equal($"{chain[0].Id}.", chain[0].Path);
        Assert.Equal($"{chain[0].Id}.{chain[1].Id}.{chain[2].Id}.", chain[2].Path);
        var path = chain[1].Path;
        Assert.Equal(
            [chain[1].Id, chain[2].Id],
            await db.Categories.Where(c => c.Path.StartsWith(path)).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_category_is_refused_below_itself_and_below_its_own_descendants()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = store.Open();
        var chain = await ChainAsync(db, 3);
        var path = chain[0].Path;

        Assert.Throws<InvalidOperationException>(() => chain[0].PlaceUnder(chain[0]));
        Assert.Throws<InvalidOperationException>(() => chain[0].PlaceUnder(chain[1]));
        Assert.Throws<InvalidOperationException>(() => chain[0].PlaceUnder(chain[2]));
        Assert.Equal((null, path), (chain[0].ParentId, chain[0].Path));
    }

    [Fact]
    public async Task An_id_that_begins_with_the_digits_of_another_is_not_its_descendant()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = store.Open();
        var many = Enumerable.Range(1, 12).Select(n => new Category { Name = $"c{n}", Slug = $"c{n}" }).ToList();
        db.Categories.AddRange(many);
        await db.SaveChangesAsync(Cancel);
        many.ForEach(c => c.PlaceUnder(null));
        var (one, twelve) = (many.Single(c => c.Id == 1), many.Single(c => c.Id == 12));

        one.PlaceUnder(twelve);

        Assert.Equal("12.1.", one.Path);
    }

    [Fact]
    public async Task The_deepest_level_is_allowed_and_one_more_is_refused()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = store.Open();
        var chain = await ChainAsync(db, Category.MaxDepth);
        var one = new Category { Name = "one more", Slug = "one-more" };
        db.Categories.Add(one);
        await db.SaveChangesAsync(Cancel);

        Assert.Throws<InvalidOperationException>(() => one.PlaceUnder(chain[^1]));
        Assert.Equal(Category.MaxDepth, chain[^1].Path.Count(c => c == '.'));
    }

    [Fact]
    public void The_longest_path_fits_its_column() =>
        Assert.True(Category.MaxDepth * (int.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture).Length + 1) <= Category.MaxPathLength);

    private static async Task<List<Category>> ChainAsync(StoreDb db, int depth)
    {
        var chain = Enumerable.Range(1, depth).Select(n => new Category { Name = $"level {n}", Slug = $"level-{n}" }).ToList();
        db.Categories.AddRange(chain);
        await db.SaveChangesAsync(Cancel);
        chain[0].PlaceUnder(null);
        foreach (var (above, below) in chain.Zip(chain.Skip(1)))
            below.PlaceUnder(above);
        await db.SaveChangesAsync(Cancel);
        return chain;
    }
}
