using System.Data.Common;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Catalog;

/// <summary>Pages of a list: their content, and that the database uses the list's own index.</summary>
public sealed class ListingTests
{
    private const int Total = 311;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<DatabaseProvider, ProductOrder> EveryOrder =>
        [.. TestStore.Providers.SelectMany(p => Enum.GetValues<ProductOrder>(), (p, o) => (p, o))];

    [Theory, MemberData(nameof(EveryOrder))]
    public async Task Pages_from_either_end_are_those_of_the_plain_list(DatabaseProvider provider, ProductOrder order)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await FillAsync(db);
        var list = db.Products.AsNoTracking().Published().In(line.Id).By(order);
        var all = await list.Select(p => p.Sku).ToListAsync(Cancel);
        Assert.Equal(Total, all.Distinct().Count());

        foreach (var size in (int[])[24, 100, 310, 311, 312])
            for (var number = 1; Page<ProductRow>.Exists(number, size, Total); number++)
            {
                var page = await list.ToPageAsync(number, size, Total, db.Products.RowsOf, Cancel);
                Assert.Equal(all.Skip((number - 1) * size).Take(size), page.Items.Select(p => p.Sku));
                Assert.Equal((number, size, Total), (page.Number, page.Size, page.Total));
            }
    }

    [Theory, EveryDatabase]
    public async Task Pages_of_all_products_go_by_id(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        await FillAsync(db);
        var list = db.Products.AsNoTracking().Published().ById();
        var all = await list.Select(p => p.Id).ToListAsync(Cancel);

        for (var number = 1; number <= 4; number++)
            Assert.Equal(all.Skip((number - 1) * 100).Take(100), (await list.ToPageAsync(number, 100, Total, db.Products.RowsOf, Cancel)).Items.Select(p => p.Id));
        Assert.Equal(all.Order(), all);
    }

    [Theory, EveryDatabase]
    public async Task A_page_behind_the_last_is_empty(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await Make.ProductAsync(db, line, "ONE");

        Assert.Empty((await db.Products.In(line.Id).By(ProductOrder.Name).ToPageAsync(2, 24, 1, db.Products.RowsOf, Cancel)).Items);
        Assert.Empty((await db.Products.In(line.Id).By(ProductOrder.Name).ToPageAsync(int.MaxValue, 96, 1, db.Products.RowsOf, Cancel)).Items);
        Assert.Single((await db.Products.In(line.Id).By(ProductOrder.Name).ToPageAsync(1, 24, 1, db.Products.RowsOf, Cancel)).Items);
    }

    /// <summary>
    /// From the first page to the last, a page is one statement that scans the list's index without sorting; only the page's own products are looked
    /// up by key.
    /// </summary>
    [Theory, MemberData(nameof(EveryOrder))]
    public async Task A_page_is_found_in_the_index_of_its_order_and_nothing_else_is_read(DatabaseProvider provider, ProductOrder order)
    {
        if (provider == DatabaseProvider.SqlServer)
            return; // its plans are XML of another format
        await using var store = await TestStore.CreateAsync(provider, isNew: true);
        await using var filled = store.Open();
        var line = await FillAsync(filled);
        var index = order switch { ProductOrder.Price => "PriceOrder", ProductOrder.Newest => "PublishedAt", _ => "Name" };

        foreach (var number in (int[])[1, 3, 11, 13])
            await AssertPlanAsync(store, provider, $"IX_Products_CategoryId_{index}_Id", (db, cancel) =>
                db.Products.AsNoTracking().Published().In(line.Id).By(order).ToPageAsync(number, 24, Total, db.Products.RowsOf, cancel));
    }

    [Theory, EveryDatabase]
    public async Task A_page_of_all_products_is_found_in_the_index_of_ids(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.SqlServer)
            return;
        await using var store = await TestStore.CreateAsync(provider, isNew: true);
        await using var filled = store.Open();
        await FillAsync(filled);

        foreach (var number in (int[])[1, 3, 11, 13])
            await AssertPlanAsync(store, provider, "IX_Products_Id", (db, cancel) =>
                db.Products.AsNoTracking().Published().ById().ToPageAsync(number, 24, Total, db.Products.RowsOf, cancel));
    }

    [Theory, EveryDatabase]
    public async Task What_follows_a_product_is_found_where_the_product_stands_in_the_list(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.SqlServer)
            return;
        await using var store = await TestStore.CreateAsync(provider, isNew: true);
        await using var filled = store.Open();
        var line = await FillAsync(filled);
        var first = await filled.Products.In(line.Id).By(ProductOrder.Name).FirstAsync(Cancel);
        var commands = new Commands();
        await using var db = commands.Open(store, provider);
        await db.Products.AsNoTracking().Published().In(line.Id).Following(first.Name, first.Id).Take(6).AsRows().ToListAsync(Cancel);

        var plan = string.Join('\n', await PlanAsync(db, provider, Assert.Single(commands.Sent)));

        Assert.Contains("IX_Products_CategoryId_Name_Id", plan, StringComparison.Ordinal);
        Assert.Matches(provider == DatabaseProvider.Sqlite ? @"CategoryId=\? AND Name>\?" : @"Index Cond: .*""Name"".*>=", plan);
    }

    private static async Task AssertPlanAsync(TestStore store, DatabaseProvider provider, string index, Func<StoreDb, CancellationToken, Task> read)
    {
        var commands = new Commands();
        await using var db = commands.Open(store, provider);
        await read(db, Cancel);
        var plan = await PlanAsync(db, provider, Assert.Single(commands.Sent));

        if (provider == DatabaseProvider.Sqlite)
        {
            // SQLite calls an index covering only if it contains the column of its condition; it defers the row lookup, and never needs it here.
            Assert.Single(plan, step => step.Contains($"INDEX {index}", StringComparison.Ordinal));
            Assert.Contains("SEARCH p0 USING INTEGER PRIMARY KEY (rowid=?)", plan);
            Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
        }
        else
        {
            Assert.Single(plan, step => step.Contains("Index Only Scan", StringComparison.Ordinal) && step.Contains($"\"{index}\"", StringComparison.Ordinal));
            Assert.DoesNotContain(plan, step => step.Contains("Seq Scan on \"Products\"", StringComparison.Ordinal));
            var limit = plan.FindIndex(step => step.Contains("Limit", StringComparison.Ordinal));
            Assert.DoesNotContain(plan.Skip(limit), step => step.TrimStart().StartsWith("->  Sort", StringComparison.Ordinal));
        }
    }

    private static async Task<List<string>> PlanAsync(StoreDb db, DatabaseProvider provider, (string Text, (string Name, object? Value)[] Parameters) sent)
    {
        await db.Database.OpenConnectionAsync(Cancel);
        if (provider == DatabaseProvider.Postgres)
        {
            await db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE \"Products\"", Cancel); // so that the visibility map is up to date
            await db.Database.ExecuteSqlRawAsync("SET enable_seqscan = off", Cancel); // otherwise it would scan such a small table sequentially
        }
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = (provider == DatabaseProvider.Sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN (COSTS OFF) ") + sent.Text;
        foreach (var (name, value) in sent.Parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        List<string> steps = [];
        while (await reader.ReadAsync(Cancel))
            steps.Add(reader.GetString(reader.FieldCount - 1));
        return steps;
    }

    /// <summary>Names, prices and times with many duplicates, and some products that no list may show.</summary>
    private static async Task<Category> FillAsync(StoreDb db)
    {
        var line = await Make.LineAsync(db);
        var other = await Make.LineAsync(db, "h3c-switch", "h3c");
        await db.InsertManyAsync(Enumerable.Range(0, Total).Select(n => Numbered(line, n)), ChangeKind.Catalogue, Cancel);
        await db.InsertManyAsync(Enumerable.Range(Total, 50).Select(n => Make.Product(n % 2 == 0 ? line : other, $"P{n:000}", published: false)), ChangeKind.Catalogue, Cancel);
        return line;
    }

    private static Product Numbered(Category line, int n)
    {
        var product = Make.Product(line, $"P{n:000}", priceFen: n % 4 == 0 ? null : (n % 7) + 1, published: false);
        product.Name = $"交换机 {n % 5}";
        product.Publish(TestStore.Now.AddDays(-(n % 9)));
        return product;
    }
}
