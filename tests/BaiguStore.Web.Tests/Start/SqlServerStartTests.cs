using System.Net;
using BaiguStore.Core.Data;
using BaiguStore.Core.Tests.Data.SqlServer;

namespace BaiguStore.Web.Tests.Start;

/// <summary>The store with a fake server for SQL Server's protocol.</summary>
public sealed class SqlServerStartTests
{
    [Theory]
    [InlineData(4060)]
    [InlineData(40613)]
    [InlineData(1205)]
    public async Task A_server_that_refuses_ends_the_start_with_its_own_words(int number)
    {
        const string words = "The server's own words.";
        await using var server = new TdsEndpoint(_ => TdsAnswer.Error(number, words), _ => TdsAnswer.Done);

        var (code, said) = await EndedStart.RunAsync(("Database:Provider", "SqlServer"), ("ConnectionStrings:Store", server.Connection()));

        Assert.Equal(1, code);
        Assert.Contains("ConnectionStrings:Store", said, StringComparison.Ordinal);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SqlServer", "Server=127.0.0.1,1;Database=BaiguStore;User Id=baigu;Password=x;Encrypt=False;ConnectRetryCount=0")]
    [InlineData("Postgres", "Host=127.0.0.1;Port=1;Database=baigu;Username=baigu")]
    public async Task A_server_that_does_not_answer_ends_the_start_with_one_line(string provider, string connection)
    {
        var (code, said) = await EndedStart.RunAsync(("Database:Provider", provider), ("ConnectionStrings:Store", connection));

        Assert.Equal(1, code);
        Assert.Contains("BaiguStore cannot start", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_set_up_well_is_named_in_the_log_with_the_statements_that_mend_it()
    {
        await using var server = TdsStore.Serving(s =>
            s.Contains("sys.databases", StringComparison.Ordinal)
                ? TdsStore.Settings(readCommittedSnapshot: false, snapshot: false, compatibility: 120)
                : null);
        await using var app = StoreOn(server);
        using var visitor = app.Visitor();

        await visitor.PageAsync("/");

        var log = await app.LogAsync();
        foreach (var setting in (string[])["READ_COMMITTED_SNAPSHOT ON", "ALLOW_SNAPSHOT_ISOLATION ON;", "COMPATIBILITY_LEVEL = 150;"])
            Assert.Contains($"ALTER DATABASE [BaiguStore] SET {setting}", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1205)]
    [InlineData(1222)]
    [InlineData(51222)]
    public async Task A_page_that_others_are_in_the_way_of_says_503(int number)
    {
        await using var server = TdsStore.Serving(s => s.Contains("[Slug] = @", StringComparison.Ordinal) ? TdsAnswer.Error(number) : null);
        await using var app = StoreOn(server);
        using var visitor = app.Visitor();

        await visitor.PageAsync("/");
        var page = await visitor.PageAsync("/p/s5735", HttpStatusCode.ServiceUnavailable);

        Assert.NotEmpty(page.Text("main h1"));
    }

    private static StoreApp StoreOn(TdsEndpoint server) =>
        StoreApp.OnEmptyFolder(SeedMode.None, ("Database:Provider", "SqlServer"), ("ConnectionStrings:Store", server.Connection()));
}
