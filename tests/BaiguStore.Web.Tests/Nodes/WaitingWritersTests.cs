using System.Net;
using Microsoft.Data.Sqlite;

namespace BaiguStore.Web.Tests.Nodes;

public sealed class WaitingWritersTests
{
    private const int Writers = 12, Looks = 5;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Far fewer threads than writers: if writers blocked their threads, readers would starve.</summary>
    private static readonly (string, string)[] FewThreads =
        [("DOTNET_ThreadPool_ForceMinWorkerThreads", "2"), ("DOTNET_ThreadPool_ForceMaxWorkerThreads", "4")];

    [Fact]
    public async Task While_another_process_writes_comments_wait_without_holding_readers_up_and_are_all_saved_afterwards()
    {
        await using var node = new StoreNode(null, FewThreads);
        await node.StartAsync();
        const string Page = "/articles/intel-vt";
        List<Dictionary<string, string>> forms = [];
        for (var i = 0; i < Writers; i++)
            forms.Add((await node.Visitor.PageAsync(Page)).CommentFields($"等待写入 {i}"));
        await using var other = new SqliteConnection($"Data Source={node.DatabaseFile};Pooling=False");
        await other.OpenAsync(Cancel);
        await RunAsync(other, "BEGIN IMMEDIATE");

        var posts = forms.ConvertAll(form => node.Visitor.PostFormAsync(Page + "/comments", form));
        for (var i = 0; i < Looks; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), Cancel); // the other process continues to write
            await node.Visitor.PageAsync("/"); // cached
            await node.Visitor.PageAsync($"/api/v1/products?size={i + 1}"); // from the database
        }
        var saved = posts.Count(p => p.IsCompleted);
        await RunAsync(other, "ROLLBACK");

        Assert.Equal(0, saved);
        foreach (var post in posts)
        {
            using var answer = await post;
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        }
        await using var count = other.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM \"Comments\" WHERE \"Body\" LIKE '等待写入%'";
        Assert.Equal((long)Writers, await count.ExecuteScalarAsync(Cancel));
    }

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
