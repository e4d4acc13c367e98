using System.CommandLine;
using BaiguStore.Core.Seeding;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BaiguStore.Cli.Commands;

internal static class SamplesCommand
{
    public static Command Create()
    {
        var add = new Command("add", "Brings the sample products and comments back, up to the counts of the source page.");
        add.SetAction((parsed, cancel) => StoreHost.RunAsync(parsed, async (services, stop) =>
        {
            await StoreHost.MigrateAsync(services, stop);
            var added = await WorkBars.RunAsync(progress => services.GetRequiredService<StoreSeeder>().AddSamplesAsync(progress, stop));
            AnsiConsole.MarkupLineInterpolated($"Added {added:N0} sample products.");
        }, cancel));

        var remove = new Command("remove", "Takes all sample products (with the comments on them) and sample comments away, and nothing else.");
        remove.SetAction((parsed, cancel) => StoreHost.RunAsync(parsed, async (services, stop) =>
        {
            await StoreHost.MigrateAsync(services, stop);
            var removed = await services.GetRequiredService<SampleProducts>().RemoveAsync(stop);
            AnsiConsole.MarkupLineInterpolated($"Removed {removed:N0} sample products.");
        }, cancel));

        return new Command("samples", "Sample products, marked as such in the data.") { add, remove };
    }
}
