using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Benchmarks.Suites;

/// <summary>The components of almost every uncached page, in microseconds and bytes.</summary>
internal static class MicroSuite
{
    public static async Task RunAsync(Bench bench)
    {
        await using (await bench.StoreAsync())
        {
            // Started only to create the sample store.
        }
        HotComponents.DataPath = bench.DataPath;
        var summary = BenchmarkRunner.Run<HotComponents>(ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance))
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default)
            .AddDiagnoser(BenchmarkDotNet.Diagnosers.MemoryDiagnoser.Default));
        bench.Columns("piece", "mean us", "error us", "KB allocated");
        foreach (var report in summary.Reports.Where(r => r.ResultStatistics is not null))
            bench.Row(
                report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo, report.ResultStatistics!.Mean / 1_000, report.ResultStatistics.StandardError / 1_000,
                (report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0) / 1024.0);
    }
}

/// <summary>Run by BenchmarkDotNet, in this process.</summary>
public class HotComponents
{
    private const int Shown = 24;

    private ServiceProvider _services = null!;
    private IDbContextFactory<StoreDb> _databases = null!;
    private CategoryNode _line = null!;
    private CategoryTree _tree = null!;
    private (int Id, string Name) _product;
    private string _markdown = "";

    internal static string DataPath { get; set; } = "";

    [GlobalSetup]
    public async Task OpenAsync()
    {
        _services = TreeSuite.Open(DataPath);
        _databases = _services.GetRequiredService<IDbContextFactory<StoreDb>>();
        await using var db = await _databases.CreateDbContextAsync();
        _tree = await CategoryTree.LoadAsync(db, CancellationToken.None);
        _line = _tree.All.MaxBy(c => c.Count)!;
        var middle = await db.Products.Published().In(_line.Id).By(ProductOrder.Name).Skip(_line.Count / 2).Select(p => new { p.Id, p.Name }).FirstAsync();
        _product = (middle.Id, middle.Name);
        _markdown = await db.Articles.OrderByDescending(a => a.Body.Length).Select(a => a.Body).FirstAsync();
    }

    [GlobalCleanup]
    public void Close() => _services.Dispose();

    [Benchmark(Description = "page of the largest line, as the vocabulary says it")]
    public async Task<int> ListAsync()
    {
        await using var db = await _databases.CreateDbContextAsync();
        return (await db.Products.AsNoTracking().Published().In(_line.Id).By(ProductOrder.Name)
            .ToPageAsync(1, Shown, _line.Count, db.Products.RowsOf, CancellationToken.None)).Items.Count;
    }

    [Benchmark(Description = "page of the largest line, compiled")]
    public async Task<int> CompiledListAsync()
    {
        await using var db = await _databases.CreateDbContextAsync();
        return (await db.ListAsync(_line, ProductOrder.Name, 1, Shown, CancellationToken.None)).Items.Count;
    }

    [Benchmark(Description = "its last page, compiled")]
    public async Task<int> LastPageAsync()
    {
        await using var db = await _databases.CreateDbContextAsync();
        return (await db.ListAsync(_line, ProductOrder.Name, (_line.Count + Shown - 1) / Shown, Shown, CancellationToken.None)).Items.Count;
    }

    [Benchmark(Description = "what follows a product")]
    public async Task<int> RelatedAsync()
    {
        await using var db = await _databases.CreateDbContextAsync();
        return (await db.RelatedAsync(_line, _product.Id, _product.Name, CancellationToken.None)).Count;
    }

    [Benchmark(Description = "comments of a product that has none")]
    public async Task<int> CommentsAsync()
    {
        await using var db = await _databases.CreateDbContextAsync();
        return (await db.ThreadsAsync(CommentTarget.Product(_product.Id), 0, 20, CancellationToken.None)).Count;
    }

    [Benchmark(Description = "a place of the tree by its slug")]
    public object? Find() => _tree.Find(_line.Slug);

    [Benchmark(Description = "the longest article, rendered as at a save")]
    public int Render() => ArticleRendering.Render(_markdown).Html.Length;
}
