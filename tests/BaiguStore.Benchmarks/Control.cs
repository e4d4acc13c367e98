using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BaiguStore.Benchmarks;

/// <summary>A recorded response of the store with its important headers.</summary>
internal sealed record Answer(string ContentType, string? ContentEncoding, byte[] Body);

/// <summary>
/// The control: bare Kestrel that sends recorded responses by path, with `Body.WriteAsync` and a content length. Its rate is what this machine can
/// do; everything is measured relative to it, in the same run.
/// </summary>
internal static class Control
{
    public static async Task<int> RunAsync(string folder)
    {
        var answers = JsonSerializer.Deserialize<Dictionary<string, Answer>>(await File.ReadAllTextAsync(Path.Combine(folder, "answers.json")))!;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var app = builder.Build();
        app.Run(context =>
        {
            var response = context.Response;
            if (!answers.TryGetValue(context.Request.Path.Value ?? "", out var answer))
            {
                response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }
            (response.ContentType, response.ContentLength) = (answer.ContentType, answer.Body.Length);
            if (answer.ContentEncoding is not null)
                response.Headers.ContentEncoding = answer.ContentEncoding;
            return response.Body.WriteAsync(answer.Body, 0, answer.Body.Length);
        });
        await app.StartAsync();
        Console.WriteLine($"Now listening on: {app.Urls.First()}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
