using System.CommandLine;
using System.Diagnostics;
using BaiguStore.Core.Data;
using BaiguStore.Core.Seeding;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BaiguStore.Cli.Commands;

internal static class SamplesCommand
{
    private static readonly Option<int?> Products = new("--products") { Description = "How many sample products the store is to have in all, say 1000000." };
    private static readonly Option<int?> Categories = new("--categories") { Description = "How many places its tree is to have in all, say 34000." };

    public static Command Create()
    {
        var add = new Command("add", "Brings the sample products and comments back, up to the counts of the source page; with numbers, a store as large as that. Repeat it to go on with a run that was stopped.")
        {
            Products, Categories,
        };
        add.SetAction((parsed, cancel) => StoreHost.RunAsync(parsed, async (services, stop) =>
        {
            await using var alone = await StoreHost.MigrateAndLockAsync(services, stop);
            var clock = Stopwatch.StartNew();
            var added = await WorkBars.RunAsync(progress => AddAsync(services, Scale(parsed), progress, stop));
            AnsiConsole.MarkupLineInterpolated($"Added {added:N0} sample products in {clock.Elapsed.TotalSeconds:N0} s.");
        }, cancel));

        var remove = new Command("remove", "Takes all sample products (with the comments on them), sample places of the tree and sample comments away, and nothing else.");
        remove.SetAction((parsed, cancel) => StoreHost.RunAsync(parsed, async (services, stop) =>
        {
            await using var alone = await StoreHost.MigrateAndLockAsync(services, stop);
            var removed = await WorkBars.RunAsync(progress => services.GetRequiredService<SampleProducts>().RemoveAsync(progress, stop));
            AnsiConsole.MarkupLineInterpolated($"Removed {removed:N0} sample products.");
        }, cancel));

        return new Command("samples", "Sample products, marked as such in the data.") { add, remove };
    }

    private static SampleScale? Scale(ParseResult parsed) => (parsed.GetValue(Products), parsed.GetValue(Categories)) switch
    {
        (null, null) => null,
        ({ } products, { } categories) => new(products, categories),
        _ => throw new BadSettingException("--products, --categories", "give both or neither."),
    };

    private static async Task<int> AddAsync(IServiceProvider services, SampleScale? scale, IProgress<WorkProgress> progress, CancellationToken cancel)
    {
        try
        {
            return await services.GetRequiredService<StoreSeeder>().AddSamplesAsync(scale, progress, cancel);
        }
        catch (SampleScaleException e)
        {
            throw new BadSettingException(e.Option, e.Message);
        }
    }
}
