using BaiguStore.Core.Data;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.Data.SqlServer;

/// <summary>Every statement that the store sends to SQL Server, checked by SQL Server's own parser and model.</summary>
public sealed class StoreStatementsTests
{
    /// <summary>If fewer are recorded, some operation does not run any more.</summary>
    private const int LeastStatements = 150;

    [Fact]
    public async Task The_stores_statements_keep_every_rule_and_name_what_is_there()
    {
        var (statements, failures) = await RecordAsync();
        using var model = new SqlStatementModel();

        Assert.Multiple(
            () => AssertNone(failures),
            () => Assert.InRange(statements.Count, LeastStatements, int.MaxValue),
            () => AssertNone([.. statements.SelectMany(s => SqlStatementRules.Broken(s).Select(broken => $"{broken} <- {s.Text}"))]),
            () => AssertNone(model.Errors([.. statements.Where(s => !AsksTheServer(s))])));

        // Lists complete statements in the failure message.
        static void AssertNone(IReadOnlyList<string> found) => Assert.True(found.Count == 0, string.Join("\n\n", found));
    }

    [Theory]
    [InlineData("SELECT [p].[Nothing] FROM [Products] AS [p]", "Nothing")]
    [InlineData("SELECT 1 FROM [Nowhere]", "Nowhere")]
    [InlineData("UPDATE [p] SET [p].[Nothing] = 1 FROM [Products] AS [p]", "Nothing")]
    public void A_statement_that_names_what_is_not_there_is_found(string sql, string named)
    {
        using var model = new SqlStatementModel();

        Assert.Contains(model.Errors([new(sql)]), e => e.Contains(named, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT 1 WHERE 'x' IN (SELECT [s].[value] FROM OPENJSON(@s) WITH ([value] nvarchar(64) '$') AS [s])", "without COLLATE")]
    [InlineData("SELECT [value] FROM OPENJSON(@s)", "without types")]
    [InlineData("SELECT SUM((SELECT COUNT(*) FROM [Products])) FROM [Vendors]", "SUM over a subquery")]
    [InlineData("SELECT COUNT(CASE WHEN EXISTS (SELECT 1 FROM [Products]) THEN 1 END) FROM [Vendors]", "COUNT over a subquery")]
    [InlineData("SELECT MAX(COUNT(*)) FROM [Vendors]", "MAX over a subquery")]
    [InlineData("SELECT FROM [Products] WHERE", "Incorrect syntax")]
    public void A_statement_that_breaks_a_rule_is_found(string sql, string said) =>
        Assert.Contains(SqlStatementRules.Broken(new(sql, "@s nvarchar(max)")), broken => broken.Contains(said, StringComparison.Ordinal));

    [Theory]
    [InlineData(SqlStatementRules.MaxParameters, false)]
    [InlineData(SqlStatementRules.MaxParameters + 1, true)]
    public void A_statement_of_too_many_parameters_is_found(int parameters, bool isFound)
    {
        var statement = new TdsStatement("SELECT 1", string.Join(',', Enumerable.Range(0, parameters).Select(n => $"@p{n} int")));

        Assert.Equal(isFound, SqlStatementRules.Broken(statement).Any());
    }

    [Theory]
    [InlineData("SELECT 1 FROM [Products] AS [p] WHERE [p].[Id] IN (SELECT [i].[value] FROM OPENJSON(@s) WITH ([value] int '$') AS [i])")]
    [InlineData("SELECT [s].[value] FROM OPENJSON(@s) WITH ([value] nvarchar(64) COLLATE Latin1_General_100_BIN2 '$') AS [s]")]
    [InlineData("SELECT COUNT(*), SUM([p].[Id]), MAX([p].[Id]) OVER () FROM [Products] AS [p] WHERE EXISTS (SELECT 1 FROM [Vendors])")]
    public void A_statement_that_keeps_the_rules_is_left_alone(string sql) => Assert.Equal([], SqlStatementRules.Broken(new(sql)));

    private static async Task<(List<TdsStatement> Statements, List<string> Failures)> RecordAsync()
    {
        List<string> failures = [];
        var saved = new SavedRows();
        await using var server = TdsStore.Serving(s => s.Contains("sys.databases", StringComparison.Ordinal) ? null : saved.Answer(s));
        await using var services = server.Services();
        foreach (var (name, work) in StoreStatements.All)
        {
            await using var scope = services.CreateAsyncScope();
            var failed = await Xunit.Record.ExceptionAsync(() =>
                work(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<StoreDb>(), TestContext.Current.CancellationToken));
            if (failed is not null)
                failures.Add($"{name}: {failed}");
        }
        return ([.. server.Sent.Where(s => !IsOfTheProtocol(s)).DistinctBy(s => (s.Text, s.Declarations))], failures);
    }

    private static bool IsOfTheProtocol(TdsStatement statement) =>
        statement.Text is TdsRequest.Commit or TdsRequest.Rollback or TdsRequest.Save or TdsRequest.BeginSnapshot or "BEGIN TRANSACTION";

    /// <summary>System tables and procedures are not in the model.</summary>
    private static bool AsksTheServer(TdsStatement statement) =>
        statement.Text.Contains("sys.", StringComparison.Ordinal) || statement.Text.Contains("sp_getapplock", StringComparison.Ordinal)
        || statement.Text.StartsWith("SET TRANSACTION", StringComparison.Ordinal);
}
