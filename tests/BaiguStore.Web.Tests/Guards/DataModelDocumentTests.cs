using System.Xml.Linq;
using BaiguStore.Core.Data;
using BaiguStore.Core.Data.Postgres;
using BaiguStore.Core.Data.Sqlite;
using BaiguStore.Core.Data.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>docs/data-model.md and the model of the three databases are the same.</summary>
public sealed class DataModelDocumentTests
{
    private const string Document = "docs/data-model.md";

    public static TheoryData<string> Providers => new(nameof(DatabaseProvider.Sqlite), nameof(DatabaseProvider.SqlServer), nameof(DatabaseProvider.Postgres));

    [Theory]
    [MemberData(nameof(Providers))]
    public void Every_table_stands_in_its_document_and_no_other(string provider)
    {
        using var db = Open(provider);

        Documents.AssertSame(Document, Tables(db).Select(t => t.Name), Listed().Select(row => row.Table));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Every_column_stands_in_the_part_of_its_table(string provider)
    {
        using var db = Open(provider);
        var parts = Listed().ToDictionary(row => row.Table, row => Documents.Codes(Documents.Section(Document, $"## {row.Part}")).ToHashSet());
        var wrong = from table in Tables(db)
                    from column in table.Columns
                    where column != "Id" && !parts[table.Name].Contains(column)
                    select $"{table.Name}.{column}";

        Assert.Empty(wrong);
    }

    /// <summary>The tables of the document whose rows are columns.</summary>
    [Fact]
    public void No_column_stands_in_the_document_alone()
    {
        using var db = Open(nameof(DatabaseProvider.Sqlite));
        var columns = Tables(db).ToDictionary(t => t.Name, t => t.Columns);
        var wrong = from part in Listed().GroupBy(row => row.Part)
                    from row in Documents.Rows(Documents.Section(Document, $"## {part.Key}"))
                    from column in Documents.Codes(row[0])
                    where !part.Any(t => columns[t.Table].Contains(column))
                    select $"{part.Key}: {column}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_entities_with_a_version_are_named()
    {
        using var db = Open(nameof(DatabaseProvider.Sqlite));
        var line = Documents.Read(Document).Split("\n- ").Single(item => item.StartsWith("`Version`", StringComparison.Ordinal));

        Documents.AssertSame(Document, db.Model.GetEntityTypes().Where(e => typeof(IVersioned).IsAssignableFrom(e.ClrType)).Select(e => e.ClrType.Name),
            Documents.Codes(line).Where(code => code != "Version"));
    }

    /// <summary>docs/data-model.py draws it from a store; an old drawing lacks what came since.</summary>
    [Fact]
    public void The_drawing_shows_every_table_with_every_column_and_no_other()
    {
        using var db = Open(nameof(DatabaseProvider.Sqlite));
        var boxes = XDocument.Parse(Documents.Read("docs/data-model.svg")).Descendants().Where(e => e.Name.LocalName == "g")
            .Select(box => box.Elements().Where(e => e.Name.LocalName == "text").ToList());
        var drawn = boxes.SelectMany(texts => texts.Skip(1).Where((_, i) => i % 3 == 1).Select(column => $"{texts[0].Value}.{column.Value}"));

        Documents.AssertSame("docs/data-model.svg", Tables(db).SelectMany(t => t.Columns.Select(column => $"{t.Name}.{column}")), drawn);
    }

    /// <summary>The list of tables at the head of the document: name, and the part that tells of it.</summary>
    private static IEnumerable<(string Table, string Part)> Listed() =>
        Documents.Rows(Documents.Section(Document, "## Tables")).Select(row => (row[0].Trim('`'), row[1].Split('[')[1].Split(']')[0]));

    private static IEnumerable<(string Name, HashSet<string> Columns)> Tables(StoreDb db) => db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables
        .Select(t => (t.Name, t.Columns.Select(c => c.Name).ToHashSet()));

    private static StoreDb Open(string provider) => provider switch
    {
        nameof(DatabaseProvider.SqlServer) => new SqlServerStoreDb(new DbContextOptionsBuilder<SqlServerStoreDb>().UseSqlServer("Server=none").Options),
        nameof(DatabaseProvider.Postgres) => new PostgresStoreDb(new DbContextOptionsBuilder<PostgresStoreDb>().UseNpgsql("Host=none").Options),
        _ => new SqliteStoreDb(new DbContextOptionsBuilder<SqliteStoreDb>().UseSqlite("Data Source=none.db").Options),
    };
}
