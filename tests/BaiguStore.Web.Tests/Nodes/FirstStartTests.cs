using System.Net.Http.Json;
using BaiguStore.Core.Seeding;
using BaiguStore.Web.Controllers.Api;
using BaiguStore.Web.Tests.Catalog;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Nodes;

/// <summary>Nodes that start at the same moment on an empty server.</summary>
public sealed class FirstStartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_nodes_that_start_at_once_share_one_seeded_store_and_neither_logs_an_error(bool databaseIsThere)
    {
        await using var database = new NodeDatabase();
        if (databaseIsThere)
            await database.CreateAsync();
        await using var first = new StoreNode(database.Connection);
        await using var second = new StoreNode(database.Connection);

        await Task.WhenAll(first.StartAsync(), second.StartAsync());

        foreach (var node in (StoreNode[])[first, second])
        {
            var tree = await node.Visitor.GetFromJsonAsync<List<CategoryJson>>("/api/v1/categories", Cancel);
            Assert.Equal(SourceLines.All.Count, tree!.Sum(Lines));
            await node.KillAsync();
            Assert.Empty(node.Complaints());
        }
        await using var db = database.Open();
        Assert.Equal(1, await db.Companies.CountAsync(Cancel));
        Assert.Equal(ArticleSeed.All().Count(), await db.Articles.CountAsync(Cancel));
    }

    /// <summary>Number of leaf categories.</summary>
    private static int Lines(CategoryJson category) => category.Children.Count == 0 ? 1 : category.Children.Sum(Lines);
}
