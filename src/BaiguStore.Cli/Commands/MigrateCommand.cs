using System.CommandLine;

namespace BaiguStore.Cli.Commands;

internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Creates the database or brings its schema up to date.");
        command.SetAction((parsed, cancel) => StoreHost.RunAsync(parsed, StoreHost.MigrateAsync, cancel));
        return command;
    }
}
