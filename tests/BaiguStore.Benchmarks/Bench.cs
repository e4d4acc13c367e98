using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text;
using Spectre.Console;

namespace BaiguStore.Benchmarks;

/// <summary>
/// One run: publishes the store, starts stores and controls, and collects the results. A figure is meaningful only relative to its control in the
/// same run; the machine is shared with the load generator.
/// </summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly string _suite, _work = Directory.CreateTempSubdirectory("baigu-bench-").FullName;
    private readonly List<string> _columns = [];
    private readonly List<string[]> _rows = [];
    private readonly List<string> _notes = [];

    private Bench(string suite, string[] arguments)
    {
        _suite = suite;
        Seconds = int.Parse(Option(arguments, "--seconds") ?? "8", CultureInfo.InvariantCulture);
        Earlier = Option(arguments, "--earlier");
        DataPath = Option(arguments, "--data") ?? Path.Combine(Path.GetTempPath(), "baigu-bench-data");
    }

    /// <summary>Duration of each load.</summary>
    public int Seconds { get; }

    /// <summary>Data folder of the sample store, created at the first run and reused.</summary>
    public string DataPath { get; }

    /// <summary>A checkout of an earlier version, for comparison.</summary>
    public string? Earlier { get; }

    public string Published => Path.Combine(_work, "store");

    public string PublishedCli => Path.Combine(_work, "cli");

    public static string Root { get; } = FindRoot();

    public static async Task<Bench> OpenAsync(string suite, string[] arguments)
    {
        var bench = new Bench(suite, arguments);
        await Load.InstallAsync();
        await PublishAsync(Root, "BaiguStore.Web", bench.Published);
        return bench;
    }

    public Task<ServerProcess> StoreAsync(params (string Key, string Value)[] settings) => StoreAsync(DataPath, settings);

    public Task<ServerProcess> StoreAsync(string dataPath, params (string Key, string Value)[] settings) => StoreAsync(Published, dataPath, settings);

    /// <summary>A store of another version, published to its own folder.</summary>
    public static Task<ServerProcess> StoreAsync(string published, string dataPath, params (string Key, string Value)[] settings)
    {
        var environment = new Dictionary<string, string> { ["Store__DataPath"] = dataPath, ["Store__Seed"] = "Samples" };
        foreach (var (key, value) in settings)
            environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return ServerProcess.StartAsync([Path.Combine(published, "BaiguStore.Web.dll")], environment, published);
    }

    /// <summary>Waits until the store's index is open, which keeps a large store's cores busy for seconds after its first page.</summary>
    public static async Task IndexedAsync(Uri store)
    {
        using var client = new HttpClient { BaseAddress = store };
        while ((await client.GetAsync(new Uri("/api/v1/search?q=s", UriKind.Relative))).StatusCode == HttpStatusCode.ServiceUnavailable)
            await Task.Delay(100);
    }

    /// <summary>The control, with the store's own responses for these paths.</summary>
    public async Task<(ServerProcess Control, Dictionary<string, Answer> Answers)> ControlAsync(Uri store, IEnumerable<string> paths)
    {
        using var client = new HttpClient { BaseAddress = store, DefaultRequestHeaders = { { "Accept-Encoding", "br, gzip" }, { "Accept", "text/html" } } };
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            answer.EnsureSuccessStatusCode();
            var name = path.Split('?')[0];
            var key = answers.ContainsKey(name) ? $"{name}-{answers.Count}" : name;
            answers[key] = new(answer.Content.Headers.ContentType!.ToString(), answer.Content.Headers.ContentEncoding.FirstOrDefault(), await answer.Content.ReadAsByteArrayAsync());
        }
        var folder = Directory.CreateDirectory(Path.Combine(_work, Guid.NewGuid().ToString("N"))).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "answers.json"), JsonSerializer.Serialize(answers));
        return (await ServerProcess.StartAsync([typeof(Bench).Assembly.Location, "control", folder], new Dictionary<string, string>(), folder), answers);
    }

    public void Columns(params string[] names) => _columns.AddRange(names);

    public void Row(params object[] cells)
    {
        var texts = Array.ConvertAll(cells, c => c switch
        {
            double d => d.ToString(d >= 100 ? "N0" : "0.00", CultureInfo.InvariantCulture),
            int n => n.ToString("N0", CultureInfo.InvariantCulture),
            _ => c.ToString() ?? "",
        });
        _rows.Add(texts);
        Console.WriteLine(string.Join("  ", texts));
    }

    public void Note(string text)
    {
        _notes.Add(text);
        Console.WriteLine(text);
    }

    /// <summary>Prints the table and writes it as Markdown beside the builds, for `docs/performance.md`.</summary>
    public async Task WriteReportAsync()
    {
        var table = new Table();
        foreach (var column in _columns)
            table.AddColumn(column);
        foreach (var row in _rows)
            table.AddRow(Array.ConvertAll(row, Markup.Escape));
        AnsiConsole.Write(table);

        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"## {_suite}")
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores shared with the load generator, {RuntimeInformation.FrameworkDescription}, {Seconds} s and {Load.Connections} connections a figure.")
            .AppendLine()
            .AppendLine($"| {string.Join(" | ", _columns)} |")
            .AppendLine($"|{string.Concat(_columns.Select((_, i) => i == 0 ? "---|" : "---:|"))}");
        foreach (var row in _rows)
            text.AppendLine($"| {string.Join(" | ", row)} |");
        text.AppendLine();
        foreach (var note in _notes)
            text.AppendLine(CultureInfo.InvariantCulture, $"- {note}");
        var file = Path.Combine(Root, "tests", "BaiguStore.Benchmarks", "bin", $"{_suite}.md");
        await File.WriteAllTextAsync(file, text.ToString());
        Console.WriteLine($"Written to {file}");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_work, recursive: true);
        return ValueTask.CompletedTask;
    }

    public static async Task PublishAsync(string root, string project, string folder)
    {
        Console.WriteLine($"Publishing {project} ...");
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["publish", Path.Combine(root, "src", project), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-o", folder, "-v", "quiet", "--nologo"]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{project} could not be published.");
    }

    private static string? Option(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "BaiguStore.sln")))
                return folder.FullName;
        throw new InvalidOperationException("The benchmarks publish the store from its source: run them from inside the repository.");
    }
}
