using System.Diagnostics;
using System.Text.Json;

namespace BaiguStore.Browser.Tests.Pages;

/// <summary>Validates every kind of page with the W3C's own checker.</summary>
public sealed class ValidityTests(Street street)
{
    private const string CheckerKey = "BAIGU_TEST_VNU";

    /// <summary>The HTML standard allows `rel=expect` to block rendering; the checker does not know that yet.</summary>
    private const string NotYetKnown = "A “link” element with a “blocking” attribute must have a “rel” attribute whose value is “stylesheet”.";

    [Fact]
    public async Task Every_kind_of_page_is_valid_html()
    {
        var folder = Directory.CreateTempSubdirectory("baigu-html-").FullName;
        try
        {
            using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = street.Address };
            foreach (var kind in Addresses.Kinds)
                foreach (var language in (string[])["zh-CN", "en"])
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, street.Addresses[kind]) { Headers = { { "Cookie", $"lang={language}" }, { "Accept", "text/html" } } };
                    using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                    await File.WriteAllTextAsync(Path.Combine(folder, $"{kind} {language}.html"), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
                }

            var complaints = await CheckAsync(folder);

            Assert.Equal("", string.Join('\n', complaints));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_checker_itself_sees_a_fault()
    {
        var folder = Directory.CreateTempSubdirectory("baigu-html-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "bad.html"), "<!DOCTYPE html><html lang=\"en\"><title>a</title><p><div>b</div></p>", TestContext.Current.CancellationToken);

            Assert.Contains(await CheckAsync(folder), c => c.Contains("No “p” element in scope", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Errors and warnings, each with its file and line.</summary>
    private static async Task<List<string>> CheckAsync(string folder)
    {
        var checker = Environment.GetEnvironmentVariable(CheckerKey);
        Assert.SkipWhen(string.IsNullOrEmpty(checker), $"{CheckerKey} names no vnu.jar; tests/run.sh fetches one.");
        var start = new ProcessStartInfo("java", ["-jar", checker!, "--format", "json", "--exit-zero-always", .. Directory.GetFiles(folder)]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return [.. JsonDocument.Parse(said).RootElement.GetProperty("messages").EnumerateArray()
            .Where(m => m.GetProperty("message").GetString() != NotYetKnown)
            .Select(m => $"{Path.GetFileName(m.GetProperty("url").GetString())} line {(m.TryGetProperty("lastLine", out var line) ? line.GetInt32() : 0)}: {m.GetProperty("message").GetString()}")];
    }
}
