using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Seeding;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.History;

public sealed class HistoryTests
{
    private static readonly Actor Li = new(7, "李雷", "192.0.2.7");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Every_save_says_who_did_what_and_what_it_was_before(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var scope = store.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActorScope>().Actor = Li;
        var db = scope.ServiceProvider.GetRequiredService<StoreDb>();
        var line = await Make.LineAsync(db);

        var product = await Make.ProductAsync(db, line, "S1", priceFen: 100);
        product.Name = "新名称";
        product.ListPriceFen = null;
        product.Specs = [new("端口", "24", "个")];
        product.Describe("# 长文");
        await db.SaveChangesAsync(Cancel);
        product.Specs.Add(new("重量", "2\t千克\\n", ""));
        await db.SaveChangesAsync(Cancel);
        product.Confirm(TestStore.Now);
        await db.SaveChangesAsync(Cancel);
        db.Products.Remove(product);
        await db.SaveChangesAsync(Cancel);

        var rows = await db.Revisions.HistoryOf(RevisionKind.Product, product.Id).OrderBy(r => r.Id).ToListAsync(Cancel);
        Assert.Equal([RevisionAction.Created, RevisionAction.Changed, RevisionAction.Changed, RevisionAction.Confirmed, RevisionAction.Deleted], rows.Select(r => r.Action));
        Assert.Equal([0, 1, 2, 3, 4], rows.Select(r => r.Version));
        Assert.All(rows, r => Assert.Equal((7, "李雷", "192.0.2.7"), (r.StaffId, r.Name, r.Origin)));
        Assert.Empty(rows[0].Was);
        Assert.Equal(
            new Dictionary<string, string?> { ["Name"] = "华为 S1 交换机", ["ListPriceFen"] = "100", ["Specs"] = "", ["Description"] = "" },
            rows[1].Was);
        Assert.Equal(new Dictionary<string, string?> { ["Specs"] = "端口\t24\t个" }, rows[2].Was);
        Assert.Empty(rows[3].Was);
        Assert.Equal(("端口\t24\t个\n重量\t2\\t千克\\\\n\t", "# 长文", null), (rows[4].Was["Specs"], rows[4].Was["Description"], rows[4].Was["ListPriceFen"]));
        Assert.DoesNotContain(rows, r => r.Was.ContainsKey(nameof(Product.SkuKey)) || r.Was.ContainsKey(nameof(Product.DescriptionHtml)));
    }

    [Theory, EveryDatabase]
    public async Task Any_earlier_state_can_be_made_also_of_what_is_deleted(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S1");
        List<List<FieldValue>> states = [[.. FieldValues.Of(product)]];
        var dice = new Random(5);
        for (var step = 0; step < 12; step++)
        {
            switch (dice.Next(4))
            {
                case 0: product.Name = $"名称 {step}"; break;
                case 1: product.Describe($"正文 {step}"); break;
                case 2: product.Specs = [new("端口", $"{step}")]; break;
                default: (product.ListPriceFen, product.Summary) = (step + 1, $"描述 {step}"); break;
            }
            await db.SaveChangesAsync(Cancel);
            states.Add([.. FieldValues.Of(product)]);
        }
        await AssertAllAsync();
        db.Products.Remove(product);
        await db.SaveChangesAsync(Cancel);

        await AssertAllAsync();
        Assert.All((await db.StateAtAsync(RevisionKind.Product, product.Id, states.Count, Cancel))!, v => Assert.Null(v.Text));
        Assert.Null(await db.StateAtAsync(RevisionKind.Product, product.Id, states.Count + 1, Cancel));
        Assert.Null(await db.StateAtAsync(RevisionKind.Product, product.Id, -1, Cancel));
        Assert.Null(await db.StateAtAsync(RevisionKind.Product, 999_999, 0, Cancel));

        async Task AssertAllAsync()
        {
            for (var version = 0; version < states.Count; version++)
                Assert.Equal(states[version], [.. (await db.StateAtAsync(RevisionKind.Product, product.Id, version, Cancel))!]);
        }
    }

