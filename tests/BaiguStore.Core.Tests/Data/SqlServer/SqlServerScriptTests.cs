using BaiguStore.Core.Data.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace BaiguStore.Core.Tests.Data.SqlServer;

/// <summary>SQL Server's own parser and model builder validate our scripts; no server is needed.</summary>
public sealed class SqlServerScriptTests
{
    /// <summary>
    /// The script for operators. SQL Server's model accepts definitions only: columns that a migration adds are moved into CREATE TABLE. When a
    /// migration alters a column, start from a new base script here.
    /// </summary>
    [Fact]
    public void The_script_of_all_migrations_makes_a_valid_database_of_the_whole_model() =>
        AssertMakesWholeModel(db => db.GetService<IMigrator>().GenerateScript(), withTriggers: true);

    [Fact]
    public void The_script_that_creates_the_model_at_once_is_valid_too() =>
        AssertMakesWholeModel(db => db.Database.GenerateCreateScript(), withTriggers: false); // triggers come from migrations, not from the model

    private static void AssertMakesWholeModel(Func<SqlServerStoreDb, string> scriptOf, bool withTriggers)
    {
        using var db = Open();
        using var model = new TSqlModel(SqlServerVersion.Sql150, new TSqlModelOptions());
        foreach (var definition in Definitions(scriptOf(db)))
            model.AddObjects(definition);
        var tables = db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables.ToList();

        Assert.Equal([], Errors(model));
        Assert.Equal(tables.Select(t => t.Name).Order(), NamesOf(model, Table.TypeClass));
        Assert.Equal(tables.SelectMany(t => t.Indexes).Select(i => i.Name).Order(), NamesOf(model, Microsoft.SqlServer.Dac.Model.Index.TypeClass));
        Assert.Equal(tables.SelectMany(t => t.ForeignKeyConstraints).Select(k => k.Name).Order(), NamesOf(model, ForeignKeyConstraint.TypeClass));
        Assert.Equal(tables.SelectMany(t => t.CheckConstraints).Select(k => k.Name).Order(), NamesOf(model, CheckConstraint.TypeClass));
        Assert.Equal(withTriggers ? tables.SelectMany(t => t.Triggers).Select(t => t.ModelName).Order() : [], NamesOf(model, DmlTrigger.TypeClass));
    }

    [Fact]
    public void The_repeatable_script_is_read_without_an_error()
    {
        using var db = Open();
        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        Assert.All(Batches(script), batch => Assert.Equal([], SyntaxErrors(batch)));
    }

    [Theory]
    [InlineData("CREATE INDEX [IX] ON [Nowhere] ([Id]);")]
    [InlineData("CREATE TABLE [T] ([Id] int NOT NULL, CONSTRAINT [FK] FOREIGN KEY ([Id]) REFERENCES [Nowhere] ([Id]));")]
    [InlineData("CREATE TABLE [T] ([Id] int NOT NULL); CREATE INDEX [IX] ON [T] ([Missing]);")]
    public void A_script_that_names_what_is_not_there_is_found(string sql)
    {
        using var model = new TSqlModel(SqlServerVersion.Sql150, new TSqlModelOptions());
        foreach (var definition in Definitions(sql))
            model.AddObjects(definition);

        Assert.NotEmpty(Errors(model));
    }

    [Fact]
    public void A_script_that_is_no_sql_is_found() => Assert.NotEmpty(SyntaxErrors("CREATE TABEL [T] ([Id] int);"));

    [Fact]
    public void The_lock_of_the_change_feed_is_read_without_an_error()
    {
        using var db = Open();
        var sql = (string)typeof(SqlServerStoreDb)
            .GetProperty("FeedLock", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(db)!;

        Assert.Equal([], SyntaxErrors(sql));
    }

    internal static SqlServerStoreDb Open() => new(new DbContextOptionsBuilder<SqlServerStoreDb>().UseSqlServer("Server=none").Options);

    private static IEnumerable<string> Batches(string script) =>
        script.ReplaceLineEndings("\n").Split("\nGO\n").Select(b => b.Trim()).Where(b => b.Length > 0);

    /// <summary>
    /// Each statement of a script on its own, without transactions and EF's history; added columns are moved into their table's definition, and
    /// statements inside EXEC are extracted.
    /// </summary>
    internal static IEnumerable<string> Definitions(string script)
    {
        var statements = ((TSqlScript)Parsed(script, out _)).Batches.SelectMany(b => b.Statements)
            .Where(s => s is not (BeginTransactionStatement or CommitTransactionStatement or InsertStatement or IfStatement))
            .SelectMany(s => TextOf(s) is { } text ? ((TSqlScript)Parsed(text, out _)).Batches.SelectMany(b => b.Statements) : [s]).ToList();
        var added = statements.OfType<AlterTableAddTableElementStatement>().Where(s => s.Definition.ColumnDefinitions.Count > 0).ToList();
        foreach (var statement in added)
        {
            var table = statements.OfType<CreateTableStatement>().Single(t => NameOf(t.SchemaObjectName) == NameOf(statement.SchemaObjectName));
            foreach (var column in statement.Definition.ColumnDefinitions)
                table.Definition.ColumnDefinitions.Add(column);
        }
        var writer = new Sql150ScriptGenerator();
        foreach (var statement in statements.Except(added))
        {
            writer.GenerateScript(statement, out var sql);
            yield return sql;
        }

        static string? TextOf(TSqlStatement statement) => statement is ExecuteStatement
        {
            ExecuteSpecification.ExecutableEntity: ExecutableStringList { Strings: [StringLiteral text] },
        } ? text.Value : null;

        static string NameOf(SchemaObjectName table) => table.BaseIdentifier.Value;
    }

    private static IEnumerable<string> NamesOf(TSqlModel model, ModelTypeClass type) =>
        model.GetObjects(DacQueryScopes.UserDefined, type).Select(o => o.Name.Parts[^1]).Order();

    private static List<string> Errors(TSqlModel model) =>
        [.. model.Validate().Where(m => m.MessageType == Microsoft.SqlServer.Dac.DacMessageType.Error).Select(m => m.Message)];

    private static List<string> SyntaxErrors(string sql)
    {
        Parsed(sql, out var errors);
        return [.. errors.Select(e => $"{e.Line}: {e.Message}")];
    }

    internal static TSqlFragment Parsed(string sql, out IList<ParseError> errors) =>
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out errors);
}
