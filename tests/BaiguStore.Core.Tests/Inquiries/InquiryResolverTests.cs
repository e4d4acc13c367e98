using System.Diagnostics;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Search;
using BaiguStore.Core.Storefront;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.Inquiries;

public sealed class InquiryResolverTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task A_part_number_means_one_product_however_it_is_written(DatabaseProvider provider)
    {
        await using var store = await StoreAsync(provider, "S5735-L24T4S-A1", "USG6630E", "RTX 4090");

        var list = await store.ReadAsync("s5735 l24t4s a1 3\nUSG6630E*2\nRTX 4090\nno such thing");

        Assert.Equal(
            [("S5735-L24T4S-A1", 3), ("USG6630E", 2), ("RTX 4090", 1), (null, 1)],
            list.Rows.Select(r => (r.Product?.Sku, r.Quantity)));
        Assert.Equal("no such thing", list.Rows[3].Asked);
        Assert.Equal("huawei-switch", list.Rows[0].Category?.Slug);
    }

    [Theory, EveryDatabase]
    public async Task What_several_products_may_mean_is_left_to_choose_and_a_choice_holds(DatabaseProvider provider)
    {
        await using var store = await StoreAsync(provider, "AB-12", "A-B12", "S5735-L24T4S-A1", "S5735-L24P4S-A1", "S5735-L48T4S-A1");

        var asked = await store.ResolveAsync([new("ab12"), new("S5735-L24"), new("AB-12")]);
        var picked = await store.ResolveAsync([new("ab12", "2", Pick: "A-B12"), new("S5735-L24", Pick: "not one of them")]);

        Assert.Equal(["A-B12", "AB-12"], asked.Rows[0].Near.Select(p => p.Sku).Order(StringComparer.Ordinal));
        Assert.Equal(["S5735-L24P4S-A1", "S5735-L24T4S-A1"], asked.Rows[1].Near.Select(p => p.Sku).Order(StringComparer.Ordinal));
        Assert.Equal("AB-12", asked.Rows[2].Product?.Sku); // as it stands
        Assert.Equal(("ab12", "A-B12", 2), (picked.Rows[0].Asked, picked.Rows[0].Product?.Sku, picked.Rows[0].Quantity));
        Assert.Null(picked.Rows[1].Product);
    }

    [Fact]
    public async Task A_mistyped_part_number_is_near_those_that_begin_like_it_and_words_are_near_what_has_all_of_them()
    {
        await using var store = await StoreAsync(DatabaseProvider.Sqlite, "S5735-L24T4S-A1-LX2", "S5735-L24T4S-A1", "S5735-L48T4S-A1", "USG6630E");

        var list = await store.ResolveAsync([new("S5735-L24T4S-A9"), new("\u534E\u4E3A S5735 \u4EA4\u6362\u673A"), new("\u4EA4\u6362\u673A \u5E26\u6D17\u8863\u673A"), new("QX9000-ZZ")]);

        Assert.Equal(["S5735-L24T4S-A1", "S5735-L24T4S-A1-LX2"], list.Rows[0].Near.Select(p => p.Sku));
        Assert.Equal(3, list.Rows[1].Near.Count);
        Assert.Empty(list.Rows[2].Near);
        Assert.Empty(list.Rows[3].Near);
    }

    [Theory, EveryDatabase]
    public async Task What_visitors_do_not_see_is_not_found(DatabaseProvider provider)
    {
        await using var store = await StoreAsync(provider, "SEEN-1");
        await using (var db = store.Open())
            await Make.ProductAsync(db, await db.Categories.FindAsync([1], Cancel) ?? throw new InvalidOperationException(), "DRAFT-1", published: false);

        var list = await store.ResolveAsync([new("DRAFT-1"), new("x", Pick: "DRAFT-1")]);

        Assert.All(list.Rows, r => Assert.Null(r.Product));
    }

    [Fact]
    public async Task The_same_product_twice_is_one_row_and_it_is_said()
    {
        await using var store = await StoreAsync(DatabaseProvider.Sqlite, "S5735");

        var list = await store.ResolveAsync([new("S5735", "3"), new("s-5735", "4"), new("words", "1"), new("words", "2"), new("S5735", "9999")]);

        Assert.Equal([("S5735", 9_999), ("words", 3)], list.Rows.Select(r => (r.Product?.Sku ?? r.Asked, r.Quantity)));
        Assert.Equal(3, list.Merged);
    }

    [Fact]
    public async Task Rows_that_the_buyers_list_numbers_stay_apart()
    {
        await using var store = await StoreAsync(DatabaseProvider.Sqlite, "S5735");

        var list = await store.ReadAsync("1\u3001S5735 3\u53F0\n2\u3001S5735 2\u53F0");

        Assert.Equal([("1", 3), ("2", 2)], list.Rows.Select(r => (r.ItemNumber, r.Quantity)));
    }

    [Theory]
    [InlineData("0", RowFault.Quantity)]
    [InlineData("10000", RowFault.Quantity)]
    [InlineData("99999999999999999999", RowFault.Quantity)]
    [InlineData("-1", RowFault.Quantity)]
    [InlineData("1.5", RowFault.Quantity)]
    [InlineData("\u82E5\u5E72", RowFault.Quantity)]
    [InlineData("", RowFault.None)]
    public async Task A_quantity_that_cannot_be_comes_back_with_its_row(string quantity, RowFault fault)
    {
        await using var store = await StoreAsync(DatabaseProvider.Sqlite, "S5735");

        var row = Assert.Single((await store.ResolveAsync([new("S5735", quantity)])).Rows);

        Assert.Equal((fault, "S5735", quantity), (row.Fault, row.Asked, row.Typed));
    }

    [Fact]
    public async Task Words_have_a_longest_and_are_text()
    {
        await using var store = await StoreAsync(DatabaseProvider.Sqlite, "S5735");

        var list = await store.ResolveAsync([new(new('x', InquiryLine.MaxAskedLength + 1)), new("a\uFFFDb"), new(new('x', InquiryLine.MaxAskedLength)), new(" ")]);

        Assert.Equal([RowFault.TooLong, RowFault.NotText, RowFault.None], list.Rows.Select(r => r.Fault));
    }

    [Fact]
    public async Task Five_hundred_lines_are_read_while_one_waits()
    {
        await using var store = await StoreAsync(DatabaseProvider.Sqlite, [.. Enumerable.Range(0, 2_000).Select(n => $"S57{n:0000}-L24T4S-A1")]);
        var lines = Enumerable.Range(0, 500).Select(n => n % 2 == 0 ? $"S57{n:0000}L24T4SA1 2" : $"S57{n:0000}-L24T4S 3").ToList();
        await store.ReadAsync(lines[0] + "\n" + lines[1]); // warm-up of one-time costs

        var watch = Stopwatch.StartNew();
        var list = await store.ReadAsync(string.Join('\n', lines));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
        Assert.Equal((500, 250), (list.Rows.Count, list.Rows.Count(r => r.Product is not null)));
        Assert.InRange(list.Rows.Count(r => r.Near.Count > 0), 1, 200); // limited by number and time
    }

    private static async Task<TestStore> StoreAsync(DatabaseProvider provider, params string[] skus)
    {
        var store = await TestStore.CreateAsync(provider);
        await using (var db = store.Open())
        {
            var line = await Make.LineAsync(db);
            db.Products.AddRange(skus.Select(sku =>
            {
                var product = Make.Product(line, sku);
                product.Slug += "-" + Guid.NewGuid().ToString("N")[..8];
                return product;
            }));
            await db.SaveChangesAsync(Cancel);
        }
        await store.Get<StoreSnapshots>().CatchUpAsync(Cancel);
        await store.Get<SearchIndex>().CatchUpAsync(Cancel);
        return store;
    }
}

file static class Resolving
{
    public static async Task<AskedList> ReadAsync(this TestStore store, string pasted)
    {
        await using var scope = store.Services.CreateAsyncScope();
        var reading = await scope.ServiceProvider.GetRequiredService<PartListReader>().ReadAsync(pasted, TestContext.Current.CancellationToken);
        return await store.ResolveAsync(reading.Rows);
    }

    public static async Task<AskedList> ResolveAsync(this TestStore store, IReadOnlyList<TypedRow> rows)
    {
        await using var scope = store.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<InquiryResolver>().ResolveAsync(rows, withNear: true, TestContext.Current.CancellationToken);
    }
}
