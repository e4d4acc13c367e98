using BaiguStore.Core.Articles;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Articles;

public sealed class ArticleQueriesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Only_published_articles_are_listed_newest_first(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        await Make.ArticleAsync(db, "old");
        await Make.ArticleAsync(db, "draft", published: false);
        (await Make.ArticleAsync(db, "gone")).Withdraw();
        await Make.ArticleAsync(db, "new");
        await db.SaveChangesAsync(Cancel);

        Assert.Equal(["new", "old"], await db.Articles.Published().Newest().Select(a => a.Slug).ToListAsync(Cancel));
        Assert.Equal(["new", "old"], (await PublishedArticles.LoadAsync(db, Cancel)).Newest.Select(a => a.Slug));
    }

    [Theory, EveryDatabase]
    public async Task The_neighbours_of_an_article_are_those_of_the_list_also_within_one_moment(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        foreach (var slug in (string[])["a", "b", "c"])
            await Make.ArticleAsync(db, slug); // all with the same timestamp
        var later = await Make.ArticleAsync(db, "d", published: false);
        later.Publish(TestStore.Now.AddDays(1));
        await db.SaveChangesAsync(Cancel);
        var published = await PublishedArticles.LoadAsync(db, Cancel);
        var ids = await db.Articles.ToDictionaryAsync(a => a.Slug, a => a.Id, Cancel);

        Assert.Equal(["d", "c", "b", "a"], published.Newest.Select(a => a.Slug));
        Assert.Equal([("c", null), ("b", "d"), ("a", "c"), (null, "b")], published.Newest.Select(a => published.Beside(ids[a.Slug])).Select(b => (b.Older?.Slug, b.Newer?.Slug)));
        Assert.Equal((null, null), published.Beside(0));
        Assert.Equal(["b", "a"], published.Page(2, 2).Items.Select(a => a.Slug));
    }

    [Theory, EveryDatabase]
    public async Task A_line_finds_the_articles_that_help_to_choose_from_it(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var switches = await Make.LineAsync(db);
        var routers = await Make.LineAsync(db, "cisco-router", "cisco");
        var article = await Make.ArticleAsync(db, "poe", "## PoE\n\n![x](/figures/poe.svg \"c\")");
        article.HelpsToChoose = [switches];
        article.Tags = ["\u4EA4\u6362\u673A", "PoE"];
        await db.SaveChangesAsync(Cancel);

        var published = await PublishedArticles.LoadAsync(db, Cancel);
        var card = Assert.Single(published.HelpingToChooseFrom(switches.Id));
        Assert.Equal(("poe", "/figures/poe.svg", 1, TestStore.Now), (card.Slug, card.FigurePath, card.ReadingMinutes, card.PublishedAt));
        Assert.Equal(["\u4EA4\u6362\u673A", "PoE"], card.Tags);
        Assert.Empty(published.HelpingToChooseFrom(routers.Id));
        Assert.Equal([switches.Id], published.HelpsToChoose(article.Id));
        Assert.Empty(published.HelpsToChoose(0));
    }

    [Theory, EveryDatabase]
    public async Task The_contents_of_an_article_come_back_as_they_were_made(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var saved = await Make.ArticleAsync(db, "a", "## \u7279\u6743\u7EA7 <\u201Cx\u201D>\n\n### b");

        await using var fresh = store.Open();
        Assert.Equal(saved.Toc, (await fresh.Articles.SingleAsync(Cancel)).Toc);
    }
}
