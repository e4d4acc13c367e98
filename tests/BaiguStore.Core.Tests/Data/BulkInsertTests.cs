using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Data;

public sealed class BulkInsertTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Compares every column as stored in the database: a value written differently would not be found by queries.</summary>
    [Theory, EveryDatabase]
    public async Task Rows_inserted_at_once_are_value_for_value_what_a_save_writes(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        Product[] Rows(string prefix) => [
            Full(line, prefix + "-1"),
            Make.Product(line, prefix + "-2", priceFen: null, published: false),
            Make.Product(line, prefix + "-3"),
        ];

        db.Products.AddRange(Rows("A"));
        await db.SaveChangesAsync(Cancel);
        await db.InsertManyAsync(Rows("B"), ChangeKind.Catalogue, Cancel);

        var saved = await ColumnsAsync(db, "A-%", "A-", "a-");
        Assert.Equal(3, saved.Count);
        Assert.Equal(saved, await ColumnsAsync(db, "B-%", "B-", "b-"));
        Assert.Contains("交换容量", saved[0], StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Empty_columns_lists_and_flags_go_in_as_they_are(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();

        await db.InsertManyAsync([new Category { Name = "政府", Slug = "below", KeySpecs = ["端口", "PoE"], IsSample = true }], ChangeKind.Tree, Cancel);

        var read = await db.Categories.AsNoTracking().SingleAsync(Cancel);
        Assert.Equal(((int?)null, "政府", true, (int?)null), (read.ParentId, read.Name, read.IsSample, read.SourceCount));
        Assert.Equal(["端口", "PoE"], read.KeySpecs);
    }

    [Theory, EveryDatabase]
    public async Task A_row_that_points_nowhere_is_refused_as_by_a_save(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = Make.Product(await Make.LineAsync(db), "NOWHERE");
        product.CategoryId = 999_999;

        await Assert.ThrowsAsync<DbUpdateException>(() => db.InsertManyAsync([product], ChangeKind.Catalogue, Cancel));

        await using var fresh = store.Open();
        Assert.Equal(0, await fresh.Products.CountAsync(Cancel));
    }

    /// <summary>A bulk insert leaves nothing behind in the change tracker.</summary>
    [Theory, EveryDatabase]
    public async Task A_context_saves_as_before_after_many_rows(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);

        await db.InsertManyAsync([Make.Product(line, "BULK")], ChangeKind.Catalogue, Cancel);
        var product = await db.Products.SingleAsync(Cancel);
        product.Name = "renamed";
        await db.SaveChangesAsync(Cancel);

        Assert.Equal(("renamed", 1), await db.Products.AsNoTracking().Select(p => new ValueTuple<string, int>(p.Name, p.Version)).SingleAsync(Cancel));
    }

    private static Product Full(Category line, string sku)
    {
        var product = Make.Product(line, sku, priceFen: 99_999_999_999);
        product.Specs = [new("交换容量", "56", "Gbps"), new("\"引号\"", "<b>\\")];
        product.Summary = "一句话，带 emoji 🧰 和换行\n第二行";
        product.Stock = StockState.ToOrder;
        product.UpdatedAt = new DateTime(2026, 3, 4, 5, 6, 7, 89, DateTimeKind.Utc).AddMicroseconds(123);
        product.Describe("## 标题\n\n正文");
        return product;
    }

    /// <summary>All columns but the id, as raw values of the driver, without the SKU's distinguishing letters.</summary>
    private static async Task<List<string>> ColumnsAsync(StoreDb db, string like, params string[] own)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT * FROM \"Products\" WHERE \"Sku\" LIKE '{like}' ORDER BY \"Sku\"";
        await db.Database.OpenConnectionAsync(Cancel);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        List<string> rows = [];
        while (await reader.ReadAsync(Cancel))
        {
            var cells = Enumerable.Range(0, reader.FieldCount).Where(i => reader.GetName(i) != "Id")
                .Select(i => $"{reader.GetName(i)} ({reader.GetFieldType(i).Name}) = {reader.GetValue(i)}");
            var row = string.Join('\n', cells).Replace($"SkuKey (String) = {own[0][..1]}", "SkuKey (String) = ", StringComparison.Ordinal);
            rows.Add(own.Aggregate(row, (text, letters) => text.Replace(letters, "", StringComparison.Ordinal)));
        }
        return rows;
    }
}
