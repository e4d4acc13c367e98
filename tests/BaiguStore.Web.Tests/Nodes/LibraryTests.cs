using System.Net;

namespace BaiguStore.Web.Tests.Nodes;

/// <summary>Unused libraries must not be loaded, because that takes memory and time at each start.</summary>
public sealed class LibraryTests
{
    /// <summary>
    /// For other databases, mail and pictures. Not Npgsql: code that is not compiled ahead loads it when EF scans our types for configurations.
    /// </summary>
    private static readonly string[] Unused = ["Microsoft.Data.SqlClient.dll", "MailKit.dll", "MimeKit.dll", "SkiaSharp.dll", "System.Linq.Parallel.dll"];

    [Fact]
    public async Task A_store_on_sqlite_that_sends_no_letters_and_gets_no_pictures_loads_nothing_for_them()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The libraries of another process are read from /proc.");
        await using var node = new StoreNode();
        await node.StartAsync();
        await node.KillAsync();
        await node.StartAsync(); // the first start fills the database, and checks whether it is a store's
        await Patience.UntilAsync(async () => await node.SearchAsync("q=switch") is not null);
        foreach (var path in new[] { "/", "/c/huawei-switch", "/articles/intel-vt", "/search?q=switch", "/inquiry" })
        {
            using var answer = await node.Visitor.AnswerAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var loaded = node.Libraries();

        Assert.Contains("Microsoft.Data.Sqlite.dll", loaded);
        Assert.Contains("Lucene.Net.dll", loaded);
        Assert.Equal([], loaded.Intersect(Unused).Order());
    }
}
