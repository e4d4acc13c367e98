using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using BaiguStore.Core.Search;
using BaiguStore.Web.Controllers.Api;

namespace BaiguStore.Web.Tests.Nodes;

/// <summary>A web node as in production: the built store as a process with its own data folder, on a shared or its own database.</summary>
internal sealed partial class StoreNode : IAsyncDisposable
{
    private readonly string _dataPath = Directory.CreateTempSubdirectory("baigu-node-").FullName;
    private readonly string? _connection;
    private readonly StringBuilder _said = new();
    private Process? _process;

    private readonly (string Key, string Value)[] _environment;

    /// <param name="connection">To a PostgreSQL database; null for SQLite in its data folder.</param>
    /// <param name="environment">Additional environment variables.</param>
    public StoreNode(string? connection = null, params (string Key, string Value)[] environment) =>
        (_connection, _environment) = (connection, environment);

    public HttpClient Visitor { get; private set; } = null!;

    public string DatabaseFile => Path.Combine(_dataPath, "store.db");

    /// <summary>Lines of its log files; only while it is stopped.</summary>
    public IEnumerable<string> Log() => Directory.GetFiles(Path.Combine(_dataPath, "logs")).Order(StringComparer.Ordinal).SelectMany(File.ReadLines);

    /// <summary>Error lines of the log.</summary>
    public IEnumerable<string> Complaints() =>
        Log().Where(line => line.Contains(" [ERR] ", StringComparison.Ordinal) || line.Contains(" [FTL] ", StringComparison.Ordinal));

    /// <summary>Its console output.</summary>
    public string[] Said()
    {
        lock (_said)
            return _said.ToString().Split(Environment.NewLine);
    }

    /// <summary>The node's index folder, also while it is stopped.</summary>
    public SearchFolder Index => new(_dataPath);

    private string IndexPath => Path.Combine(_dataPath, "index");

    public async Task StartAsync()
    {
        // tests/NAME/bin/CONFIGURATION/net10.0: the store was built beside, in the same configuration.
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var source = Path.Combine(Guards.SourceRuleTests.Root, "src", "BaiguStore.Web");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(source, "bin", output.Parent!.Name, output.Name, "BaiguStore.Web.dll")])
        {
            WorkingDirectory = source,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["Database__Provider"] = _connection is null ? "Sqlite" : "Postgres",
            ["ConnectionStrings__Store"] = _connection ?? "",
            ["Store__DataPath"] = _dataPath,
            ["Store__Seed"] = "Page",
            ["Comments__PublishAtOnce"] = "true",
            ["Comments__MinSeconds"] = "0",
            ["Comments__PerMinute"] = "1000",
        })
            start.Environment[key] = value;
        foreach (var (key, value) in _environment)
            start.Environment[key] = value;

        var said = _said;
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(string? line)
        {
            lock (said)
                said.AppendLine(line);
            if (Listening().Match(line ?? "") is { Success: true } match)
                listening.TrySetResult(new(match.Groups[1].Value));
        }
        var process = _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The store has stopped.\n{said}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Visitor = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = await listening.Task.WaitAsync(TestContext.Current.CancellationToken) };
    }

    /// <summary>Like `kill -9`.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        Visitor?.Dispose();
    }

    /// <summary>File names of libraries mapped by the running process. Linux only.</summary>
    public HashSet<string> Libraries() =>
        [.. File.ReadLines($"/proc/{_process!.Id}/maps").Select(line => Path.GetFileName(line.Split(' ')[^1])).Where(name => name.EndsWith(".dll", StringComparison.Ordinal))];

    /// <summary>Result of the node's search API; null without an index, and for a missing page.</summary>
    public async Task<SearchJson?> SearchAsync(string query)
    {
        using var answer = await Visitor.AnswerAsync("/api/v1/search?" + query);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<SearchJson>(TestContext.Current.CancellationToken) : null;
    }

    public async Task<bool> FindsAsync(string sku) => await SearchAsync($"q={sku}") is { } found && found.Items.Any(p => p.Sku == sku);

    /// <summary>All index folders: the current one, incomplete and leftover ones.</summary>
    public string[] Generations() => Directory.Exists(IndexPath) ? Directory.GetDirectories(IndexPath) : [];

    /// <summary>Deletes its index; only while it is stopped.</summary>
    public void ForgetIndex() => Directory.Delete(IndexPath, recursive: true);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_dataPath, recursive: true);
    }

    [GeneratedRegex(@"Now listening on:\s+""?(http://[^\s""]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
