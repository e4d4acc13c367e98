using System.Net;
using System.Net.Http.Json;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Web.Controllers.Api;
using BaiguStore.Web.Tests.Background;
using BaiguStore.Web.Tests.Inquiries;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Nodes;

/// <summary>
/// What one node saves, every node shows, although each has its own counts and cached pages; and any node may be killed at any time.
/// </summary>
public sealed class TwoNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    /// <summary>The promised latency between nodes; see <see cref="Promptness"/> for why these tests have a limit.</summary>
    private static readonly TimeSpan ASecond = TimeSpan.FromSeconds(1);

    /// <summary>A sixth of the polling interval.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(170);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_comment_posted_on_one_node_is_seen_on_the_others_kept_page_within_a_second()
    {
        const string Page = "/articles/intel-vt", Body = "\u8DE8\u8282\u70B9\u7684\u7559\u8A00";

        await Promptness.WithinAsync(
            ASecond,
            Later,
            async n =>
            {
                await KeptAsync(nodes.Second, Page);
                var fields = (await nodes.First.Visitor.PageAsync(Page)).CommentFields($"{Body} {n}");
                using var answer = await nodes.First.Visitor.PostFormAsync(Page + "/comments", fields);
                Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            },
            async n => (await nodes.Second.Visitor.PageAsync(Page)).Text(".comment__body").Contains($"{Body} {n}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_product_that_another_program_saves_is_on_every_nodes_kept_pages_and_found_within_a_second()
    {
        const string Page = "/c/huawei-router";
        StoreNode[] both = [nodes.First, nodes.Second];
        foreach (var node in both)
            await Patience.UntilAsync(async () => await node.SearchAsync("q=SOON") is not null);

        await Promptness.WithinAsync(
            ASecond,
            Later,
            async n =>
            {
                foreach (var node in both)
                    await KeptAsync(node, Page);
                await SaveAsync(db => db.PutAsync("huawei-router", $"SOON-{n}", null, DateTime.UnixEpoch));
            },
            [.. both.Select(Shows), .. both.Select(Finds)]);

        static Func<int, Task<bool>> Shows(StoreNode node) => async n => (await node.Visitor.PageAsync(Page)).Text("h1").EndsWith($"({n + 1})", StringComparison.Ordinal);

        static Func<int, Task<bool>> Finds(StoreNode node) => n => node.FindsAsync($"SOON-{n}");
    }

    [Fact]
    public async Task A_form_that_both_nodes_get_at_once_is_one_inquiry()
    {
        var form = (await nodes.First.Visitor.PageAsync("/inquiry?item=S5735*3")).Form();
        (string, string)[] typed = [("Name", Buyer.Name), ("Phone", Buyer.Phone)];

        var answers = await Task.WhenAll(new[] { nodes.First, nodes.Second, nodes.First, nodes.Second }.Select(node => node.Visitor.HandInAsync("/inquiry", Buyer.FieldsOf(form, typed))));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.SeeOther, a.StatusCode));
        var place = Assert.Single(answers.Select(a => a.Headers.Location!.OriginalString.Split('#')[0]).Distinct());
        await using var db = nodes.OpenDb();
        Assert.Equal(1, await db.Inquiries.CountAsync(Cancel));
        Assert.Equal(HttpStatusCode.OK, (await nodes.Second.Visitor.AnswerAsync(place)).StatusCode);
    }

    [Fact]
    public async Task A_product_that_is_moved_is_counted_in_its_new_line_on_every_node()
    {
        await SaveAsync(db => db.PutAsync("cisco-switch", "TWO-1", null, DateTime.UnixEpoch));
        foreach (var node in (StoreNode[])[nodes.First, nodes.Second])
        {
            await SeesAsync(node, "/c/cisco", page => page.Text("h1").EndsWith("(1)", StringComparison.Ordinal));
            await KeptAsync(node, "/c/cisco");
            await KeptAsync(node, "/p/two-1");
        }

        await SaveAsync(async db =>
        {
            var product = await db.Products.SingleAsync(p => p.Slug == "two-1", Cancel);
            product.CategoryId = (await db.Categories.SingleAsync(c => c.Slug == "h3c-switch", Cancel)).Id;
            product.Name = "\u642C\u5BB6\u4E86";
        });

        foreach (var node in (StoreNode[])[nodes.First, nodes.Second])
        {
            await SeesAsync(node, "/c/cisco", page => page.Text("h1").EndsWith("(0)", StringComparison.Ordinal));
            await SeesAsync(node, "/c/h3c", page => page.Text("h1").EndsWith("(1)", StringComparison.Ordinal));
            await SeesAsync(node, "/p/two-1", page => page.Text("h1") == "\u642C\u5BB6\u4E86");
            await ShowsWhatTheDataHasAsync(node);
        }
    }

    [Fact]
    public async Task A_product_that_is_saved_is_found_on_every_node_and_one_that_is_withdrawn_on_none()
    {
        foreach (var node in (StoreNode[])[nodes.First, nodes.Second])
            await Patience.UntilAsync(async () => (await node.Visitor.AnswerAsync("/api/v1/search?q=SEEK-77")).StatusCode == HttpStatusCode.OK);

        await SaveAsync(db => db.PutAsync("cisco-switch", "SEEK-77", null, DateTime.UnixEpoch));
        foreach (var node in (StoreNode[])[nodes.First, nodes.Second])
            await Patience.UntilAsync(() => FindsAsync(node, "seek77"));

        await SaveAsync(async db => (await db.Products.SingleAsync(p => p.Slug == "seek-77", Cancel)).Withdraw());
        foreach (var node in (StoreNode[])[nodes.First, nodes.Second])
            await Patience.UntilAsync(async () => !await FindsAsync(node, "seek77"));
    }

    [Fact]
    public async Task Either_node_may_be_killed_at_any_moment_and_goes_on_where_the_data_is()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var writing = Task.Run(() => WriteAsync(stop.Token), Cancel);
        foreach (var (killed, other) in ((StoreNode, StoreNode)[])[(nodes.First, nodes.Second), (nodes.Second, nodes.First), (nodes.First, nodes.Second)])
        {
            await killed.KillAsync();
            await other.Visitor.PageAsync("/"); // visitors do not notice
            await killed.StartAsync();
            await killed.Visitor.PageAsync("/healthz/ready");
        }
        await stop.CancelAsync();
        var written = await writing;

        Assert.True(written > 10, $"{written}");
        foreach (var node in (StoreNode[])[nodes.First, nodes.Second])
        {
            await ShowsWhatTheDataHasAsync(node);
            await FindsWhatTheDataHasAsync(node, "KILL");
        }
    }

    /// <summary>Publishes, moves and withdraws until stopped; returns the number of saves.</summary>
    private async Task<int> WriteAsync(CancellationToken stop)
    {
        string[] lines = ["huawei-server", "hp-server", "dell-server"];
        for (var n = 0; ; n++)
        {
            if (stop.IsCancellationRequested)
                return n;
            await SaveAsync(async db =>
            {
                await db.PutAsync(lines[n % 3], $"KILL-{n}", null, DateTime.UnixEpoch);
                if (n % 2 == 0 || await db.Products.FirstOrDefaultAsync(p => p.Slug == $"kill-{n - 1}", Cancel) is not { } before)
                    return;
                if (n % 3 == 0)
                    before.Withdraw();
                else
                    before.Category = await db.Categories.SingleAsync(c => c.Slug == lines[(n + 1) % 3], Cancel);
            });
        }
    }

    private async Task SaveAsync(Func<StoreDb, Task> change)
    {
        await using var db = nodes.OpenDb();
        await change(db);
        await db.SaveChangesAsync(Cancel);
    }

    private static async Task<bool> FindsAsync(StoreNode node, string text) =>
        (await node.Visitor.GetStringAsync($"/api/v1/search?q={text}", Cancel)).Contains("SEEK-77", StringComparison.Ordinal);

    /// <summary>Caches the page on the node, so that later changes are visible only after an eviction.</summary>
    private static Task KeptAsync(StoreNode node, string url) => Patience.UntilAsync(async () =>
    {
        using var answer = await node.Visitor.AnswerAsync(url);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.Headers.Age is not null;
    });

    private static Task SeesAsync(StoreNode node, string url, Func<AngleSharp.Dom.IParentNode, bool> sees) =>
        Patience.UntilAsync(async () => sees(await node.Visitor.PageAsync(url)));

    /// <summary>All published products with this prefix are found, page by page, and counted; withdrawn ones are not.</summary>
    private async Task FindsWhatTheDataHasAsync(StoreNode node, string start)
    {
        const int Size = 100;
        await using var db = nodes.OpenDb();
        var published = (await db.Products.Published().Select(p => p.Sku).ToListAsync(Cancel)).Where(sku => sku.StartsWith(start, StringComparison.Ordinal)).ToHashSet();
        Assert.NotEmpty(published);
        await Patience.UntilAsync(async () =>
        {
            HashSet<string> found = [];
            for (var page = 1; ; page++)
            {
                if (await node.SearchAsync($"q={start}&size={Size}&page={page}") is not { } answer || answer.Total != published.Count)
                    return false; // it also counts withdrawn products still in the index, which the list drops
                found.UnionWith(answer.Items.Select(p => p.Sku));
                if (page * Size >= answer.Total)
                    return found.SetEquals(published);
            }
        });
    }

    private async Task ShowsWhatTheDataHasAsync(StoreNode node)
    {
        await using var db = nodes.OpenDb();
        var counted = await CategoryTree.LoadAsync(db, Cancel);
        await Patience.UntilAsync(async () =>
        {
            var roots = await node.Visitor.GetFromJsonAsync<List<CategoryJson>>("/api/v1/categories", Cancel);
            return CountDrift.Between([.. roots!.SelectMany(Flat)], counted).Count == 0;
        });

        static IEnumerable<(int, string, int, int)> Flat(CategoryJson category) =>
            [(category.Id, category.Slug, category.Count, category.Total), .. category.Children.SelectMany(Flat)];
    }
}
