using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Seeding;
using BaiguStore.Core.Storefront;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Seeding;

public sealed class ImportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task A_page_plants_vendors_by_their_first_line_with_their_lines_in_its_order(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);

        var import = await ImportAsync(store, SavedPage.Text());

        await using var db = store.Open();
        var tree = await CategoryTree.LoadAsync(db, Cancel);
        Assert.Equal((55, 0), (import.NewLines, import.KnownLines));
        Assert.Equal(
            ["huawei", "h3c", "cisco", "hp", "ibm", "wangqiang", "solutions", "piuswell", "inspur", "juniper", "dell", "desheng", "lenovo", "oracle", "vmware", "hikvision", "dahua"],
            tree.Roots.Select(r => r.Slug));
        Assert.Equal(55, tree.LineCount);
        Assert.Equal(
            ["desktop-management", "antivirus", "system-integration", "web-access-control", "ibm-lenovo-products-malingling", "ibm-lenovo-products-wangcuicui"],
            tree.Find("solutions")!.Children.Select(c => c.Slug));
        Assert.Equal(["ibm-server", "ibm-storage", "ibm-storage-2"], tree.Find("ibm")!.Children.Select(c => c.Slug));
        Assert.All(tree.Roots.SelectMany(r => r.Children), line => Assert.Equal(2, line.Trail.Count));
        Assert.Equal(12, tree.All.Count(n => n.Salesperson is not null));
        Assert.Equal(50_983, await db.Categories.SumAsync(c => c.SourceCount ?? 0, Cancel));
        Assert.All(await db.Categories.ToListAsync(Cancel), c => Assert.EndsWith($"{c.Id}.", c.Path, StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task A_page_imported_twice_changes_nothing_the_second_time(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var first = await ImportAsync(store, SavedPage.Text());
        await using var db = store.Open();
        var changes = await db.Changes.CountAsync(Cancel);

        var second = await ImportAsync(store, SavedPage.Text());

        Assert.Equal((0, 55, first.ArticleSlug), (second.NewLines, second.KnownLines, second.ArticleSlug));
        Assert.Equal(changes, await db.Changes.CountAsync(Cancel));
        Assert.Equal((1, 1), (await db.Articles.CountAsync(Cancel), await db.Companies.CountAsync(Cancel)));
    }

    [Theory, EveryDatabase]
    public async Task The_article_is_imported_whole_and_published(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);

        var import = await ImportAsync(store, SavedPage.Text());

        await using var db = store.Open();
        var article = await db.Articles.SingleAsync(a => a.Slug == import.ArticleSlug, Cancel);
        Assert.Equal((SavedPage.Title, ArticleStatus.Published), (article.Title, article.Status));
        Assert.Equal(string.Join("\n\n", SavedPage.Paragraphs), article.Body);
        Assert.Contains(import.Notes, n => n.Contains($" {SavedPage.Captions.Length} ", StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task An_article_of_a_title_that_is_taken_becomes_a_draft_beside_it(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var ours = await Make.ArticleAsync(db, Core.Text.Slug.From(SavedPage.Title));
        ours.Title = SavedPage.Title;
        await db.SaveChangesAsync(Cancel);
        var (body, version) = (ours.Body, ours.Version);

        var import = await ImportAsync(store, SavedPage.Text());

        await using var fresh = store.Open();
        var draft = await fresh.Articles.SingleAsync(a => a.Slug == import.ArticleSlug, Cancel);
        Assert.Equal((ArticleStatus.Draft, null, ours.Slug + "-2"), (draft.Status, draft.PublishedAt, draft.Slug));
        var kept = await fresh.Articles.SingleAsync(a => a.Id == ours.Id, Cancel);
        Assert.Equal((body, version), (kept.Body, kept.Version));
        Assert.Contains(import.Notes, n => n.Contains(SavedPage.Title, StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task An_article_that_cannot_be_kept_is_a_note_and_the_lines_are_imported(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);

        foreach (var broken in (string[])["bad \uFFFD byte", string.Concat(Enumerable.Repeat("> ", 100)) + "deep"])
        {
            var import = await ImportAsync(store, SavedPage.Text($"T\0itle\n\u7B80\u5355\u63CF\u8FF0\n\u8BE6\u7EC6\u4ECB\u7ECD\n{broken}\n"));
            Assert.Null(import.ArticleSlug);
            Assert.NotEmpty(import.Notes);
        }

        await using var db = store.Open();
        Assert.Equal(0, await db.Articles.CountAsync(Cancel));
        Assert.Equal(55, await db.Categories.CountAsync(c => c.SourceCount != null, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task What_staff_have_changed_stays_when_the_page_comes_again(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await ImportAsync(store, SavedPage.Text());
        await using var db = store.Open();
        var line = await db.Categories.SingleAsync(c => c.Slug == "huawei-switch", Cancel);
        (line.Name, line.Position) = ("园区交换机", 99);
        (await db.Companies.SingleAsync(Cancel)).Phone = "0531-1";
        await db.SaveChangesAsync(Cancel);

        await ImportAsync(store, SavedPage.Text());

        await using var fresh = store.Open();
        var kept = await fresh.Categories.SingleAsync(c => c.Slug == "huawei-switch", Cancel);
        Assert.Equal(("园区交换机", 99), (kept.Name, kept.Position));
        Assert.Equal("0531-1", await fresh.Companies.Select(c => c.Phone).SingleAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task Seeding_without_samples_brings_tree_articles_and_company_and_can_be_repeated(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var seeder = store.Get<StoreSeeder>();
        Assert.False(await IsSeededAsync(store));

        await seeder.SeedAsync(SeedMode.None, null, Cancel);
        Assert.False(await IsSeededAsync(store));
        await seeder.SeedAsync(SeedMode.Page, null, Cancel);
        await using var db = store.Open();
        var changes = await db.Changes.CountAsync(Cancel);
        await seeder.SeedAsync(SeedMode.Page, null, Cancel);

        Assert.True(await IsSeededAsync(store));
        Assert.Equal(changes, await db.Changes.CountAsync(Cancel));
        Assert.Equal(ArticleSeed.All().Count(), await db.Articles.Published().CountAsync(Cancel));
        Assert.Equal((0, 0), (await db.Products.CountAsync(Cancel), await db.Comments.CountAsync(Cancel)));
    }

    private static async Task<bool> IsSeededAsync(TestStore store)
    {
        var snapshots = store.Get<StoreSnapshots>();
        await snapshots.CatchUpAsync(Cancel);
        return snapshots.Current.IsSeeded;
    }

    private static Task<PageImport> ImportAsync(TestStore store, string page) => store.Get<StoreSeeder>().ImportAsync(SourcePage.Read(page), Cancel);
}
