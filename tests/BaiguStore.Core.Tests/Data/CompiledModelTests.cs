using System.Text.RegularExpressions;
using BaiguStore.Core.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.EntityFrameworkCore.Sqlite.Design.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.Data;

public sealed partial class CompiledModelTests : IDisposable
{
    private const string Name = "BaiguStore.Core.Data.Sqlite.Model";

    private readonly string _made = Directory.CreateTempSubdirectory("baigu-test-").FullName;

    [Fact]
    public void The_model_that_a_store_on_SQLite_starts_with_is_that_of_the_entities()
    {
        using var db = new SqliteStoreDb(new DbContextOptionsBuilder<SqliteStoreDb>().UseSqlite("Data Source=none.db").Options);
        Scaffold(db);

        var made = TextsOf(Directory.EnumerateFiles(_made));
        var kept = TextsOf(SourceTree.Files("src/BaiguStore.Core/Data/Sqlite/Model", "*.cs"));

        var stale = made.Except(kept).Concat(kept.Except(made)).Select(f => f.Key).Distinct().ToList();

        Assert.True(stale.Count == 0, $"docs/development.md, \"A migration\", says how to make them anew: {string.Join(", ", stale)}");
    }

    [Fact]
    public void It_is_the_one_in_use()
    {
        using var db = new SqliteStoreDb(new DbContextOptionsBuilder<SqliteStoreDb>().UseSqlite("Data Source=none.db").Options);

        Assert.Equal(Name, db.Model.GetType().Namespace);
    }

    public void Dispose() => Directory.Delete(_made, recursive: true);

    private void Scaffold(SqliteStoreDb db)
    {
        var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(db);
#pragma warning disable EF1001 // the service that `dotnet ef` itself uses
        new SqliteDesignTimeServices().ConfigureDesignTimeServices(services);
#pragma warning restore EF1001
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<ICompiledModelScaffolder>().ScaffoldModel(
            db.GetService<IDesignTimeModel>().Model,
            _made,
            new CompiledModelCodeGenerationOptions { ContextType = typeof(SqliteStoreDb), ModelNamespace = Name, Language = "C#" });
    }

    private static Dictionary<string, string> TextsOf(IEnumerable<string> files) =>
        files.ToDictionary(f => Path.GetFileName(f)!, f => Id().Replace(File.ReadAllText(f).ReplaceLineEndings("\n"), ""));

    /// <summary>Id of the model, which changes with every generation.</summary>
    [GeneratedRegex("""modelId: new Guid\("[^"]*"\)""")]
    private static partial Regex Id();
}
