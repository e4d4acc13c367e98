using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Articles;

public sealed class RerenderingTests
{
    private const string Outdated = "<p>as an older version rendered it</p>";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Articles_that_an_older_version_rendered_are_rendered_anew_and_pages_follow(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        await Make.ArticleAsync(db, "old", "尺寸600*600*2000mm");
        var recent = await Make.ArticleAsync(db, "recent");
        await db.Articles.Where(a => a.Slug == "old").ExecuteUpdateAsync(a => a.SetProperty(x => x.BodyHtml, Outdated), Cancel);
        db.ChangeTracker.Clear();
        var told = await db.Changes.CountAsync(Cancel);

        Assert.Equal(1, await db.RerenderArticlesAsync(TimeSpan.Zero, Cancel));

        var old = await db.Articles.AsNoTracking().SingleAsync(a => a.Slug == "old", Cancel);
        Assert.Equal(("<p>尺寸600*600*2000mm</p>", recent.Version + 1), (old.BodyHtml, old.Version));
        Assert.Equal(recent.Version, (await db.Articles.AsNoTracking().SingleAsync(a => a.Slug == "recent", Cancel)).Version);
        Assert.Equal(told + 1, await db.Changes.CountAsync(Cancel));
        Assert.Equal(0, await db.RerenderArticlesAsync(TimeSpan.Zero, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task Descriptions_are_rendered_anew_together_and_only_those_that_differ(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        foreach (var sku in (string[])["A-1", "A-2", "A-3"])
            (await Make.ProductAsync(db, line, sku)).Describe("**注意：**请断电");
        await db.SaveChangesAsync(Cancel);
        await db.Products.Where(p => p.Sku != "A-3").ExecuteUpdateAsync(p => p.SetProperty(x => x.DescriptionHtml, Outdated), Cancel);
        db.ChangeTracker.Clear();
        var told = await db.Changes.CountAsync(Cancel);

        Assert.Equal(2, await db.RerenderDescriptionsAsync(Cancel));

        Assert.All(await db.Products.AsNoTracking().ToListAsync(Cancel), p => Assert.Equal("<p><strong>注意：</strong>请断电</p>", p.DescriptionHtml));
        Assert.Equal(told + 1, await db.Changes.CountAsync(Cancel));
        Assert.Equal(0, await db.RerenderDescriptionsAsync(Cancel));
        Assert.Equal(told + 1, await db.Changes.CountAsync(Cancel));
    }

    [Fact]
    public void Feed_readers_get_the_words_without_hidden_meanings_and_without_buttons()
    {
        var rendered = ArticleRendering.Render("The VMM waits.\n\n| a | b |\n|---|---|\n| c | d |\n\nVMM\n:   A machine monitor.").Html;
        Assert.Contains("popover", rendered, StringComparison.Ordinal);

        var text = SyndicatedText.Of(rendered);

        Assert.Contains("<p>The VMM waits.</p>", text, StringComparison.Ordinal);
        Assert.Contains("<table>", text, StringComparison.Ordinal);
        Assert.All((string[])["popover", "<button", "tabindex", "term__meaning"], part => Assert.DoesNotContain(part, text, StringComparison.Ordinal));
    }
}
