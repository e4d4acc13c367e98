using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Storefront;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Catalog;

public sealed class BulkEditingTests
{
    private static readonly DateTime Now = TestStore.Now.AddDays(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<DatabaseProvider, string>> Edits =>
        from provider in TestStore.Providers
        from name in All(1).Keys
        select new TheoryDataRow<DatabaseProvider, string>(provider, name);

    private static Dictionary<string, BulkEdit> All(int place) => new()
    {
        ["price"] = new BulkEdit.SetPrice(12_345),
        ["dearer"] = new BulkEdit.ChangePrice(733, PriceRounding.Fen),
        ["dearer, yuan"] = new BulkEdit.ChangePrice(1_050, PriceRounding.Yuan),
        ["cheaper"] = new BulkEdit.ChangePrice(-3_333, PriceRounding.Fen),
        ["cheaper, yuan"] = new BulkEdit.ChangePrice(-500, PriceRounding.Yuan),
        ["no price"] = new BulkEdit.ClearPrice(),
        ["stock"] = new BulkEdit.SetStock(StockState.ToOrder),
        ["publish"] = new BulkEdit.Publish(),
        ["withdraw"] = new BulkEdit.Withdraw(),
        ["move"] = new BulkEdit.MoveTo(place),
        ["bin"] = new BulkEdit.ToBin(),
        ["restore"] = new BulkEdit.Restore(),
        ["confirm"] = new BulkEdit.Confirm(),
    };

    /// <summary>
    /// Every edit, on products in every state: the database changes exactly the previewed rows, history and counts are correct, and the undo restores
    /// everything.
    /// </summary>
    [Theory, MemberData(nameof(Edits))]
    public async Task An_edit_does_what_its_preview_said_and_can_be_undone(DatabaseProvider provider, string name)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (line, other) = (await Make.LineAsync(db), await Make.LineAsync(db, "other", "other"));
        await FillAsync(db, line, other);
        var snapshots = new StoreSnapshots(store.Databases);
        await snapshots.CatchUpAsync(Cancel);
        var before = await StatesAsync(store);
        var (edit, selection) = (All(other.Id)[name], BulkSelection.Of([.. before.Keys.Where(id => id % 5 != 0)]));

        var preview = await db.PreviewAsync(selection, edit, Now, Cancel);
        var change = await db.ApplyAsync(selection, edit, preview.Fingerprint, Now, Cancel);

        var after = await StatesAsync(store);
        Assert.Equal(before.Keys.Count(id => id % 5 != 0), preview.Selected);
        Assert.InRange(preview.Changing, 1, preview.Selected);
        Assert.Equal(preview.Changing, change!.Count);
        Assert.Equal(Math.Min(preview.Changing, BulkEditing.RowsPreviewed), preview.First.Count);
        Assert.All(before.Keys.Where(id => id % 5 == 0), id => Assert.Equal((before[id].Version, true), (after[id].Version, before[id].Fields.SequenceEqual(after[id].Fields))));
        Assert.Equal(preview.Changing, before.Keys.Count(id => before[id].Version != after[id].Version));
        foreach (var (was, @is) in preview.First)
            Assert.Equal(@is with { Version = was.Version + 1 }, await RowAsync(store, was.Id));
        foreach (var id in before.Keys)
            Assert.Equal(before[id].Fields, [.. (await db.StateAtAsync(RevisionKind.Product, id, before[id].Version, Cancel))!]);
        await AssertCountedAsync(snapshots);

        if (BulkUndoing.CanBeUndone(change.What))
            Assert.Empty((await db.UndoAsync(change.Id, Now.AddDays(1), Cancel)).Left);

        var undone = await StatesAsync(store);
        Assert.All(before.Keys, id => Assert.Equal(before[id].Fields, undone[id].Fields));
        await AssertCountedAsync(snapshots);
        await Assert.ThrowsAsync<BulkRefusedException>(() => db.UndoAsync(change.Id, Now, Cancel));
    }

