using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaiguStore.Core.Tests.Catalog;

/// <summary>The list from columns in memory equals the list from the database, page by page in every sort order, while products change.</summary>
public sealed class ProductListsTests
{
    private const int PageSize = 40;

    /// <summary>Their sort order differs between UTF-8 and UTF-16.</summary>
    private static readonly string[] Beginnings = ["\u540D\u79F0", "\uFF08\u5168\u89D2\uFF09", "\U00020BB7\u91CE\u5BB6", "switch"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Columns_and_changes_since_they_were_loaded_give_what_the_database_gives(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        using var lists = new ProductLists(store.Databases, store.Clock, NullLogger<ProductLists>.Instance);
        var random = new Random(5);
        var (top, line) = (await Make.LineAsync(db, "top"), await Make.LineAsync(db, "line", "h3c"));
        line.PlaceUnder(top);
        await db.SaveChangesAsync(Cancel);
        await db.InsertManyAsync(Enumerable.Range(0, 400).Select(n => Some(random, n, random.Next(2) == 0 ? top : line)), ChangeKind.Catalogue, Cancel);
        await LoadAsync();
        await AgreesAsync();

        // Individual changes: the columns stay loaded and changed products are looked up.
        await using (var other = store.Open())
        {
            var products = await other.Products.OrderBy(p => p.Id).ToListAsync(Cancel);
            foreach (var product in products.Where(_ => random.Next(6) == 0))
                Change(product, random, other);
            for (var n = 400; n < 410; n++)
                other.Products.Add(Some(random, n, line));
            other.Products.RemoveRange(products[3], products[380]);
            await other.SaveChangesAsync(Cancel);
        }
        await AgreesAsync();
        Assert.True(lists.AreLoaded);

        // A bulk change does not name its products, so the database answers until the columns are reloaded.
        await db.BulkAsync([ChangeKind.Catalogue], () => db.Products.Where(p => p.CategoryId == line.Id && p.Id % 2 == 0)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.CategoryId, top.Id).SetProperty(p => p.Version, p => p.Version + 1), Cancel), Cancel);
        await AgreesAsync();
        await lists.Loading;
        await AgreesAsync();

        async Task LoadAsync()
        {
            Assert.False(lists.AreLoaded);
            await lists.ReadAsync(db, new(), ProductListOrder.Sku, null, false, 1, Cancel);
            await lists.Loading;
            Assert.True(lists.AreLoaded);
        }

