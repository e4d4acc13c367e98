using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Nodes;

/// <summary>A node is killed during its own work and recovers at its next start.</summary>
public sealed class KilledNodeTests
{
    /// <summary>
    /// Enough products to see a half-built index: its first segment is written before all documents are added, and it is checked every 50 ms.
    /// </summary>
    private const int Products = 18_000;

    /// <summary>Attempts in which the index was complete before the node was killed, on a slow machine.</summary>
    private const int MostMisses = 5;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_killed_while_it_builds_its_index_builds_another_at_its_next_start_and_keeps_nothing_of_the_first()
    {
        await using var database = new NodeDatabase();
        await database.CreateAsync();
        await FillAsync(database);
        await using var node = new StoreNode(database.Connection);
        var half = await KilledHalfwayAsync(node);

        await node.StartAsync();
        await Patience.UntilAsync(() => node.FindsAsync($"HALF-{Products}"));
        await Patience.UntilAsync(() => Task.FromResult(node.Generations().Length == 1)); // unused generations are deleted shortly after the new index answers

        var kept = Assert.Single(node.Generations());
        Assert.Equal(node.Index.Current, kept);
        Assert.NotEqual(half, kept);
        Assert.Equal(Products, (await node.SearchAsync("size=1"))!.Total);
        Assert.True(await node.FindsAsync("HALF-1"));
    }

    /// <summary>A node creates the schema and the seeds without products; the products are inserted directly.</summary>
    private static async Task FillAsync(NodeDatabase database)
    {
        await using (var first = new StoreNode(database.Connection))
            await first.StartAsync();
        await using var db = database.Open();
        var line = await db.Categories.SingleAsync(c => c.Slug == "huawei-switch", Cancel);
        await db.InsertManyAsync(Enumerable.Range(1, Products).Select(n => Numbered(line, n)), ChangeKind.Catalogue, Cancel);
    }

    /// <summary>Starts a node without an index and kills it when the first documents are in the new folder; returns that folder.</summary>
    private static async Task<string> KilledHalfwayAsync(StoreNode node)
    {
        for (var missed = 0; ; missed++)
        {
            await node.StartAsync();
            await Patience.UntilAsync(() => Task.FromResult(node.Generations().Any(g => Directory.EnumerateFiles(g, "_*").Any())));
            await node.KillAsync();
            if (node.Index.Current is null)
                return Assert.Single(node.Generations());
            Assert.True(missed < MostMisses, "The index was whole before the node was killed, each time.");
            node.ForgetIndex();
        }
    }

    private static Product Numbered(Category line, int n)
    {
        var product = new Product
        {
            Sku = $"HALF-{n}",
            Name = $"交换机 HALF-{n}",
            Slug = Slug.From($"HALF-{n}"),
            VendorId = line.VendorId!.Value,
            CategoryId = line.Id,
            Specs = [new("下行端口", $"{n % 48}"), new("交换容量", $"{n % 997}", "Gbps")],
            CreatedAt = DateTime.UnixEpoch,
            UpdatedAt = DateTime.UnixEpoch,
        };
        product.Publish(DateTime.UnixEpoch);
        return product;
    }
}
