using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace BaiguStore.Core.Tests.Data.SqlServer;

/// <summary>Answers EF like an empty database that accepts every row: a save gets new ids if it asks for them, otherwise one affected row.</summary>
internal sealed class SavedRows
{
    private readonly Dictionary<string, bool> _hasLongId;
    private int _id;
    private int _merged;
    private string _mergedInto = "";

    public SavedRows()
    {
        using var db = SqlServerScriptTests.Open();
        _hasLongId = db.Model.GetEntityTypes().Where(t => t.GetTableName() is not null)
            .ToLookup(t => t.GetTableName()!, t => t.FindPrimaryKey()?.Properties is [var only] && only.ClrType == typeof(long))
            .ToDictionary(t => t.Key, t => t.Any(isLong => isLong)); // owned entities may share their owner's table
    }

    /// <summary>A query of several columns returns no rows; null for a statement that is neither a query nor a save.</summary>
    public TdsAnswer? Answer(string batch)
    {
        var statements = ((TSqlScript)SqlServerScriptTests.Parsed(batch, out _)).Batches.SelectMany(b => b.Statements).ToList();
        if (statements is [SelectStatement { QueryExpression: QuerySpecification { SelectElements: { Count: > 1 } columns } }])
            return TdsAnswer.Rows([.. columns.Select((_, i) => $"C{i}")]);
        if (!statements.Exists(s => s is DataModificationStatement))
            return null;
        var answers = statements.Select(AnswerOne).OfType<TdsAnswer>().ToList();
        return answers.Count == 0 ? TdsAnswer.Done : TdsAnswer.Several(answers);
    }

    private TdsAnswer? AnswerOne(TSqlStatement statement) => statement switch
    {
        InsertStatement { InsertSpecification: { InsertSource: ValuesInsertSource values } insert } => Output(insert, values.RowValues.Count),
        MergeStatement { MergeSpecification: var merge } => Merged(merge),
        UpdateStatement { UpdateSpecification: var update } => Output(update, 1),
        DeleteStatement { DeleteSpecification: var delete } => Output(delete, 1),
        SelectStatement { QueryExpression: QuerySpecification { FromClause: null } } => TdsAnswer.Value(1), // @@ROWCOUNT
        SelectStatement { QueryExpression: QuerySpecification { FromClause: var from } } =>
            Ids(TableOf(from.TableReferences[0]) is { Length: > 0 } table ? table : _mergedInto, Math.Max(1, _merged)), // otherwise from a table variable
        _ => null,
    };

    private TdsAnswer? Merged(MergeSpecification merge)
    {
        (_merged, _mergedInto) = (((InlineDerivedTable)merge.TableReference).RowValues.Count, TableOf(merge.Target));
        return Output(merge, _merged);
    }

    private TdsAnswer? Output(DataModificationSpecification change, int rows)
    {
        if (change.OutputClause is not { SelectColumns: var columns })
            return null;
        var table = TableOf(change.Target);
        return TdsAnswer.Rows([.. columns.Select((_, i) => $"C{i}")],
            [.. Enumerable.Range(0, rows).Select(row => columns.Select(c => Value(table, ((SelectScalarExpression)c).Expression, row)).ToArray())]);
    }

    private TdsAnswer Ids(string table, int rows) => TdsAnswer.Rows(["Id"], [.. Enumerable.Range(0, rows).Select(_ => new[] { NewId(table) })]);

    private object? Value(string table, ScalarExpression column, int row) => column switch
    {
        ColumnReferenceExpression c when c.MultiPartIdentifier.Identifiers[^1].Value == "_Position" => row,
        ColumnReferenceExpression => NewId(table),
        _ => 1,
    };

    private object? NewId(string table) => _hasLongId.GetValueOrDefault(table) ? (object)(long)++_id : ++_id;

    private static string TableOf(TableReference table) => table switch
    {
        NamedTableReference named => named.SchemaObject.BaseIdentifier.Value,
        QualifiedJoin join => TableOf(join.FirstTableReference),
        _ => "",
    };
}
