using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Catalog;

public sealed class ProductFilterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Each_condition_finds_what_it_says(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (top, line) = (await Make.LineAsync(db, "top"), await Make.LineAsync(db, "line", "h3c"));
        line.PlaceUnder(top);
        await Make.ProductAsync(db, top, "S5735-L24");
        await Make.ProductAsync(db, line, "AR-6120", priceFen: null);
        var coming = await Make.ProductAsync(db, line, "COMING", published: false);
        coming.Schedule(TestStore.Now.AddDays(1), null, TestStore.Now);
        var thrown = await Make.ProductAsync(db, line, "THROWN");
        thrown.ToBin(TestStore.Now);
        (await Make.ProductAsync(db, top, "DRAFT", published: false)).Confirm(TestStore.Now);
        await db.SaveChangesAsync(Cancel);

        await FindsAsync("AR-6120,COMING,DRAFT,S5735-L24", new());
        await FindsAsync("DRAFT,S5735-L24", new() { CategoryId = top.Id });
        await FindsAsync("AR-6120,COMING,DRAFT,S5735-L24", new() { CategoryPath = top.Path });
        await FindsAsync("AR-6120,COMING", new() { CategoryPath = line.Path });
        await FindsAsync("AR-6120,COMING", new() { VendorId = line.VendorId });
        await FindsAsync("AR-6120,S5735-L24", new() { State = PublicationState.Published });
        await FindsAsync("DRAFT", new() { State = PublicationState.Draft });
        await FindsAsync("COMING", new() { State = PublicationState.Scheduled });
        await FindsAsync("THROWN", new() { State = PublicationState.Bin });
        await FindsAsync("", new() { IsSample = true });
        await FindsAsync("AR-6120,COMING", new() { Ids = [2, 3, 4] });
        await FindsAsync("THROWN", new() { Ids = [2, 3, 4], State = PublicationState.Bin });
        await FindsAsync("", new() { Ids = [] });
        await FindsAsync("AR-6120", new() { WithoutPrice = true });
        await FindsAsync("AR-6120,COMING,S5735-L24", new() { NotConfirmedSince = TestStore.Now });
        await FindsAsync("AR-6120,COMING,DRAFT,S5735-L24", new() { NotConfirmedSince = TestStore.Now.AddDays(1) });

        async Task FindsAsync(string skus, ProductFilter filter)
        {
            var found = await db.Products.AsNoTracking().Matching(filter).ListPageAsync(ProductListOrder.Sku, null, false, 50, Cancel);
            Assert.Equal(skus, string.Join(',', found.Items.Select(r => r.Sku)));
            Assert.All(found.Items, r => Assert.Equal(filter.State ?? r.State, r.State));
        }
    }

    /// <summary>Forward to the end and back to the beginning, in every sort order, with ties: every row exactly once.</summary>
    [Theory, EveryDatabase]
    public async Task A_list_is_turned_page_by_page_forward_and_back(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        for (var n = 0; n < 23; n++)
        {
            var product = Make.Product(line, $"{"ABC"[n % 3]}{"-_./ "[n % 5]}{n / 15}{new string('-', n)}", n % 4 == 0 ? null : n % 3 + 1);
            (product.Slug, product.Name, product.UpdatedAt) = ($"s{n}", $"名称 {n % 4}", TestStore.Now.AddMinutes(n % 6).AddMicroseconds(n % 2));
            db.Products.Add(product);
        }
        await db.SaveChangesAsync(Cancel);

        foreach (var order in Enum.GetValues<ProductListOrder>())
        {
            var whole = (await PageAsync(order, null, false, 100)).Items.Select(r => r.Id).ToList();
            Assert.Equal(23, whole.Distinct().Count());
            Assert.Equal(await Sorted(order).Select(p => p.Id).ToListAsync(Cancel), whole);
            List<int> forward = [], back = [];
            var page = await PageAsync(order, null, false, 4);
            Assert.False(page.HasBefore);
            for (; ; page = await PageAsync(order, page.Last, false, 4))
            {
                forward.AddRange(page.Items.Select(r => r.Id));
                if (!page.HasAfter)
                    break;
            }
            for (page = await PageAsync(order, null, true, 4); ; page = await PageAsync(order, page.First, true, 4))
            {
                back.InsertRange(0, page.Items.Select(r => r.Id));
                if (!page.HasBefore)
                    break;
            }
            Assert.Equal(whole, forward);
            Assert.Equal(whole, back);
        }
        await Assert.ThrowsAsync<FormatException>(() => PageAsync(ProductListOrder.Price, new("x", 1), false, 4));
        await Assert.ThrowsAsync<FormatException>(() => PageAsync(ProductListOrder.Updated, new("x", 1), false, 4));

        Task<ProductListPage> PageAsync(ProductListOrder order, ProductListCursor? place, bool backwards, int size) =>
            db.Products.AsNoTracking().Matching(new()).ListPageAsync(order, place, backwards, size, Cancel);

        IQueryable<Product> Sorted(ProductListOrder order) => order switch
        {
            ProductListOrder.Name => db.Products.OrderBy(p => p.Name).ThenBy(p => p.Id),
            ProductListOrder.Updated => db.Products.OrderByDescending(p => p.UpdatedAt).ThenByDescending(p => p.Id),
            ProductListOrder.Price => db.Products.OrderBy(p => p.PriceOrder).ThenBy(p => p.Id),
            _ => db.Products.OrderBy(p => p.SkuKey).ThenBy(p => p.Id),
        };
    }

    /// <summary>A page in the middle of a million is a range that begins in the index at the cursor, without sorting.</summary>
    [Theory]
    [InlineData(ProductListOrder.Sku, "IX_Products_SkuKey_Id (SkuKey>?)")]
    [InlineData(ProductListOrder.Name, "IX_Products_Name_Id (Name>?)")]
    [InlineData(ProductListOrder.Updated, "IX_Products_UpdatedAt_Id (UpdatedAt<?)")]
    [InlineData(ProductListOrder.Price, "IX_Products_PriceOrder_Id (PriceOrder>?)")]
    public async Task A_page_is_found_in_the_index_of_its_order(ProductListOrder order, string index)
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        var commands = new Commands();
        await using var db = commands.Open(store, DatabaseProvider.Sqlite);
        var place = order switch { ProductListOrder.Updated => "2026-11-22T00:00:00.0000000Z", ProductListOrder.Price => "100", _ => "M" };
        await db.Products.AsNoTracking().Matching(new()).ListPageAsync(order, new(place, 5), false, 50, Cancel);

        Assert.Single(commands.Sent);
        var plan = await commands.LastPlanAsync(db);
        Assert.Contains(plan, step => step.EndsWith(index, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }
}
