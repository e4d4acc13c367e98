using System.Net;
using BaiguStore.Core.Data;
using BaiguStore.Core.Seeding;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Tests.Catalog;
using BaiguStore.Web.Tests.Comments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Start;

public sealed class StartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Database:Provider", "MySql", "Sqlite, SqlServer, Postgres")]
    [InlineData("Database:Provider", "1", "Sqlite, SqlServer, Postgres")]
    [InlineData("Store:Seed", "Everything", "Samples, Page, None")]
    [InlineData("Comments:PerMinute", "0", "from 1 to 1000")]
    [InlineData("Comments:PerMinute", "many", "from 1 to 1000")]
    [InlineData("Comments:MinSeconds", "-1", "from 0 to 60")]
    [InlineData("Comments:MaxHours", "1.5", "from 1 to 720")]
    [InlineData("Comments:PublishAtOnce", "yes", "true or false")]
    public async Task A_setting_that_makes_no_sense_is_named_with_what_is_allowed(string key, string value, string allowed)
    {
        var (code, said) = await EndedStart.RunAsync((key, value));

        Assert.Equal(2, code);
        Assert.Contains(key, said, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", said, StringComparison.Ordinal);
        Assert.Contains(allowed, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SqlServer")]
    [InlineData("Postgres")]
    public async Task A_database_server_without_a_connection_string_is_not_guessed(string provider)
    {
        var (code, said) = await EndedStart.RunAsync(("Database:Provider", provider));

        Assert.Equal(2, code);
        Assert.Contains("ConnectionStrings:Store", said, StringComparison.Ordinal);
        Assert.Contains(provider, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_path_that_cannot_be_made_is_named()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (code, said) = await EndedStart.RunAsync(("Store:DataPath", Path.Combine(file, "below")));

            Assert.Equal(2, code);
            Assert.Contains("Store:DataPath", said, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_first_page_is_rehearsed_while_the_store_is_prepared_and_a_visitor_gets_none_of_it()
    {
        await using var store = await StoreApp.WithPageAsync(("Serilog:MinimumLevel:Default", "Debug"));
        using var visitor = store.Visitor();

        Assert.Equal(0, store.Services.GetRequiredService<PageCacheStore>().Count);
        using var answer = await visitor.SendAsync(new(HttpMethod.Get, "/") { Headers = { { "Accept-Encoding", "br" } } }, Cancel);

        Assert.False(answer.Headers.Contains("Age"));
        Assert.True(answer.Headers.Contains("Content-Security-Policy"));
        var home = await visitor.PageAsync("/");
        Assert.NotNull(home.QuerySelector("main a[href='/c/huawei-switch']"));
        Assert.Matches("GET / 200 [0-9.]+ ms .*rehearsal", await store.LogAsync());
    }

    [Fact]
    public async Task A_second_start_seeds_nothing_and_keeps_what_was_changed()
    {
        await WithFolderAsync(async folder =>
        {
            await using (var first = StoreApp.OnFolder(folder, SeedMode.Page))
            {
                using var visitor = first.Visitor();
                await first.AddProductAsync("huawei-switch", "M-1");
                await first.ChangeAsync(async db => db.Articles.Remove(await db.Articles.SingleAsync(a => a.Slug == "intel-vt", Cancel)));
                await first.ChangeAsync(async db => (await db.Categories.SingleAsync(c => c.Slug == "huawei", Cancel)).Name = "华为技术");
                await visitor.PostAsync(first, Reader.Product, "留言");
            }
            await using var second = StoreApp.OnFolder(folder, SeedMode.Page);
            using var later = second.Visitor();

            await later.PageAsync("/articles/intel-vt", HttpStatusCode.NotFound);
            Assert.Equal("华为技术 (1)", (await later.PageAsync("/c/huawei")).Text("h1"));
            Assert.Equal("留言", Assert.Single(await second.CommentsAsync()).Body);
            Assert.Equal(55, second.Tree.LineCount);
        });
    }

    [Fact]
    public async Task A_form_from_before_a_restart_is_still_good()
    {
        await WithFolderAsync(async folder =>
        {
            Dictionary<string, string> fields;
            string place;
            await using (var first = StoreApp.OnFolder(folder, SeedMode.Page))
            {
                using var visitor = first.Visitor();
                place = await visitor.PostAsync(first, Reader.Article, "之前");
                fields = (await visitor.PageAsync(Reader.Article)).CommentFields("之后");
            }
            await using var second = StoreApp.OnFolder(folder, SeedMode.Page);
            using var later = second.Visitor();
            Assert.Equal("之前", (await later.PageAsync(place)).Text(".is-pending .comment__body"));
            second.Clock.Advance(TimeSpan.FromSeconds(30));

            using var answer = await later.PostFormAsync(Reader.Article + "/comments", fields);

            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        });
    }

    [Fact]
    public async Task An_interrupted_seeding_goes_on_without_duplicates()
    {
        await WithFolderAsync(async folder =>
        {
            var articles = ArticleSeed.All().Count();
            await using (var first = StoreApp.OnFolder(folder, SeedMode.Page))
            {
                using var visitor = first.Visitor();
                await visitor.PageAsync("/");
                await first.ChangeAsync(async db =>
                {
                    db.Companies.RemoveRange(await db.Companies.ToListAsync(Cancel));
                    db.Articles.Remove(await db.Articles.SingleAsync(a => a.Slug == "intel-vt", Cancel));
                    db.Categories.Remove(await db.Categories.SingleAsync(c => c.Slug == "oracle-products", Cancel));
                });
            }
            await using var second = StoreApp.OnFolder(folder, SeedMode.Page);
            using var later = second.Visitor();

            var home = await later.PageAsync("/");

            Assert.Equal(55, home.QuerySelectorAll(".category-tree__line").Length);
            Assert.Equal(SourceLines.All.Select(l => l.Name).Order(), home.QuerySelectorAll(".category-tree__line a").Select(a => a.TextContent).Order());
            Assert.Equal(articles, await second.ReadAsync(db => db.Articles.CountAsync(Cancel)));
            Assert.Equal(1, await second.ReadAsync(db => db.Companies.CountAsync(Cancel)));
            Assert.Contains("山东百谷", home.Text(".home__company h2"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Without_seeds_the_store_is_empty_and_works()
    {
        await using var app = StoreApp.OnEmptyFolder(SeedMode.None);
        using var visitor = app.Visitor();

        var home = await visitor.PageAsync("/");
        await app.IndexAsync();

        Assert.Contains("目录还是空的", home.Text("#tree"), StringComparison.Ordinal);
        foreach (var url in (string[])["/articles", "/about", "/contact", "/privacy", "/search?q=x1", "/api/v1/categories", "/api/v1/products", "/healthz/ready"])
            await visitor.PageAsync(url);
        Assert.Equal("[]", await visitor.GetStringAsync("/api/v1/categories", Cancel));
        await visitor.PageAsync("/c/huawei", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Seeds_of_the_page_alone_are_55_lines_with_nothing_in_them()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();

        var home = await visitor.PageAsync("/");

        var counts = home.QuerySelectorAll(".category-tree__line .count").Select(c => c.TextContent).ToList();
        Assert.Equal(55, counts.Count);
        Assert.All(counts, c => Assert.Equal("(0)", c));
        Assert.NotEmpty(home.QuerySelectorAll(".article-card"));
        Assert.Empty((await visitor.PageAsync("/articles/intel-vt")).QuerySelectorAll(".comment"));
    }

    private static async Task WithFolderAsync(Func<string, Task> test)
    {
        var folder = Directory.CreateTempSubdirectory("baigu-folder-").FullName;
        try
        {
            await test(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
