using System.Diagnostics;

namespace BaiguStore.Benchmarks.Suites;

/// <summary>From process start to the first complete page, on an existing database.</summary>
internal static class StartSuite
{
    private const int Runs = 7;

    public static async Task RunAsync(Bench bench)
    {
        bench.Columns("what", "starts", "first page ms, median", "fastest", "slowest", "listening ms, median", "processor ms, median", "ratio");
        var page = await MeasureAsync(bench, bench.DataPath);
        var control = await MeasureControlAsync(bench);
        Report("control", control);
        Report("store of samples", page);
        if (Directory.Exists(ScaleSuite.PathOf(bench)))
            Report("store of a million", await MeasureAsync(bench, ScaleSuite.PathOf(bench)));
        else
            bench.Note("There is no store of a million yet: the suite `scale` makes it.");

        void Report(string what, List<(double First, double Listening, double Work)> runs) => bench.Row(
            what, runs.Count, Median(runs, r => r.First), runs.Min(r => r.First), runs.Max(r => r.First), Median(runs, r => r.Listening), Median(runs, r => r.Work), Median(runs, r => r.First) / Median(control, r => r.First));
    }

    /// <summary>The first start is not measured: it may create the store, and it warms the file cache.</summary>
    public static async Task<List<(double First, double Listening, double Work)>> MeasureAsync(Bench bench, string dataPath)
    {
        List<(double, double, double)> runs = [];
        for (var run = 0; run <= Runs; run++)
        {
            await using var store = await bench.StoreAsync(dataPath);
            runs.Add(await FirstPageAsync(store, "/"));
        }
        return runs[1..];
    }

    public static double Median(List<(double First, double Listening, double Work)> runs, Func<(double First, double Listening, double Work), double> of) =>
        runs.Select(of).Order().ElementAt(runs.Count / 2);

    private static async Task<List<(double First, double Listening, double Work)>> MeasureControlAsync(Bench bench)
    {
        await using var store = await bench.StoreAsync();
        List<(double, double, double)> runs = [];
        for (var run = 0; run <= Runs; run++)
        {
            var (control, answers) = await bench.ControlAsync(store.Address, ["/"]);
            await using var _ = control;
            runs.Add(await FirstPageAsync(control, answers.Keys.Single()));
        }
        return runs[1..];
    }

    private static async Task<(double First, double Listening, double Work)> FirstPageAsync(ServerProcess server, string path)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        var clock = Stopwatch.StartNew();
        await client.GetByteArrayAsync(new Uri(path, UriKind.Relative));
        return ((server.Started + clock.Elapsed).TotalMilliseconds, server.Started.TotalMilliseconds, server.Work.TotalMilliseconds);
    }
}
