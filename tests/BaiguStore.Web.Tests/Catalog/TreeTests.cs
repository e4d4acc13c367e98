using BaiguStore.Core.Catalog;
using BaiguStore.Core.Seeding;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Catalog;

public sealed class TreeTests(SampleStore store)
{
    [Fact]
    public async Task The_home_page_shows_every_line_of_the_source_page_with_its_exact_count()
    {
        using var visitor = store.App.Visitor();
        var source = SourcePage.Read(SeedFiles.Text("source-page.html"));

        var page = await visitor.PageAsync("/");

        var shown = page.QuerySelectorAll(".category-tree__line").Select(l => (Name: l.Text("a"), Count: l.Text(".count"))).Order().ToList();
        var expected = source.Lines.Select(l => (l.Name, Count: $"({l.Count})")).Order().ToList();
        Assert.Equal(55, expected.Count);
        Assert.Equal(expected, shown);
        Assert.Contains("50,983", page.Text(".home__facts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_as_deep_as_it_may_be_is_shown_and_answered_whole()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.ChangeAsync(async db =>
        {
            var above = await db.Categories.SingleAsync(c => c.Slug == "huawei", TestContext.Current.CancellationToken);
            for (var depth = 2; depth <= Category.MaxDepth; depth++)
            {
                var below = new Category { Name = $"第 {depth} 级", Slug = $"level-{depth}" };
                db.Categories.Add(below);
                await db.SaveChangesAsync(TestContext.Current.CancellationToken);
                below.PlaceUnder(above);
                above = below;
            }
        });

        using var response = await visitor.GetAsync("/api/v1/categories", TestContext.Current.CancellationToken);
        Assert.Contains($"level-{Category.MaxDepth}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(Category.MaxDepth, (await visitor.PageAsync($"/c/level-{Category.MaxDepth}")).QuerySelectorAll(".breadcrumbs a[href^='/c/']").Length);
    }

    [Theory]
    [InlineData("/", 0, 0)]
    [InlineData("/c/huawei-products", 1, 1)]
    [InlineData("/c/huawei", 1, 1)]
    [InlineData("/articles", 0, 0)]
    [InlineData("/articles/intel-vt", 2, 3)]
    [InlineData("/p/ac6003", 2, 3)]
    [InlineData("/search?q=S5735", 1, 1)]
    public async Task A_page_needs_few_queries_and_what_stands_in_memory_none(string url, int least, int most)
    {
        using var visitor = store.App.Visitor();

        using var response = await visitor.GetAsync(url + (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "mine=x", TestContext.Current.CancellationToken);

        response.EnsureSuccessStatusCode();
        Assert.InRange(int.Parse(response.Headers.GetValues(QueryCounter.Header).Single(), System.Globalization.CultureInfo.InvariantCulture), least, most);
    }
}
