using BaiguStore.Benchmarks;
using BaiguStore.Benchmarks.Suites;

// The control is this program, started as a separate process.
if (args is ["control", var folder])
    return await Control.RunAsync(folder);

var suites = new Dictionary<string, Func<Bench, Task>>(StringComparer.Ordinal)
{
    ["pages"] = PagesSuite.RunAsync,
    ["start"] = StartSuite.RunAsync,
    ["tree"] = TreeSuite.RunAsync,
    ["scale"] = ScaleSuite.RunAsync,
    ["write"] = WriteSuite.RunAsync,
    ["staff"] = StaffSuite.RunAsync,
    ["search"] = SearchSuite.RunAsync,
    ["against"] = AgainstSuite.RunAsync,
    ["micro"] = MicroSuite.RunAsync,
};
if (args is not [var name, .. var rest] || !suites.TryGetValue(name, out var run))
{
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project tests/BaiguStore.Benchmarks -- SUITE [--seconds 8] [--data FOLDER] [--earlier CHECKOUT]\nSUITE is one of: {string.Join(", ", suites.Keys)}");
    return 2;
}
await using var bench = await Bench.OpenAsync(name, rest);
await run(bench);
await bench.WriteReportAsync();
return 0;
