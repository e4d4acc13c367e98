using System.Diagnostics;
using System.Globalization;

namespace BaiguStore.Benchmarks.Suites;

/// <summary>Pages and start with a million products in 34,000 categories. The store is created once and reused.</summary>
internal static class ScaleSuite
{
    private const int Products = 1_000_000, Categories = 34_000;

    public static string PathOf(Bench bench) => bench.DataPath + "-million";

    public static async Task RunAsync(Bench bench)
    {
        var path = PathOf(bench);
        var made = Path.Combine(path, "made-in-seconds.txt");
        if (!File.Exists(made))
            await File.WriteAllTextAsync(made, (await MakeAsync(bench, path)).TotalSeconds.ToString("N0", CultureInfo.InvariantCulture));
        await PagesSuite.RunAsync(bench, path);
        bench.Note($"The store of {Products:N0} products in {Categories:N0} categories was made in {await File.ReadAllTextAsync(made)} s and takes {new FileInfo(Path.Combine(path, "store.db")).Length >> 20:N0} MB.");
        var starts = await StartSuite.MeasureAsync(bench, path);
        bench.Note($"Start to first page: {StartSuite.Median(starts, s => s.First):N0} ms (median of {starts.Count}).");
    }

    /// <summary>With the published command line, like an operator; continues an interrupted run.</summary>
    private static async Task<TimeSpan> MakeAsync(Bench bench, string path)
    {
        Directory.CreateDirectory(path);
        await Bench.PublishAsync(Bench.Root, "BaiguStore.Cli", bench.PublishedCli);
        var clock = Stopwatch.StartNew();
        foreach (var command in new[] { "seed", $"samples add --products {Products} --categories {Categories}" })
        {
            var start = new ProcessStartInfo("dotnet", [Path.Combine(bench.PublishedCli, "baigu.dll"), .. command.Split(' ')]) { WorkingDirectory = path };
            start.Environment["Store__DataPath"] = path;
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"baigu {command} exited with {process.ExitCode}.");
        }
        return clock.Elapsed;
    }
}
