using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BaiguStore.Benchmarks;

/// <summary>A web server as a separate process, on a free port.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _warm = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _said = [];

    private ServerProcess(IEnumerable<string> command, IReadOnlyDictionary<string, string> environment, string folder)
    {
        var start = new ProcessStartInfo("dotnet", command) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        _process = new() { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException($"{string.Join(' ', command)} has stopped.\n{string.Join('\n', _said)}"));
    }

    public Uri Address { get; private set; } = null!;

    public int Id => _process.Id;

    /// <summary>From the start of the process until it listened.</summary>
    public TimeSpan Started { get; private set; }

    /// <summary>CPU time of all cores: nearly independent of other load on the machine, unlike elapsed time.</summary>
    public TimeSpan Work => _process.TotalProcessorTime;

    /// <summary>Resident set size in bytes.</summary>
    public long Memory => StatusOf("VmRSS");

    public long PeakMemory => StatusOf("VmHWM");

    public static async Task<ServerProcess> StartAsync(IEnumerable<string> command, IReadOnlyDictionary<string, string> environment, string folder)
    {
        var server = new ServerProcess(command, environment, folder);
        var clock = Stopwatch.StartNew();
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        server.Address = await server._listening.Task.WaitAsync(Patience);
        server.Started = clock.Elapsed;
        return server;
    }

    /// <summary>Waits until the store has warmed its page cache, which otherwise runs during the measurement.</summary>
    public Task WarmAsync() => _warm.Task.WaitAsync(Patience);

    public void Kill() => _process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private long StatusOf(string key)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(key + ":", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private void Hear(string? line)
    {
        if (line is null || _warm.Task.IsCompleted)
            return;
        _said.Add(line);
        if (line.Contains("Warmed up", StringComparison.Ordinal))
            _warm.TrySetResult();
        if (Listening().Match(line) is { Success: true } match)
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
    }

    [GeneratedRegex(@"Now listening on:\s+""?(http://[^\s""]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