    [Theory, EveryDatabase]
    public async Task An_earlier_state_is_made_current_as_a_change_like_any_other(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var product = await Make.ProductAsync(db, line, "S1", priceFen: 100);
        product.Specs = [new("端口", "24")];
        product.Describe("**旧**");
        await db.SaveChangesAsync(Cancel);
        (product.Name, product.Slug, product.ListPriceFen, product.Specs) = ("新名称", "other", null, []);
        product.Describe("新");
        product.Withdraw();
        await db.SaveChangesAsync(Cancel);

        var restored = await db.RestoreAsync(RevisionKind.Product, product.Id, 1, TestStore.Now.AddDays(1), Cancel);

        await using var fresh = store.Open();
        var now = await fresh.Products.SingleAsync(Cancel);
        Assert.Empty(restored!.LeftOut);
        Assert.Equal(("华为 S1 交换机", "s1", 100L, "**旧**", "<p><strong>旧</strong></p>", 3), (now.Name, now.Slug, now.ListPriceFen, now.Description, now.DescriptionHtml, now.Version));
        Assert.Equal([new("端口", "24")], now.Specs);
        Assert.Equal(TestStore.Now.AddDays(1), now.UpdatedAt);
        Assert.Null(now.PublishedAt); // publication is not restored
        Assert.Equal("other", (await fresh.SlugHistories.SingleAsync(Cancel)).OldSlug);
        var last = await fresh.Revisions.HistoryOf(RevisionKind.Product, product.Id).NewestBelow(null, 1).SingleAsync(Cancel);
        Assert.Equal((RevisionAction.Restored, 1, 3, "新名称"), (last.Action, last.RestoredVersion, last.Version, last.Was["Name"]));
        Assert.Null(await db.RestoreAsync(RevisionKind.Product, product.Id, 99, TestStore.Now, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task A_field_whose_other_end_is_gone_is_left_as_it_is(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (old, line) = (await Make.LineAsync(db, "old", "old"), await Make.LineAsync(db));
        var product = await Make.ProductAsync(db, old, "S1");
        (product.Name, product.CategoryId) = ("新名称", line.Id);
        await db.SaveChangesAsync(Cancel);
        db.Categories.Remove(old);
        await db.SaveChangesAsync(Cancel);

        var restored = await db.RestoreAsync(RevisionKind.Product, product.Id, 0, TestStore.Now, Cancel);

        Assert.Equal([nameof(Product.CategoryId)], restored!.LeftOut.Select(f => f.Name));
        Assert.Equal(("华为 S1 交换机", line.Id), (product.Name, product.CategoryId));
    }

    [Theory, EveryDatabase]
    public async Task What_an_article_helps_to_choose_is_part_of_its_history(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var (first, second) = (await Make.LineAsync(db), await Make.LineAsync(db, "second", "second"));
        var id = (await Make.ArticleAsync(db)).Id;
        db.ChangeTracker.Clear();
        var article = await db.Articles.Include(a => a.HelpsToChoose).SingleAsync(Cancel);

        article.HelpsToChoose.Add(await db.Categories.SingleAsync(c => c.Id == first.Id, Cancel));
        await db.SaveChangesAsync(Cancel);
        article.HelpsToChoose.Clear();
        article.HelpsToChoose.Add(await db.Categories.SingleAsync(c => c.Id == second.Id, Cancel));
        await db.SaveChangesAsync(Cancel);
        Assert.Equal(2, article.Version);
        await db.RestoreAsync(RevisionKind.Article, id, 1, TestStore.Now, Cancel);

        await using var fresh = store.Open();
        Assert.Equal([first.Id], (await fresh.Articles.Include(a => a.HelpsToChoose).SingleAsync(Cancel)).HelpsToChoose.Select(c => c.Id));
        var rows = await fresh.Revisions.HistoryOf(RevisionKind.Article, id).OrderBy(r => r.Version).ToListAsync(Cancel);
        Assert.Equal(["", $"{first.Id}", $"{second.Id}"], rows[1..].Select(r => r.Was["HelpsToChoose"]));
    }

    [Theory, EveryDatabase]
    public async Task A_page_of_the_history_shows_what_each_step_made_of_what(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S1");
        foreach (var name in (string[])["一", "二", "三"])
        {
            product.Name = name;
            await db.SaveChangesAsync(Cancel);
        }

        var first = await db.StepsOfAsync(RevisionKind.Product, product.Id, null, 2, Cancel);
        var second = await db.StepsOfAsync(RevisionKind.Product, product.Id, first[^1].Revision.Version, 2, Cancel);

        Assert.Equal([("二", "三"), ("一", "二")], first.Select(s => (s.Changes.Single().Was, s.Changes.Single().Is)));
        Assert.Equal([1, 0], second.Select(s => s.Revision.Version));
        Assert.Equal(("华为 S1 交换机", "一"), (second[0].Changes.Single().Was, second[0].Changes.Single().Is));
        Assert.Empty(second[1].Changes);
    }

    [Theory, EveryDatabase]
    public async Task A_save_that_fails_leaves_no_history(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        await Make.ProductAsync(db, line, "S1");
        var known = await db.Revisions.CountAsync(Cancel);

        db.Products.Add(Make.Product(line, "S1"));
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Cancel));

        await using var fresh = store.Open();
        Assert.Equal(known, await fresh.Revisions.CountAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task Many_at_once_leave_one_row_that_says_how_many(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        var known = await db.Revisions.CountAsync(Cancel);

        await db.InsertManyAsync(Enumerable.Range(0, 250).Select(n => Make.Product(line, $"BULK-{n}")), ChangeKind.Catalogue, Cancel);
        await db.BulkAsync([ChangeKind.Catalogue], () => db.Products.Where(p => p.Sku == "BULK-1").ExecuteDeleteAsync(Cancel), Cancel);
        await db.BulkAsync([ChangeKind.Catalogue], () => db.Products.Where(p => p.Sku == "BULK-1").ExecuteDeleteAsync(Cancel), Cancel);

        var rows = await db.Revisions.OrderBy(r => r.Id).Skip(known).ToListAsync(Cancel);
        Assert.Equal([(RevisionKind.Product, 0, RevisionAction.Bulk, "250"), (RevisionKind.Product, 0, RevisionAction.Bulk, "1")],
            rows.Select(r => (r.Kind, r.EntityId, r.Action, r.Note)));
    }

    [Fact]
    public async Task A_seeded_store_has_a_short_history()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await store.Get<StoreSeeder>().SeedAsync(SeedMode.Page, null, Cancel);

        await using var db = store.Open();
        Assert.InRange(await db.Revisions.CountAsync(Cancel), 3, 60);
        Assert.True(await db.Categories.CountAsync(Cancel) > 60);
        Assert.Equal("store", (await db.Revisions.FirstAsync(Cancel)).Origin);
    }

    /// <summary>Contexts are pooled; the actor of one lease must not leak into the next.</summary>
    [Fact]
    public async Task Who_acts_never_passes_from_one_lease_to_the_next()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        HashSet<DbContextId> seen = [];
        for (var n = 0; n < 3; n++)
        {
            await using (var scope = store.Services.CreateAsyncScope())
            {
                var db = scope.ServiceProvider.GetRequiredService<StoreDb>();
                Assert.Equal(Actor.Store, db.Actor);
                scope.ServiceProvider.GetRequiredService<ActorScope>().Actor = Li; // set after the context was created
                Assert.Equal(Li, db.Actor);
                seen.Add(db.ContextId with { });
            }
            await using var next = store.Open();
            Assert.Equal(Actor.Store, next.Actor);
        }
        Assert.Single(seen.Select(id => id.InstanceId).Distinct()); // otherwise this would not test the pool
    }

    [Theory, EveryDatabase]
    public async Task A_save_by_staff_confirms_a_product_and_one_by_a_program_does_not(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S1");
        Assert.Null(product.ConfirmedAt);

        await using var scope = store.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActorScope>().Actor = Li;
        var staff = scope.ServiceProvider.GetRequiredService<StoreDb>();
        (await staff.Products.SingleAsync(Cancel)).Name = "新名称";
        await staff.SaveChangesAsync(Cancel);

        await using var fresh = store.Open();
        Assert.NotNull((await fresh.Products.SingleAsync(Cancel)).ConfirmedAt);
    }

    [Theory, EveryDatabase]
    public async Task The_database_refuses_to_change_or_delete_what_was_written_down(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        await Make.LineAsync(db);
        Audit.Record(db, AuditKind.SignIn, "sign-in", "lilei@example.com");
        await db.SaveChangesAsync(Cancel);

        await RefusedAsync(() => db.Revisions.ExecuteDeleteAsync(Cancel));
        await RefusedAsync(() => db.Revisions.ExecuteUpdateAsync(r => r.SetProperty(x => x.Name, "?"), Cancel));
        await RefusedAsync(() => db.AuditEntries.ExecuteDeleteAsync(Cancel));
        await RefusedAsync(() => db.AuditEntries.ExecuteUpdateAsync(r => r.SetProperty(x => x.Name, "?"), Cancel));
        Assert.Equal((true, 1), (await db.Revisions.AnyAsync(Cancel), await db.AuditEntries.CountAsync(Cancel)));

        static async Task RefusedAsync(Func<Task> act) =>
            Assert.Contains(AppendOnly.Refusal, (await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(act)).Message, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task The_audit_trail_goes_out_with_its_save_and_is_searched_from_the_newest_on(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        await using (await db.Database.BeginTransactionAsync(Cancel))
        {
            Audit.Record(db, AuditKind.Setting, "changed", "never committed");
            await db.SaveChangesAsync(Cancel);
        }
        db.ChangeTracker.Clear();
        for (var n = 0; n < 5; n++)
            Audit.Record(db, n % 2 == 0 ? AuditKind.SignIn : AuditKind.Permission, $"act {n}", $"对象 {n}", new string('x', 9_000), n < 3 ? Li : null);
        await db.SaveChangesAsync(Cancel);

        var trail = db.AuditEntries.AsNoTracking();
        var first = await trail.NewestAfter(null, 2).ToListAsync(Cancel);
        var second = await trail.NewestAfter(first[^1].Id, 10).ToListAsync(Cancel);
        Assert.Equal(["对象 4", "对象 3", "对象 2", "对象 1", "对象 0"], first.Concat(second).Select(e => e.Subject));
        Assert.Equal(3, await trail.By(7).CountAsync(Cancel));
        Assert.Equal(2, await trail.OfKind(AuditKind.Permission).CountAsync(Cancel));
        Assert.Equal("act 3", (await trail.Naming("对象 3", [], []).SingleAsync(Cancel)).What);
        Assert.Equal(5, await trail.Between(DateTime.UtcNow.AddMinutes(-5), null).CountAsync(Cancel));
        Assert.Equal(0, await trail.Between(null, DateTime.UtcNow.AddMinutes(-5)).CountAsync(Cancel));
        Assert.Equal(AuditEntry.MaxDetailLength, first[0].Detail.Length);
        Assert.Equal(("store", "192.0.2.7"), (first[0].Origin, second[^1].Origin));
    }
}
