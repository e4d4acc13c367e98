using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.History;

/// <summary>Two editors of one entity: no work is lost.</summary>
public sealed class ThreeWayTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a", "a", "a", MergeOutcome.Unchanged, "a")]
    [InlineData("a", "a", "m", MergeOutcome.OnlyMine, "m")]
    [InlineData("a", "t", "a", MergeOutcome.OnlyTheirs, "t")]
    [InlineData("a", "b", "b", MergeOutcome.BothSame, "b")]
    [InlineData("a", "t", "m", MergeOutcome.Conflict, "m")]
    [InlineData(null, "t", null, MergeOutcome.OnlyTheirs, "t")]
    [InlineData("a", null, "a", MergeOutcome.OnlyTheirs, null)]
    [InlineData("a", null, "", MergeOutcome.Conflict, "")]
    public void A_field_is_unchanged_changed_by_one_by_both_alike_or_in_conflict(string? opened, string? theirs, string? mine, MergeOutcome outcome, string? proposed)
    {
        var merge = new FieldMerge(new("Name", "名称"), opened, theirs, mine);

        Assert.Equal((outcome, proposed), (merge.Outcome, merge.Proposed));
    }

    [Theory, EveryDatabase]
    public async Task A_refused_save_is_compared_with_what_both_began_with(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var theirs = store.Open();
        var product = await Make.ProductAsync(theirs, await Make.LineAsync(theirs), "S1");
        await using var mine = store.Open();
        var form = await mine.Products.SingleAsync(Cancel);

        (product.Name, product.ListPriceFen) = ("他们的名称", 100);
        await theirs.SaveChangesAsync(Cancel);
        product.Summary = "他们的描述";
        await theirs.SaveChangesAsync(Cancel);
        (form.Name, form.Stock) = ("我的名称", StockState.ToOrder);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => mine.SaveChangesAsync(Cancel));
        var both = await mine.CompareAsync(RevisionKind.Product, form.Id, version: 0, FieldValues.Of(form), Cancel);

        Assert.NotNull(both);
        Assert.Equal(2, both.Version);
        Assert.Equal(
            [("Name", MergeOutcome.Conflict), ("ListPriceFen", MergeOutcome.OnlyTheirs), ("Stock", MergeOutcome.OnlyMine), ("Summary", MergeOutcome.OnlyTheirs)],
            both.Fields.Where(f => f.Outcome != MergeOutcome.Unchanged).Select(f => (f.Field.Name, f.Outcome)));
        Assert.Equal(("华为 S1 交换机", "他们的名称", "我的名称"), both.Conflicts.Select(f => (f.Base, f.Theirs, f.Mine)).Single());
        Assert.Equal(("我的名称", "100", "ToOrder", "他们的描述"),
            (both.Proposal["Name"], both.Proposal["ListPriceFen"], both.Proposal["Stock"], both.Proposal["Summary"]));
    }

    /// <summary>Seeded entities have no row of their own; their first state follows from later rows.</summary>
    [Theory, EveryDatabase]
    public async Task The_beginning_of_something_seeded_is_known_too(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        await db.InsertManyAsync([Make.Product(await Make.LineAsync(db), "S1")], ChangeKind.Catalogue, Cancel);
        var product = await db.Products.SingleAsync(Cancel);
        product.Name = "他们的名称";
        await db.SaveChangesAsync(Cancel);

        Assert.Equal("华为 S1 交换机", (await db.CompareAsync(RevisionKind.Product, product.Id, 0, FieldValues.Of(product), Cancel))!.Fields[0].Base);
    }

    [Theory, EveryDatabase]
    public async Task A_stale_save_of_anything_staff_edit_is_refused(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using (var db = store.Open())
        {
            await Make.ProductAsync(db, await Make.LineAsync(db), "S1");
            await Make.ArticleAsync(db);
            db.Add(new Company { Name = "百谷" });
            db.Add(new Salesperson { Name = "张三" });
            await db.SaveChangesAsync(Cancel);
        }

        await RefusedAsync<Product>(p => p.Name += "x");
        await RefusedAsync<Article>(a => a.Title += "x");
        await RefusedAsync<Category>(c => c.Name += "x");
        await RefusedAsync<Company>(c => c.Name += "x");
        await RefusedAsync<Salesperson>(s => s.Name += "x");
        await RefusedAsync<Vendor>(v => v.Name += "x");

        async Task RefusedAsync<T>(Action<T> edit) where T : class
        {
            await using var first = store.Open();
            await using var second = store.Open();
            var (theirs, mine) = (await first.Set<T>().SingleAsync(Cancel), await second.Set<T>().SingleAsync(Cancel));
            edit(theirs);
            edit(mine);
            await first.SaveChangesAsync(Cancel);
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync(Cancel));
        }
    }
}
