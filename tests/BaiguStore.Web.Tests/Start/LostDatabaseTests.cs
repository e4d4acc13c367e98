using System.Net;
using BaiguStore.Core.Data;
using BaiguStore.Web.Tests.Comments;
using BaiguStore.Web.Tests.Staff;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Start;

/// <summary>Behavior with a lost or replaced database: at start, and while running.</summary>
public sealed class LostDatabaseTests
{
    /// <summary>More connections than an idle store has open.</summary>
    private const int MostConnections = 12;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("empty", "is empty")]
    [InlineData("missing", "is missing")]
    [InlineData("text", "not a SQLite database")]
    [InlineData("cut short", "damaged or cut short")]
    [InlineData("folder", "is a folder")]
    [InlineData("another program's", "of another program")]
    public async Task A_lost_database_is_named_and_no_new_store_begins_in_its_place(string loss, string said)
    {
        var folder = Directory.CreateTempSubdirectory("baigu-lost-").FullName;
        try
        {
            await using (var store = StoreApp.OnFolder(folder, SeedMode.Page))
            using (var visitor = store.Visitor())
                await visitor.PageAsync("/");
            var file = Path.Combine(folder, "store.db");
            Lose(file, loss);

            var (code, output) = await EndedStart.RunInAsync(folder);

            Assert.Equal(1, code);
            Assert.Contains("cannot start / 无法启动", output, StringComparison.Ordinal);
            Assert.Contains(file, output, StringComparison.Ordinal);
            Assert.Contains(said, output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
            Assert.DoesNotContain("Ready:", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task In_a_new_folder_an_empty_file_becomes_the_database()
    {
        await using var app = StoreApp.OnEmptyFolder(SeedMode.Page);
        await File.WriteAllBytesAsync(app.DatabaseFile, [], Cancel);
        using var visitor = app.Visitor();

        Assert.Equal(55, (await visitor.PageAsync("/")).QuerySelectorAll(".category-tree__line").Length);
    }

    [Fact]
    public async Task A_full_disk_answers_503_with_the_words_typed_and_is_not_ready_until_a_write_succeeds()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var text = new string('满', 3_900); // some pages, so that the file must grow
        var fields = await visitor.FillInAsync(app, Reader.Article, text, "标题", "老赵");
        Execute($"Data Source={app.DatabaseFile}", "VACUUM");
        await LimitAsync(app, 1);

        using var answer = await visitor.PostFormAsync(Reader.Article + "/comments", fields);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal(("标题", text, "老赵"), (await answer.DocumentAsync()).Typed());
        await visitor.PageAsync(Reader.Article);
        await visitor.PageAsync("/healthz/live");
        await visitor.PageAsync("/healthz/ready", HttpStatusCode.ServiceUnavailable);

        await LimitAsync(app, uint.MaxValue - 1);
        using var again = await visitor.PostFormAsync(Reader.Article + "/comments", fields);
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        await visitor.PageAsync("/healthz/ready");
    }

    [Fact]
    public async Task A_database_file_that_is_deleted_under_the_store_takes_no_posts_and_is_not_made_anew()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var fields = await visitor.FillInAsync(app, Reader.Article, "正文", "标题", "老赵");
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(app.DatabaseFile)!, "store.db*"))
            File.Delete(file);

        using var answer = await visitor.PostFormAsync(Reader.Article + "/comments", fields);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.False(File.Exists(app.DatabaseFile));
        await visitor.PageAsync("/healthz/live");
        await visitor.PageAsync("/healthz/ready", HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Staff_whose_session_cannot_be_looked_up_are_told_that_the_database_is_away()
    {
        await using var app = await Reader.StoreAsync();
        await app.AddStaffAsync(Door.Owner, Core.Staff.StaffRoles.Editor);
        using var editor = await app.SignedInAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(1)); // after half a minute the session is queried again
        File.Delete(app.DatabaseFile);
        SqliteConnection.ClearAllPools();

        using var answer = await editor.AnswerAsync("/admin/products");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task Only_its_own_account_reads_what_a_store_keeps_also_what_was_open_before()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps files private by other means.");
        await using var app = await StoreApp.WithPageAsync(); // not started yet
        var folder = Path.GetDirectoryName(app.DatabaseFile)!;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(app.DatabaseFile, (UnixFileMode)0b110_100_100);
        using var visitor = app.Visitor();
        await visitor.PageAsync("/");

        var open = new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Append(new DirectoryInfo(folder))
            .Where(e => ((int)e.UnixFileMode & 0b111_111) != 0).Select(e => e.FullName);

        Assert.Empty(open);
    }

    private static void Lose(string file, string loss)
    {
        SqliteConnection.ClearAllPools();
        foreach (var suffix in (string[])["-wal", "-shm"])
            File.Delete(file + suffix);
        if (loss is "cut short")
        {
            using var cut = File.OpenWrite(file);
            cut.SetLength(cut.Length / 2);
            return;
        }
        File.Delete(file);
        if (loss is "empty")
            File.WriteAllBytes(file, []);
        else if (loss is "text")
            File.WriteAllText(file, new string('x', 5000));
        else if (loss is "folder")
            Directory.CreateDirectory(file);
        else if (loss is "another program's")
            Execute($"Data Source={file};Pooling=False", "CREATE TABLE \"Songs\" (\"Id\" INTEGER)");
    }

    /// <summary>Limits the file to so many pages, or to its present size. Applied to each open connection of the store.</summary>
    private static async Task LimitAsync(StoreApp app, uint pages)
    {
        var connections = Enumerable.Range(0, MostConnections).Select(_ => app.OpenDb()).ToList();
        foreach (var db in connections)
        {
            await db.Database.OpenConnectionAsync(Cancel);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"PRAGMA max_page_count={pages}";
            await command.ExecuteScalarAsync(Cancel);
        }
        foreach (var db in connections)
            await db.DisposeAsync();
    }

    private static void Execute(string connection, string sql)
    {
        using var opened = new SqliteConnection(connection);
        opened.Open();
        using var command = opened.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
