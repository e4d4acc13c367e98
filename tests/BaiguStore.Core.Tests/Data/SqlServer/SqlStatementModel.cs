using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.Dac.Model;

namespace BaiguStore.Core.Tests.Data.SqlServer;

/// <summary>The migrated schema in SQL Server's own model, which resolves the names in each statement.</summary>
internal sealed partial class SqlStatementModel : IDisposable
{
    private readonly TSqlModel _model = new(SqlServerVersion.Sql150, new TSqlModelOptions());

    public SqlStatementModel()
    {
        using var db = SqlServerScriptTests.Open();
        foreach (var definition in SqlServerScriptTests.Definitions(db.GetService<IMigrator>().GenerateScript()))
            _model.AddObjects(definition);
    }

    /// <summary>Missing tables, columns and parameters, each with its statement.</summary>
    public IReadOnlyList<string> Errors(IReadOnlyList<TdsStatement> statements)
    {
        List<string> refused = [];
        foreach (var (n, statement) in statements.Index())
            try
            {
                _model.AddObjects($"CREATE PROCEDURE [Statement{n}] {statement.Declarations} AS BEGIN\n{statement.Text}\nEND");
            }
            catch (DacModelException e)
            {
                refused.Add($"{e.Message} <- {statement.Text}");
            }
        return [.. refused, .. _model.Validate().Select(m => $"{m.Message} <- {StatementIn(m.Message, statements)}")];
    }

    public void Dispose() => _model.Dispose();

    private static string StatementIn(string message, IReadOnlyList<TdsStatement> statements) =>
        NumberOf().Match(message) is { Success: true } match
            ? statements[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)].Text
            : "";

    [GeneratedRegex(@"\[Statement(\d+)\]")]
    private static partial Regex NumberOf();
}