        async Task AgreesAsync()
        {
            foreach (var filter in Filters(top, line))
                foreach (var order in Enum.GetValues<ProductListOrder>())
                    foreach (var backwards in (bool[])[false, true])
                        for (ProductListCursor? place = null; ;)
                        {
                            var found = db.Products.AsNoTracking().Matching(filter);
                            var expected = await found.ListPageAsync(order, place, backwards, PageSize, Cancel);
                            var list = await lists.ReadAsync(db, filter, order, place, backwards, PageSize, Cancel);

                            Assert.Equal(expected.Items, list.Page.Items);
                            Assert.Equal((expected.HasBefore, expected.HasAfter), (list.Page.HasBefore, list.Page.HasAfter));
                            Assert.Equal((await found.CountAsync(Cancel), true), (list.Count, list.IsCounted));
                            if (backwards ? !expected.HasBefore : !expected.HasAfter)
                                break;
                            place = backwards ? expected.First : expected.Last;
                        }
        }
    }

    [Fact]
    public async Task A_place_that_is_not_there_any_more_or_never_was_begins_where_it_would_be()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = store.Open();
        using var lists = new ProductLists(store.Databases, store.Clock, NullLogger<ProductLists>.Instance);
        var line = await Make.LineAsync(db);
        foreach (var sku in (string[])["A1", "B2", "C3"])
            await Make.ProductAsync(db, line, sku);
        await lists.ReadAsync(db, new(), ProductListOrder.Sku, null, false, 9, Cancel);
        await lists.Loading;

        Assert.Equal("B2,C3", await SkusAsync(new("AA", 1), false));
        Assert.Equal("", await SkusAsync(new("D", 1), false));
        Assert.Equal("A1", await SkusAsync(new("B2", 0), true));
        await Assert.ThrowsAsync<FormatException>(() => lists.ReadAsync(db, new(), ProductListOrder.Price, new("x", 1), false, 9, Cancel));

        async Task<string> SkusAsync(ProductListCursor place, bool backwards) =>
            string.Join(',', (await lists.ReadAsync(db, new(), ProductListOrder.Sku, place, backwards, 9, Cancel)).Page.Items.Select(r => r.Sku));
    }

    /// <summary>Rows are looked up by key; scanning the sort order's index could read a million rows between two of them.</summary>
    [Theory]
    [InlineData(ProductListOrder.Sku, "M")]
    [InlineData(ProductListOrder.Name, "M")]
    [InlineData(ProductListOrder.Updated, "2026-11-22T00:00:00.0000000Z")]
    [InlineData(ProductListOrder.Price, "100")]
    public async Task A_page_is_read_by_the_ids_of_its_products(ProductListOrder order, string key)
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        var commands = new Commands();
        await using var db = commands.Open(store, DatabaseProvider.Sqlite);
        using var lists = new ProductLists(store.Databases, store.Clock, NullLogger<ProductLists>.Instance);
        await lists.ReadAsync(db, new(), order, null, false, 50, Cancel);
        await lists.Loading;
        await lists.ReadAsync(db, new() { Ids = [1, 5] }, order, new(key, 5), false, 50, Cancel);

        var plan = await commands.LastPlanAsync(db);

        Assert.Contains(plan, step => step.StartsWith("SEARCH p USING INTEGER PRIMARY KEY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Columns_that_nobody_asks_for_are_let_go()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = store.Open();
        using var lists = new ProductLists(store.Databases, store.Clock, NullLogger<ProductLists>.Instance);
        await lists.ReadAsync(db, new(), ProductListOrder.Sku, null, false, 9, Cancel);
        await lists.Loading;

        store.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(0, (await lists.ReadAsync(db, new(), ProductListOrder.Sku, null, false, 9, Cancel)).Count);
        store.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.True(lists.AreLoaded);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(lists.AreLoaded);
    }

    private static IEnumerable<ProductFilter> Filters(Category top, Category line) =>
    [
        new(),
        new() { CategoryId = line.Id },
        new() { CategoryPath = top.Path, IsSample = true },
        new() { CategoryPath = line.Path },
        new() { CategoryPath = "-" },
        new() { VendorId = line.VendorId, State = PublicationState.Published },
        new() { State = PublicationState.Draft },
        new() { State = PublicationState.Scheduled },
        new() { State = PublicationState.Bin },
        new() { IsSample = false, WithoutPrice = true },
        new() { WithoutPicture = true, NotConfirmedSince = TestStore.Now },
        new() { NotConfirmedSince = TestStore.Now.AddDays(-2) },
        new() { Ids = [.. Enumerable.Range(1, 500).Where(id => id % 3 == 0)] },
        new() { Ids = [7, 380, 405, 9_999], State = PublicationState.Published },
        new() { Ids = [] },
    ];

    private static Product Some(Random random, int n, Category line)
    {
        var product = Make.Product(line, $"{"ABS"[n % 3]}{"-_./ "[n % 5]}{n / 15}{new string('-', n % 15)}", random.Next(3) == 0 ? null : random.Next(4) + 1, published: false, isSample: n % 7 == 0);
        (product.Slug, product.Name) = ($"s{n}", $"{Beginnings[n % 4]} {n % 10}%");
        product.UpdatedAt = TestStore.Now.AddMinutes(n % 6).AddMicroseconds(n % 2);
        Change(product, random, null);
        return product;
    }

    private static void Change(Product product, Random random, StoreDb? db)
    {
        product.Name += random.Next(3);
        if (db is not null)
            product.UpdatedAt = TestStore.Now.AddMinutes(random.Next(20));
        if (random.Next(3) == 0)
            product.Confirm(TestStore.Now.AddDays(-random.Next(4)));
        switch (random.Next(5))
        {
            case 0 when product.DeletedAt is null: product.Publish(TestStore.Now); break;
            case 1 when product is { PublishedAt: null, DeletedAt: null }: product.Schedule(TestStore.Now.AddDays(1), null, TestStore.Now); break;
            case 2: product.ToBin(TestStore.Now); break;
            case 3 when product.DeletedAt is null: product.Withdraw(); break;
        }
    }
}
