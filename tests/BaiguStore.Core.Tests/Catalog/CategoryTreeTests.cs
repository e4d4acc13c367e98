using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;

namespace BaiguStore.Core.Tests.Catalog;

public sealed class CategoryTreeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task A_category_counts_its_published_products_and_its_parent_all_below(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        await PlantAsync(db);

        var tree = await CategoryTree.LoadAsync(db, Cancel);

        Assert.Equal((0, 3), Numbers(tree, "huawei"));
        Assert.Equal((2, 2), Numbers(tree, "huawei-switch"));
        Assert.Equal((1, 1), Numbers(tree, "huawei-router"));
        Assert.Equal((0, 0), Numbers(tree, "huawei-storage"));
        Assert.Equal((0, 0), Numbers(tree, "cisco"));
        Assert.Equal((3, 4), (tree.Total, tree.LineCount));
    }

    [Theory, EveryDatabase]
    public async Task A_withdrawn_product_is_counted_no_more_and_a_moved_one_elsewhere(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (switches, routers, products) = await PlantAsync(db);

        products[0].Withdraw();
        products[1].CategoryId = routers.Id;
        await db.SaveChangesAsync(Cancel);
        var tree = await CategoryTree.LoadAsync(db, Cancel);

        Assert.Equal((0, 0), Numbers(tree, switches.Slug));
        Assert.Equal((2, 2), Numbers(tree, routers.Slug));
        Assert.Equal(2, tree.Total);
    }

    [Theory, EveryDatabase]
    public async Task Siblings_stand_in_the_order_of_their_position(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        await PlantAsync(db);

        var tree = await CategoryTree.LoadAsync(db, Cancel);

        Assert.Equal(["huawei", "cisco"], tree.Roots.Select(n => n.Slug));
        Assert.Equal(["huawei-router", "huawei-switch", "huawei-storage"], tree.Roots[0].Children.Select(n => n.Slug));
        Assert.Equal(["huawei", "huawei-router"], tree.Find("huawei-router")!.Trail.Select(n => n.Slug));
        Assert.Same(tree.Find("huawei-router"), tree.Find(tree.Find("huawei-router")!.Id));
        Assert.Null(tree.Find("HUAWEI-ROUTER"));
    }

    [Theory, EveryDatabase]
    public async Task The_whole_tree_with_its_counts_is_one_query(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        await PlantAsync(db);

        var commands = new Commands();
        await using var watched = commands.Open(store, provider);
        var tree = await CategoryTree.LoadAsync(watched, Cancel);

        Assert.Single(commands.Texts);
        Assert.Equal(3, tree.Total);
    }

    [Theory, EveryDatabase]
    public async Task A_line_says_whom_to_ask(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (switches, _, _) = await PlantAsync(db);
        switches.Salesperson = new Salesperson { Name = "王翠翠", Phone = "13608928216" };
        await db.SaveChangesAsync(Cancel);

        var tree = await CategoryTree.LoadAsync(db, Cancel);

        Assert.Equal(new Contact("王翠翠", "13608928216", null), tree.Find("huawei-switch")!.Salesperson);
        Assert.Null(tree.Find("huawei-router")!.Salesperson);
    }

    [Theory, EveryDatabase]
    public async Task A_store_without_categories_has_an_empty_tree(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();

        var tree = await CategoryTree.LoadAsync(db, Cancel);

        Assert.Equal((0, 0, 0), (tree.Roots.Count, tree.Total, tree.LineCount));
    }

    private static (int Count, int Total) Numbers(CategoryTree tree, string slug) => tree.Find(slug) is { } n ? (n.Count, n.Total) : (-1, -1);

    /// <summary>Two vendors; the first has three lines: two published products, one published product and a draft, none.</summary>
    private static async Task<(Category Switches, Category Routers, List<Product> Products)> PlantAsync(StoreDb db)
    {
        var huawei = await Make.LineAsync(db, "huawei");
        Category Line(string slug, int position) => new() { Name = slug, Slug = slug, Position = position, VendorId = huawei.VendorId };
        Category switches = Line("huawei-switch", 2), routers = Line("huawei-router", 1), storage = Line("huawei-storage", 3), cisco = Line("cisco", 9);
        db.Categories.AddRange(switches, routers, storage, cisco);
        await db.SaveChangesAsync(Cancel);
        foreach (var line in (Category[])[switches, routers, storage])
            line.PlaceUnder(huawei);
        cisco.PlaceUnder(null);
        List<Product> products = [Make.Product(switches, "S1"), Make.Product(switches, "S2"), Make.Product(routers, "R1"), Make.Product(routers, "R2", published: false)];
        db.Products.AddRange(products);
        await db.SaveChangesAsync(Cancel);
        return (switches, routers, products);
    }
}