    /// <summary>After somebody changed all products of a bulk change, nothing can be restored, so it is not marked undone.</summary>
    [Theory, MemberData(nameof(Edits))]
    public async Task An_act_of_which_nothing_can_be_put_back_is_not_marked_undone(DatabaseProvider provider, string name)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (line, other) = (await Make.LineAsync(db), await Make.LineAsync(db, "other", "other"));
        await FillAsync(db, line, other);
        var all = BulkSelection.Of([.. (await StatesAsync(store)).Keys]); // soft-deleted ones included
        var change = await db.ApplyAsync(all, All(other.Id)[name], null, Now, Cancel);
        foreach (var product in await db.Products.ToListAsync(Cancel))
            product.Name += " 改过";
        await db.SaveChangesAsync(Cancel);
        var before = await StatesAsync(store);

        await Assert.ThrowsAsync<BulkRefusedException>(() => db.UndoAsync(change!.Id, Now, Cancel));

        await using var fresh = store.Open();
        Assert.Equal([null], await fresh.BulkChanges.Select(c => c.UndoneId).ToListAsync(Cancel));
        Assert.Equal(before.Select(b => b.Value.Version), (await StatesAsync(store)).Select(s => s.Value.Version));
    }

    [Theory, EveryDatabase]
    public async Task Undoing_leaves_what_was_changed_since_and_says_so(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        foreach (var sku in (string[])["A", "B", "C"])
            await Make.ProductAsync(db, line, sku, 100);
        db.ChangeTracker.Clear();
        var change = await db.ApplyAsync(BulkSelection.Of(new ProductFilter()), new BulkEdit.SetPrice(200), null, Now, Cancel);
        var b = await db.Products.SingleAsync(p => p.Sku == "B", Cancel);
        b.ListPriceFen = 300;
        db.Products.Remove(await db.Products.SingleAsync(p => p.Sku == "C", Cancel));
        await db.SaveChangesAsync(Cancel);

        var undo = await db.UndoAsync(change!.Id, Now, Cancel);

        await using var fresh = store.Open();
        Assert.Equal([("A", 100L), ("B", 300L)], (await fresh.Products.OrderBy(p => p.Sku).ToListAsync(Cancel)).Select(p => (p.Sku, p.ListPriceFen!.Value)));
        Assert.Equal((1, 2, change.Id), (undo.Change.Count, undo.Left.Count, undo.Change.UndoneId));
        var again = await db.UndoAsync(undo.Change.Id, Now, Cancel); // an undo can be undone, too
        Assert.Equal(1, again.Change.Count);
        Assert.Equal(200, (await fresh.Products.AsNoTracking().SingleAsync(p => p.Sku == "A", Cancel)).ListPriceFen);
    }

    [Theory, EveryDatabase]
    public async Task What_was_not_previewed_is_not_changed(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var product = await Make.ProductAsync(db, line, "A", 100);
        var (all, edit) = (BulkSelection.Of(new ProductFilter { CategoryId = line.Id }), new BulkEdit.SetPrice(200));
        var seen = (await db.PreviewAsync(all, edit, Now, Cancel)).Fingerprint;

        product.Name = "新名称";
        await db.SaveChangesAsync(Cancel);
        await RefusedAsync();
        seen = (await db.PreviewAsync(all, edit, Now, Cancel)).Fingerprint;
        await Make.ProductAsync(db, line, "B", 100);
        await RefusedAsync();
        await Assert.ThrowsAsync<BulkRefusedException>(() => db.ApplyAsync(all, new BulkEdit.MoveTo(999_999), null, Now, Cancel));

        seen = (await db.PreviewAsync(all, edit, Now, Cancel)).Fingerprint;
        Assert.Equal(2, (await db.ApplyAsync(all, edit, seen, Now, Cancel))!.Count);
        Assert.Null(await db.ApplyAsync(all, edit, null, Now, Cancel)); // all of them have that value already
        Assert.Equal(1, await db.BulkChanges.CountAsync(Cancel));

        async Task RefusedAsync()
        {
            await Assert.ThrowsAsync<BulkRefusedException>(() => db.ApplyAsync(all, edit, seen, Now, Cancel));
            await using var fresh = store.Open();
            Assert.All(await fresh.Products.ToListAsync(Cancel), p => Assert.Equal(100, p.ListPriceFen));
            Assert.Equal(0, await fresh.BulkChanges.CountAsync(Cancel));
        }
    }

    [Theory, EveryDatabase]
    public async Task What_stays_as_it_is_is_counted_by_its_reason(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await Make.ProductAsync(db, line, "PRICED", 1_000);
        await Make.ProductAsync(db, line, "TINY", 30);
        await Make.ProductAsync(db, line, "HUGE", 9_000_000_000_000_000);
        await Make.ProductAsync(db, line, "ASK", null);
        (await Make.ProductAsync(db, line, "BIN", 1_000)).ToBin(TestStore.Now);
        await db.SaveChangesAsync(Cancel);
        var all = BulkSelection.Of(await db.Products.Select(p => p.Id).ToListAsync(Cancel));

        var preview = await db.PreviewAsync(all, new BulkEdit.ChangePrice(100, PriceRounding.Yuan), Now, Cancel);

        Assert.Equal((5, 0), (preview.Selected, preview.Changing)); // 10.10 yuan is rounded to 10
        Assert.Equal(
            new Dictionary<BulkRefusal, int> { [BulkRefusal.Same] = 2, [BulkRefusal.PriceOutOfRange] = 2, [BulkRefusal.NoPrice] = 1 },
            preview.Unchanged);
        Assert.Equal(1, (await db.PreviewAsync(all, new BulkEdit.Publish(), Now, Cancel)).Unchanged[BulkRefusal.InBin]);
    }

    [Theory]
    [InlineData(-10_000)]
    [InlineData(90_001)]
    public void A_change_of_price_beyond_reason_is_refused(int basisPoints) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BulkEdit.ChangePrice(basisPoints, PriceRounding.Fen));

    [Theory]
    [InlineData(1_000, 733, PriceRounding.Fen, 1_073)]
    [InlineData(1_005, 5_000, PriceRounding.Fen, 1_508)] // halves are rounded up
    [InlineData(12_345, 1_000, PriceRounding.Yuan, 13_600)]
    [InlineData(12_300, -5_000, PriceRounding.Yuan, 6_200)]
    public void Prices_are_rounded_to_the_nearest(long fen, int basisPoints, PriceRounding rounding, long expected) =>
        Assert.Equal(expected, new BulkEdit.ChangePrice(basisPoints, rounding).After(Row with { ListPriceFen = fen }, Now).ListPriceFen);

    private static BulkRow Row { get; } = new(1, 0, "A", "A", 1, 1, StockState.InStock, null, null, null, null, null);

    /// <summary>Products in every state, with prices that round up and down.</summary>
    private static async Task FillAsync(StoreDb db, Category line, Category other)
    {
        for (var n = 0; n < 48; n++)
        {
            var product = Make.Product(n % 7 == 0 ? other : line, $"P{n:00}", n % 6 == 0 ? null : 1_000 + (n * 37), published: n % 3 != 0);
            product.Stock = (StockState)(n % 3);
            if (n % 4 == 0)
                product.Schedule(n % 3 == 0 ? Now.AddDays(2) : null, n % 8 == 0 ? Now.AddDays(4) : null, TestStore.Now);
            if (n % 11 == 0)
                product.ToBin(TestStore.Now);
            db.Products.Add(product);
        }
        await db.SaveChangesAsync(Cancel);
        db.ChangeTracker.Clear();
    }

    private static async Task<Dictionary<int, (int Version, List<FieldValue> Fields)>> StatesAsync(TestStore store)
    {
        await using var db = store.Open();
        return (await db.Products.ToListAsync(Cancel)).ToDictionary(p => p.Id, p => (p.Version, FieldValues.Of(p).ToList()));
    }

    private static async Task<BulkRow> RowAsync(TestStore store, int id)
    {
        await using var db = store.Open();
        var p = await db.Products.SingleAsync(p => p.Id == id, Cancel);
        Assert.Equal(p.ListPriceFen ?? long.MaxValue, p.PriceOrder);
        return new(p.Id, p.Version, p.Sku, p.Name, p.CategoryId, p.ListPriceFen, p.Stock, p.PublishedAt, p.PublishFrom, p.PublishUntil, p.DeletedAt, p.ConfirmedAt);
    }

    private static async Task AssertCountedAsync(StoreSnapshots snapshots)
    {
        await snapshots.CatchUpAsync(Cancel);
        Assert.Empty((await snapshots.RecountAsync(Cancel)).Drift);
    }
}
