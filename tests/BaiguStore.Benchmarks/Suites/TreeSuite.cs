using System.Diagnostics;
using BaiguStore.Core;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Benchmarks.Suites;

/// <summary>Loads the whole tree with its counts from the database: done at start and after bulk changes.</summary>
internal static class TreeSuite
{
    private const string Control = "SELECT CategoryId, COUNT(*) FROM Products WHERE PublishedAt IS NOT NULL GROUP BY CategoryId";

    public static async Task RunAsync(Bench bench)
    {
        bench.Columns("store", "products", "categories", "grouped count alone ms", "whole tree ms, median", "slowest", "ratio");
        await using (await bench.StoreAsync())
        {
            // Started only to create the sample store.
        }
        foreach (var path in new[] { bench.DataPath, ScaleSuite.PathOf(bench) }.Where(Directory.Exists))
            await MeasureAsync(bench, path);
    }

    private static async Task MeasureAsync(Bench bench, string dataPath)
    {
        await using var services = Open(dataPath);
        await using var db = services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContext();
        await db.Database.OpenConnectionAsync();
        var tree = await CategoryTree.LoadAsync(db, CancellationToken.None);
        List<double> counted = [], loaded = [];
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(bench.Seconds) || loaded.Count < 5)
        {
            counted.Add(await TimeAsync(() => CountAsync(db)));
            loaded.Add(await TimeAsync(() => CategoryTree.LoadAsync(db, CancellationToken.None)));
        }
        bench.Row(Path.GetFileName(dataPath), tree.Total, tree.All.Count(), Median(counted), Median(loaded), loaded.Max(), Median(loaded) / Median(counted));
    }

    public static ServiceProvider Open(string dataPath) => new ServiceCollection()
        .AddStore(new StoreSettings(DatabaseProvider.Sqlite, SqliteStoreDb.ConnectionString(Path.Combine(dataPath, "store.db")), dataPath, SeedMode.None))
        .BuildServiceProvider();

    private static async Task CountAsync(StoreDb db)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = Control;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            _ = reader.GetInt64(0) + reader.GetInt64(1);
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
