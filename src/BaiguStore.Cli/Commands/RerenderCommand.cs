using System.CommandLine;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BaiguStore.Cli.Commands;

internal static class RerenderCommand
{
    public static Command Create()
    {
        var command = new Command("rerender", "Renders the stored texts of articles and products anew, after an upgrade that shows Markdown otherwise. Writes only what differs.");
        command.SetAction((parsed, cancel) => StoreHost.RunAsync(parsed, RunAsync, cancel));
        return command;
    }

    private static async Task RunAsync(IServiceProvider services, CancellationToken cancel)
    {
        await StoreHost.MigrateAsync(services, cancel);
        await using var db = await services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContextAsync(cancel);
        var articles = await db.RerenderArticlesAsync(TimeSpan.Zero, cancel);
        var products = await db.RerenderDescriptionsAsync(cancel);
        AnsiConsole.MarkupLineInterpolated($"{articles:N0} articles and {products:N0} products were rendered anew.");
    }
}
