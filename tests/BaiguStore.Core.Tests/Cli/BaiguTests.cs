using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using BaiguStore.Core.Data;
using BaiguStore.Core.Data.Sqlite;
using BaiguStore.Core.Tests.Seeding;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.Cli;

/// <summary>
/// The command line as operators use it: an empty folder, exit codes and messages. What depends on the process (current folder, environment, input,
/// exit code) is tested in processes; the rest runs in this one.
/// </summary>
public sealed partial class BaiguTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("baigu-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("--help")]
    [InlineData("migrate --help")]
    [InlineData("seed --help")]
    [InlineData("samples --help")]
    [InlineData("samples add --help")]
    [InlineData("samples remove --help")]
    [InlineData("recount --help")]
    [InlineData("reindex --help")]
    [InlineData("staff --help")]
    [InlineData("staff add --help")]
    public async Task Every_command_explains_itself(string arguments)
    {
        var (code, output, _) = await RunAsync(arguments);

        Assert.Equal(0, code);
        Assert.Contains("--root", output, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public async Task Every_command_stands_in_both_readmes_and_no_other()
    {
        var (_, output, _) = await RunAsync("--help");
        var commands = output[output.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1)
            .Select(line => line.Trim().Split(' ')[0]).Where(name => name.Length > 0).Order().ToList();

        foreach (var readme in (string[])["README.md", "README.zh-CN.md"])
        {
            var rows = SourceTree.Read(readme);
            Assert.Equal(commands, CommandOfRow().Matches(rows).Select(m => m.Groups[1].Value).Distinct().Order());
        }
    }

    [Fact]
    public async Task Every_subcommand_and_option_stands_in_both_readmes_and_no_other()
    {
        var (_, top, _) = await RunAsync("--help");
        HashSet<string> names = [];
        foreach (var command in CommandsIn(top))
        {
            var (_, help, _) = await RunAsync($"{command} --help");
            names.UnionWith(OptionName().Matches(help).Select(m => m.Value));
            foreach (var sub in CommandsIn(help))
            {
                var (_, subhelp, _) = await RunAsync($"{command} {sub} --help");
                names.UnionWith(OptionName().Matches(subhelp).Select(m => m.Value).Append($"{command} {sub}"));
            }
        }
        names.ExceptWith(["--help"]);

        foreach (var readme in (string[])["README.md", "README.zh-CN.md"])
        {
            var text = SourceTree.Read(readme);
            var rows = string.Join('\n', text.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal) || line.StartsWith("`--root", StringComparison.Ordinal)));
            var said = OptionName().Matches(rows).Select(m => m.Value).Concat(SubcommandOfRow().Matches(rows).Select(m => m.Groups[1].Value));
            Assert.Equal(names.Order(StringComparer.Ordinal), said.Distinct().Order(StringComparer.Ordinal));
        }
    }

    private static IEnumerable<string> CommandsIn(string help) => help.IndexOf("Commands:", StringComparison.Ordinal) is var at and >= 0
        ? help[at..].Split('\n').Skip(1).Select(line => line.Trim().Split(' ')[0]).Where(name => name.Length > 0)
        : [];

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("migrate --nonsense")]
    [InlineData("samples")]
    [InlineData("seed --page")]
    [InlineData("recount --store")]
    [InlineData("samples add --products many")]
    [InlineData("staff add wang@baigu.example")]
    [InlineData("staff add wang@baigu.example --role King")]
    public async Task Wrong_use_exits_with_2_and_touches_nothing(string arguments)
    {
        var (code, _, _) = await RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Theory]
    [InlineData("Database__Provider", "MySql", "Database:Provider")]
    [InlineData("Database__Provider", "Postgres", "ConnectionStrings:Store")]
    [InlineData("ConnectionStrings__Store", "no connection string", "ConnectionStrings:Store")]
    [InlineData("Store__Seed", "everything", "Store:Seed")]
    public async Task A_wrong_setting_exits_with_2_and_is_named(string variable, string value, string key)
    {
        var (code, _, error) = await RunAsync(_folder, "migrate", "", (variable, value));

        Assert.Equal(2, code);
        Assert.Contains($"baigu: {key}:", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrating_an_empty_folder_makes_a_store_and_the_second_time_nothing()
    {
        var first = await RunAsync(_folder, "migrate", "");
        Assert.Equal(0, first.Code);
        Assert.Contains("Applied", first.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "App_Data", "store.db")));

        var second = await RunAsync("migrate");
        Assert.Equal(0, second.Code);
        Assert.Contains("up to date", second.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--products 1000", "--categories")]
    [InlineData("--categories 1000", "--products")]
    [InlineData("--products 1000000 --categories 34000", "baigu seed")]
    public async Task A_size_that_cannot_be_made_exits_with_2_and_says_why(string options, string said)
    {
        var (code, _, error) = await RunAsync($"samples add {options}");

        Assert.Equal(2, code);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_not_there_exits_with_2_and_is_named()
    {
        var (code, _, error) = await RunAsync($"seed --page {PathOf("missing.html")}");

        Assert.Equal(2, code);
        Assert.Contains("missing.html", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_page_exits_with_1_and_says_what_was_looked_for()
    {
        await File.WriteAllBytesAsync(PathOf("garbage.bin"), [0, 255, 254, 128, 60, 0], TestContext.Current.CancellationToken);

        var (code, _, error) = await RunAsync($"seed --page {PathOf("garbage.bin")}");

        Assert.Equal(1, code);
        Assert.StartsWith("baigu: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_is_imported_and_what_was_read_is_printed()
    {
        await File.WriteAllTextAsync(PathOf("page.txt"), SavedPage.Text(), TestContext.Current.CancellationToken);

        var (code, output, error) = await RunAsync($"seed --page {PathOf("page.txt")}");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("50,983", output, StringComparison.Ordinal);
        Assert.Matches(@"lines that are new\W+55", output);
        Assert.Matches($@"paragraphs of the article\W+{SavedPage.Paragraphs.Length}", output);
        Assert.Contains("/articles/", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recount_without_a_running_store_says_so_and_what_the_data_has()
    {
        await FillAsync();

        var (code, output, error) = await RunAsync("recount --store http://127.0.0.1:1");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("2 published products in 2 categories", output, StringComparison.Ordinal);
        Assert.Contains("No store answers at http://127.0.0.1:1/", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"id":1,"slug":"huawei-switch","count":2,"total":2,"children":[]},{"id":2,"slug":"cisco-router","count":0,"total":0,"children":[]}]""", 0, "no drift")]
    [InlineData("""[{"id":1,"slug":"huawei-switch","count":1,"total":3,"children":[{"id":9,"slug":"gone","count":2,"total":2,"children":[]}]}]""", 1,
        @"huawei-switch\W+1\W+2\W+3\W+2\W+cisco-router\W+-\W+0\W+-\W+0\W+gone\W+2\W+-\W+2\W+-\W+.*differs in 3 categories")]
    [InlineData("""{"hello":"world"}""", 0, "No store answers")]
    public async Task A_recount_compares_with_what_a_store_shows(string shown, int expected, string said)
    {
        await FillAsync();
        using var store = new HttpListener();
        var address = Listen(store);
        var serving = ServeAsync(store, shown);

        var (code, output, error) = await RunAsync($"recount --store {address}");
        store.Stop();

        Assert.Equal(("", expected), (error, code));
        Assert.Matches(new Regex(said, RegexOptions.Singleline, TimeSpan.FromSeconds(1)), output);
        Assert.All(await serving, url => Assert.Equal("/api/v1/categories", url));
    }

    [Theory]
    [InlineData("here")]
    [InlineData("ftp://localhost")]
    public async Task A_recount_of_what_is_no_address_exits_with_2(string address)
    {
        var (code, _, error) = await RunAsync($"recount --store {address}");

        Assert.Equal(2, code);
        Assert.Contains("--store", error, StringComparison.Ordinal);
    }

    /// <summary>Two lines, two products in the first.</summary>
    private async Task FillAsync()
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.FullName, "App_Data")).FullName, "store.db");
        var connection = SqliteStoreDb.ConnectionString(file);
        await using (var services = new ServiceCollection().AddStoreDb(DatabaseProvider.Sqlite, connection).BuildServiceProvider())
        await using (var db = services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContext())
        {
            await StoreDatabase.MigrateAsync(db, TestContext.Current.CancellationToken);
            var line = await Make.LineAsync(db);
            await Make.LineAsync(db, "cisco-router", "cisco");
            await Make.ProductAsync(db, line, "S1");
            await Make.ProductAsync(db, line, "S2");
            await Make.ProductAsync(db, line, "S3", published: false);
        }
        await using var pool = new SqliteConnection(connection);
        SqliteConnection.ClearPool(pool);
    }

    private static Uri Listen(HttpListener store)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        store.Prefixes.Add(address);
        store.Start();
        return new(address);
    }

    /// <summary>Answers every request with the same JSON until the listener stops; returns the requested paths.</summary>
    private static async Task<List<string>> ServeAsync(HttpListener store, string json)
    {
        List<string> asked = [];
        while (store.IsListening)
        {
            try
            {
                var context = await store.GetContextAsync();
                asked.Add(context.Request.Url!.AbsolutePath);
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(json));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                break; // stopped
            }
        }
        return asked;
    }

    [Fact]
    public async Task A_staff_account_is_made_listed_reset_and_revoked()
    {
        var added = await RunAsync(_folder, "staff add wang@baigu.example --role Administrator --password-stdin", "correct horse battery\n");
        var twice = await RunAsync("staff add WANG@baigu.example --role Editor --password-stdin", "correct horse battery\n");
        var weak = await RunAsync("staff add li@baigu.example --role Editor --password-stdin", "1234567890\n");
        var invited = await RunAsync("staff add li@baigu.example --role Editor Sales --name Li");
        var reset = await RunAsync("staff reset li@baigu.example");
        var revoked = await RunAsync("staff revoke li@baigu.example");
        var last = await RunAsync("staff revoke wang@baigu.example");
        var nobody = await RunAsync("staff reset nobody@baigu.example");
        var listed = await RunAsync("staff list");

        Assert.Equal([0, 1, 1, 0, 0, 0, 1, 1, 0], new[] { added, twice, weak, invited, reset, revoked, last, nobody, listed }.Select(r => r.Code));
        Assert.DoesNotContain("correct horse", added.Output, StringComparison.Ordinal);
        Assert.StartsWith("baigu: ", weak.Error, StringComparison.Ordinal);
        foreach (var link in new[] { invited, reset })
            Assert.Matches(@"(?m)^/account/reset\?code=[0-9a-f]{64}\r?$", link.Output);
        Assert.Contains("last administrator", last.Error, StringComparison.Ordinal);
        Assert.Matches("(?m)^wang@baigu.example\twang\tAdministrator\tactive", listed.Output);
        Assert.Matches("(?m)^li@baigu.example\tLi\tEditor, Sales\trevoked", listed.Output);
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private Task<(int Code, string Output, string Error)> RunAsync(string arguments, string input = "") => BaiguInProcess.RunAsync(_folder, arguments, input);

    [GeneratedRegex(@"--[a-z][a-z-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OptionName();

    [GeneratedRegex(@"^\| `((?:samples|staff) [a-z]+)", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SubcommandOfRow();

    [GeneratedRegex(@"^\| `(\w+)", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandOfRow();

    /// <summary>In a process of its own.</summary>
    internal static async Task<(int Code, string Output, string Error)> RunAsync(
        DirectoryInfo folder, string arguments, string input, params (string Name, string Value)[] settings)
    {
        using var process = Start(folder, arguments, settings);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    internal static Process Start(DirectoryInfo folder, string arguments, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", $"exec \"{Path.Combine(AppContext.BaseDirectory, "baigu.dll")}\" {arguments}")
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
