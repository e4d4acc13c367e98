using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BaiguStore.Benchmarks;

/// <summary>Results of a load.</summary>
/// <param name="Rate">Responses per second.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="Errors">Responses other than 2xx and 3xx, and broken connections.</param>
internal sealed record Measured(double Rate, double P50, double P99, int Errors);

/// <summary>The load generator: wrk, as a separate process; installed if missing.</summary>
internal static partial class Load
{
    public const int Connections = 32;

    public static async Task InstallAsync()
    {
        if (await ExitCodeAsync("which", ["wrk"]) == 0)
            return;
        Console.WriteLine("Installing wrk ...");
        if (await ExitCodeAsync("apt-get", ["install", "-y", "-qq", "wrk"]) != 0)
            throw new InvalidOperationException("wrk is missing and could not be installed: please install it and run this again.");
    }

    public static async Task<Measured> RunAsync(Uri url, int seconds, int connections = Connections)
    {
        var start = new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-H", "Accept-Encoding: br, gzip", "-H", "Accept: text/html", url.AbsoluteUri])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var broken = SocketErrors().Match(said) is { Success: true } m ? m.Groups.Values.Skip(1).Sum(g => int.Parse(g.Value, CultureInfo.InvariantCulture)) : 0;
        var refused = Refused().Match(said) is { Success: true } r ? int.Parse(r.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        return new(double.Parse(Rate().Match(said).Groups[1].Value, CultureInfo.InvariantCulture), Percentile(said, 50), Percentile(said, 99), broken + refused);
    }

    private static double Percentile(string said, int percent)
    {
        var match = Regex.Match(said, $@"^\s+{percent}%\s+([\d.]+)(us|ms|s)\s*$", RegexOptions.Multiline, TimeSpan.FromSeconds(1));
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * match.Groups[2].Value switch { "us" => 0.001, "s" => 1000, _ => 1 };
    }

    private static async Task<int> ExitCodeAsync(string command, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SocketErrors();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Refused();
}
