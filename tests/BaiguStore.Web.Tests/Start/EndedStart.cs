using System.Diagnostics;
using System.Text;

namespace BaiguStore.Web.Tests.Start;

/// <summary>Starts the built store as a process that exits because of an error.</summary>
internal static class EndedStart
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>In a folder that does not exist yet. Returns exit code and output.</summary>
    public static async Task<(int Code, string Said)> RunAsync(params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("baigu-start-").FullName;
        try
        {
            return await RunInAsync(Path.Combine(folder, "data"), settings);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static async Task<(int Code, string Said)> RunInAsync(string dataPath, params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "BaiguStore.Web.dll")])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Store__DataPath"] = dataPath;
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        using var process = Process.Start(start)!;
        try
        {
            var complained = process.StandardError.ReadToEndAsync(Cancel);
            var said = new StringBuilder();
            while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
            {
                said.AppendLine(line);
                Assert.False(line.Contains("Now listening on", StringComparison.Ordinal), "The store has started, though something is wrong.");
            }
            await process.WaitForExitAsync(Cancel);
            return (process.ExitCode, said + await complained);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(); // it has started, or the test was cancelled
        }
    }
}
