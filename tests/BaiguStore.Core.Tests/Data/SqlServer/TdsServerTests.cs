using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Tests.Cli;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Data.SqlServer;

/// <summary>Handling of SQL Server's errors, sent by the protocol to the real client.</summary>
public sealed class TdsServerTests
{
    private const int NoDatabase = 4060, Deadlock = 1205, NotAvailable = 40613, LockTimeout = 1222, FeedHeld = 51222, UniqueIndex = 2601,
        UniqueKey = 2627, NotPermitted = 262;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_that_does_not_exist_is_created_with_row_versions_and_migrated()
    {
        await using var server = NewServer();
        await using var services = server.Services();
        await using var db = services.OpenDb();

        var applied = await StoreDatabase.MigrateAsync(db, Cancel);

        Assert.Equal(db.Database.GetMigrations().Count(), applied);
        Assert.Contains(server.Statements, s => s.StartsWith("CREATE DATABASE [BaiguStore]", StringComparison.Ordinal));
        Assert.Contains(server.Statements, s => s.Contains("ALTER DATABASE [BaiguStore] SET READ_COMMITTED_SNAPSHOT ON", StringComparison.Ordinal));
        Assert.Contains(server.Statements, s => s.Contains("CREATE TABLE [Products]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_command_line_creates_it_too()
    {
        await using var server = NewServer();

        var (code, output, error) = await MigrateAsync(server.Connection());

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Applied", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_names_the_statement_that_mends_a_database()
    {
        await using var server = TdsStore.Serving(s =>
            s.Contains("sys.databases", StringComparison.Ordinal) ? TdsStore.Settings(readCommittedSnapshot: false) : null);

        var (code, _, error) = await MigrateAsync(server.Connection());

        Assert.Equal(0, code);
        Assert.Contains("ALTER DATABASE [BaiguStore] SET READ_COMMITTED_SNAPSHOT ON", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NoDatabase)]
    [InlineData(NotAvailable)]
    [InlineData(Deadlock)]
    [InlineData(18456)] // wrong password
    public async Task A_login_that_is_refused_ends_a_command_with_the_servers_words(int number)
    {
        const string words = "The server's own words.";
        await using var server = new TdsEndpoint(_ => TdsAnswer.Error(number, words), _ => TdsAnswer.Done);

        var (code, _, error) = await MigrateAsync(server.Connection());

        Assert.Equal(1, code);
        Assert.StartsWith("baigu: ", error, StringComparison.Ordinal);
        Assert.Contains(number == Deadlock ? "try again in a moment" : words, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_may_not_be_created_ends_a_command_with_the_servers_words()
    {
        await using var server = new TdsEndpoint(
            database => database == "BaiguStore" ? TdsAnswer.Error(NoDatabase) : TdsAnswer.Done,
            s => s.StartsWith("CREATE DATABASE", StringComparison.Ordinal)
                ? TdsAnswer.Error(NotPermitted, "CREATE DATABASE permission denied.")
                : TdsAnswer.Done);

        var (code, _, error) = await MigrateAsync(server.Connection());

        Assert.Equal((1, "baigu: CREATE DATABASE permission denied."), (code, error.Trim()));
    }

    [Theory]
    [InlineData("Server=127.0.0.1,1;Database=BaiguStore;User Id=baigu;Password=x;Encrypt=False;ConnectRetryCount=0;Connect Timeout=2", "SqlServer")]
    [InlineData("Host=127.0.0.1;Port=1;Database=baigu;Username=baigu", "Postgres")]
    public async Task A_server_that_does_not_answer_ends_a_command_without_a_trace_of_the_code(string connection, string provider)
    {
        var (code, _, error) = await MigrateAsync(connection, provider);

        Assert.Equal(1, code);
        Assert.StartsWith("baigu: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("transient", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Deadlock)]
    [InlineData(LockTimeout)]
    [InlineData(FeedHeld)]
    public async Task A_query_or_save_that_others_are_in_the_way_of_is_busy(int number)
    {
        await using var server = TdsStore.Serving(_ => TdsAnswer.Error(number));
        await using var services = server.Services();
        await using var db = services.OpenDb();
        db.Add(new Vendor { Code = "huawei", Name = "华为" });

        Assert.True(DatabaseErrors.IsBusy(await Record.ExceptionAsync(() => db.Vendors.ToListAsync(Cancel))));
        Assert.True(DatabaseErrors.IsBusy(await Record.ExceptionAsync(() => db.SaveChangesAsync(Cancel))));
        Assert.Contains(server.Statements, s => s.Contains("sp_getapplock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_busy()
    {
        await using var server = TdsStore.Serving(s => s.Contains("[Vendors]", StringComparison.Ordinal) ? TdsAnswer.Silence : null);
        await using var services = server.Services(commandTimeout: 1);
        await using var db = services.OpenDb();

        var late = await Record.ExceptionAsync(() => db.Vendors.ToListAsync(Cancel));

        Assert.Equal(-2, Assert.IsType<SqlException>(DatabaseErrors.Within(late)).Number);
        Assert.True(DatabaseErrors.IsBusy(late));
    }

    [Theory]
    [InlineData(UniqueIndex)]
    [InlineData(UniqueKey)]
    public async Task A_save_of_what_is_taken_violates_uniqueness_and_is_not_busy(int number)
    {
        await using var server = TdsStore.Serving(s => s.Contains("INTO [Vendors]", StringComparison.Ordinal) ? TdsAnswer.Error(number) : null);
        await using var services = server.Services();
        await using var db = services.OpenDb();
        db.Add(new Vendor { Code = "huawei", Name = "华为" });

        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Cancel));

        Assert.True(DatabaseErrors.IsUniqueViolation(refused), $"{refused}");
        Assert.False(DatabaseErrors.IsBusy(refused));
    }

    [Fact]
    public async Task A_connection_that_is_lost_is_the_databases_error_and_not_busy()
    {
        await using var server = TdsStore.Serving(s => s.Contains("[Vendors]", StringComparison.Ordinal) ? TdsAnswer.Dropped : null);
        await using var services = server.Services();
        await using var db = services.OpenDb();

        var lost = await Record.ExceptionAsync(() => db.Vendors.ToListAsync(Cancel));

        Assert.NotNull(DatabaseErrors.Within(lost));
        Assert.False(DatabaseErrors.IsBusy(lost));
    }

    /// <summary>A server without the store's database, until it is created.</summary>
    private static TdsEndpoint NewServer()
    {
        var isCreated = false;
        return new(
            database => database == "master" || Volatile.Read(ref isCreated) ? TdsAnswer.Done : TdsAnswer.Error(NoDatabase, "Cannot open database."),
            statement =>
            {
                if (statement.StartsWith("CREATE DATABASE", StringComparison.Ordinal))
                    Volatile.Write(ref isCreated, true);
                return statement switch
                {
                    _ when statement.Contains("\"__EFMigrationsHistory\"", StringComparison.Ordinal) => TdsAnswer.Error(208, "Invalid object name."),
                    _ when statement.Contains("OBJECT_ID", StringComparison.Ordinal) => TdsAnswer.Value(null),
                    _ when statement.Contains("@result", StringComparison.Ordinal) => TdsAnswer.Value(0),
                    _ => TdsStore.Answer(statement),
                };
            });
    }

    private static async Task<(int Code, string Output, string Error)> MigrateAsync(string connection, string provider = "SqlServer")
    {
        var folder = Directory.CreateTempSubdirectory("baigu-test-");
        try
        {
            return await BaiguTests.RunAsync(folder, "migrate", "", ("Database__Provider", provider), ("ConnectionStrings__Store", connection));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
