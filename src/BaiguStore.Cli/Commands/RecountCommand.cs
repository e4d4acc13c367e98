using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BaiguStore.Cli.Commands;

internal static class RecountCommand
{
    /// <summary>A running store follows a save within a second: only a difference in all of these checks is drift.</summary>
    private const int Looks = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    private static readonly Option<string> Store = new("--store")
    {
        Description = "Address of the running store whose counts are compared.",
        DefaultValueFactory = _ => "http://localhost:5080",
    };

    public static Command Create()
    {
        var command = new Command("recount", "Counts the products in the data and compares with what a running store shows. Exit code 1 where they differ.") { Store };
        command.SetAction((parsed, cancel) => StoreHost.RunAsync(parsed, (services, stop) => RunAsync(services, Address(parsed.GetValue(Store)), stop), cancel));
        return command;
    }

    private static Uri Address(string? given) => Uri.TryCreate(given, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        ? uri
        : throw new BadSettingException("--store", $"'{given}' is not an address such as http://localhost:5080.");

    private static async Task<int> RunAsync(IServiceProvider services, Uri store, CancellationToken cancel)
    {
        await StoreHost.MigrateAsync(services, cancel);
        using var http = new HttpClient { BaseAddress = store, Timeout = Patience };
        for (var look = 1; ; look++)
        {
            var counted = await CountAsync(services, cancel);
            if (look == 1)
                AnsiConsole.MarkupLineInterpolated($"The data has {counted.Total:N0} published products in {counted.All.Count():N0} categories.");
            var (shown, silence) = await AskAsync(http, cancel);
            if (shown is null)
            {
                AnsiConsole.MarkupLineInterpolated($"No store answers at {store}, so there is nothing to compare ({silence}).");
                return ExitCode.Done;
            }
            var drift = CountDrift.Between(shown, counted);
            if (drift.Count == 0 || look == Looks)
                return Report(store, drift);
            await Task.Delay(Pause, cancel);
        }
    }

    private static async Task<CategoryTree> CountAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContextAsync(cancel);
        return await CategoryTree.LoadAsync(db, cancel);
    }

    private static async Task<(IReadOnlyList<(int, string, int, int)>? Shown, string Silence)> AskAsync(HttpClient http, CancellationToken cancel)
    {
        try
        {
            var roots = await http.GetFromJsonAsync<List<Node>>("api/v1/categories", Strict, cancel) ?? [];
            return ([.. roots.SelectMany(Flat)], "");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            return (null, e.Message);
        }
    }

    private static IEnumerable<(int, string, int, int)> Flat(Node node) => [(node.Id, node.Slug, node.Count, node.Total), .. node.Children.SelectMany(Flat)];

    private static int Report(Uri store, IReadOnlyList<CountDrift> drift)
    {
        if (drift.Count == 0)
        {
            AnsiConsole.MarkupLineInterpolated($"{store} shows the same: no drift.");
            return ExitCode.Done;
        }
        var table = new Table { Border = TableBorder.Minimal };
        table.AddColumns("category", "shown", "counted", "shown with all below", "counted with all below");
        foreach (var wrong in drift)
            table.AddRow(Markup.Escape(wrong.Category), Number(wrong.Shown?.Count), Number(wrong.Counted?.Count), Number(wrong.Shown?.Total), Number(wrong.Counted?.Total));
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"{store} differs in {drift.Count:N0} categories. It counts afresh each night and at each start.");
        return ExitCode.Failed;
    }

    private static string Number(int? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";

    private sealed record Node(int Id, string Slug, int Count, int Total, IReadOnlyList<Node> Children);
}
