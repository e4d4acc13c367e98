using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace BaiguStore.Core.Tests.Data.SqlServer;

/// <summary>Constructs that SQL Server's parser accepts and the server refuses, at once or later; violations are returned as text.</summary>
internal static partial class SqlStatementRules
{
    /// <summary>SQL Server allows 2,100, of which sp_executesql uses two.</summary>
    public const int MaxParameters = 2_000;

    public static IEnumerable<string> Broken(TdsStatement statement)
    {
        var parsed = SqlServerScriptTests.Parsed(statement.Text, out var errors);
        var parameters = Parameter().Count(statement.Declarations);
        var visitor = new Visitor();
        parsed.Accept(visitor);
        return
        [
            .. errors.Select(e => e.Message),
            .. parameters > MaxParameters ? [$"{parameters} parameters, {MaxParameters} are allowed"] : (string[])[],
            .. visitor.Broken,
        ];
    }

    private sealed class Visitor : TSqlFragmentVisitor
    {
        private static readonly string[] Aggregates = ["COUNT", "COUNT_BIG", "SUM", "MIN", "MAX", "AVG", "STRING_AGG"];

        public List<string> Broken { get; } = [];

        /// <summary>
        /// Text from OPENJSON has the database's collation, the store's columns have their own: error 468 if neither takes precedence, as in a
        /// contained database.
        /// </summary>
        public override void Visit(OpenJsonTableReference json)
        {
            if (json.SchemaDeclarationItems.Count == 0)
                Broken.Add("OPENJSON without types: its values are texts without a collation");
            foreach (var column in json.SchemaDeclarationItems.Select(item => item.ColumnDefinition))
                if (column.Collation is null
                    && column.DataType is SqlDataTypeReference { SqlDataTypeOption: SqlDataTypeOption.NVarChar or SqlDataTypeOption.VarChar })
                    Broken.Add($"OPENJSON gives the text {column.ColumnIdentifier.Value} without COLLATE");
        }

        /// <summary>Error 130.</summary>
        public override void Visit(FunctionCall call)
        {
            if (!Aggregates.Contains(call.FunctionName.Value, StringComparer.OrdinalIgnoreCase) || call.OverClause is not null)
                return;
            var inner = new Inner();
            foreach (var argument in call.Parameters)
                argument.Accept(inner);
            if (inner.IsFound)
                Broken.Add($"{call.FunctionName.Value} over a subquery or an aggregate");
        }

        private sealed class Inner : TSqlFragmentVisitor
        {
            public bool IsFound { get; private set; }

            public override void Visit(QueryExpression query) => IsFound = true;

            public override void Visit(FunctionCall call) =>
                IsFound |= Aggregates.Contains(call.FunctionName.Value, StringComparer.OrdinalIgnoreCase);
        }
    }

    [GeneratedRegex(@"@\w+ ")]
    private static partial Regex Parameter();
}
