using System.CommandLine;
using BaiguStore.Core.Search;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BaiguStore.Cli.Commands;

internal static class ReindexCommand
{
    public static Command Create()
    {
        var command = new Command("reindex", "Asks the store that runs on this data folder to build its search index anew. It goes on answering meanwhile.");
        command.SetAction((parsed, cancel) => StoreHost.RunAsync(parsed, (services, _) =>
        {
            services.GetRequiredService<SearchIndex>().Folder.Ask();
            AnsiConsole.MarkupLine("Asked. A running store begins within a second, one that is not running when it starts.");
            return Task.CompletedTask;
        }, cancel));
        return command;
    }
}
