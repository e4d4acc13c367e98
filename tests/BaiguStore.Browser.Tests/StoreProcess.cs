using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using BaiguStore.Tests;

namespace BaiguStore.Browser.Tests;

/// <summary>The built store as a separate process, with all samples by default, on a free port and an empty data folder.</summary>
internal sealed partial class StoreProcess : IAsyncDisposable
{
    public const string Samples = "Samples", WithoutProducts = "Page";

    private readonly string _dataPath;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _invited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private StoreProcess(string seed, string dataPath)
    {
        _dataPath = dataPath;
        // tests/NAME/bin/CONFIGURATION/net10.0: the store was built beside, in the same configuration.
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var (framework, configuration, root) = (output.Name, output.Parent!.Name, output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName);
        var source = Path.Combine(root, "src", "BaiguStore.Web");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(source, "bin", configuration, framework, "BaiguStore.Web.dll")])
        {
            WorkingDirectory = source,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["Store__DataPath"] = _dataPath,
            ["Store__Seed"] = seed,
            ["Comments__MinSeconds"] = "0",
            ["Comments__PerMinute"] = "1000",
        })
            start.Environment[key] = value;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) =>
        {
            _process.WaitForExit(); // until all output is read
            _listening.TrySetException(new InvalidOperationException($"The store has stopped.\n{Said}"));
        };
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Path of the first administrator's setup link, from the store's log.</summary>
    public Task<string> InvitationAsync => _invited.Task;

    private string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Seeded once for all tests without products: each gets a copy.</summary>
    private static readonly Lazy<Task<string>> Page = new(() => SampleFolder.OwnAsync(folder => FillAsync(folder, WithoutProducts)));

    /// <param name="seed">Value of the setting.</param>
    public static async Task<StoreProcess> StartAsync(string seed = Samples)
    {
        const string prefix = "baigu-browser-";
        var dataPath = seed == Samples
            ? await SampleFolder.CopyAsync(prefix, folder => FillAsync(folder, Samples))
            : SampleFolder.CopyOf(await Page.Value, prefix);
        return await StartAsync(seed, dataPath);
    }

    private static async Task<StoreProcess> StartAsync(string seed, string dataPath)
    {
        var store = new StoreProcess(seed, dataPath);
        store._process.Start();
        store._process.BeginOutputReadLine();
        store._process.BeginErrorReadLine();
        store.Address = await store._listening.Task;
        using var client = new HttpClient { BaseAddress = store.Address };
        using var ready = await client.GetAsync("/healthz/ready");
        while ((await client.GetAsync("/search?q=s")).StatusCode == HttpStatusCode.ServiceUnavailable)
            await Task.Delay(200); // lists show facets after the index is built, and then the cores are idle
        return ready.StatusCode == HttpStatusCode.OK ? store : throw new InvalidOperationException($"The store is not ready.\n{store.Said}");
    }

    private static async Task FillAsync(string dataPath, string seed)
    {
        var store = await StartAsync(seed, dataPath);
        await store.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_dataPath, recursive: true);
    }

    /// <summary>Kills it, like a failing machine: the data folder must be consistent.</summary>
    private async Task StopAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The system chose the port; the store prints it when it is ready.</summary>
    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_said)
            _said.AppendLine(line);
        if (Listening().Match(line) is { Success: true } match)
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
        if (Invitation().Match(line) is { Success: true } invitation)
            _invited.TrySetResult(invitation.Value);
    }

    [GeneratedRegex(@"/account/setup\?code=\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Invitation();

    [GeneratedRegex(@"Now listening on:\s+""?(http://[^\s""]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
