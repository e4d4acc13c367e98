using System.CommandLine;
using BaiguStore.Core.Data;
using BaiguStore.Core.Seeding;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BaiguStore.Cli.Commands;

internal static class SeedCommand
{
    private static readonly Option<FileInfo?> Page = new("--page")
    {
        Description = "A saved page of the old shop, as HTML or plain text (UTF-8 or GBK): its lines, company facts and article are imported. Without it the built-in page, articles and samples are seeded.",
    };

    public static Command Create()
    {
        var command = new Command("seed", "Fills the store from the source page. Lines, articles and products that are there already stay; a page given with --page renews the counts it names.") { Page };
        command.SetAction((parsed, cancel) => StoreHost.RunAsync(parsed, async (services, stop) =>
        {
            if (parsed.GetValue(Page) is { } file)
                await ImportAsync(services, file, stop);
            else
                await SeedAsync(services, stop);
        }, cancel));
        return command;
    }

    private static async Task SeedAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using var alone = await StoreHost.MigrateAndLockAsync(services, cancel);
        var mode = services.GetRequiredService<StoreSettings>().Seed;
        await WorkBars.RunAsync(progress => services.GetRequiredService<StoreSeeder>().SeedAsync(mode, progress, cancel));
        AnsiConsole.MarkupLineInterpolated(mode == SeedMode.None ? (FormattableString)$"Nothing to seed ({StoreSettings.SeedKey}={mode})." : $"Seeded ({StoreSettings.SeedKey}={mode}).");
    }

    private static async Task ImportAsync(IServiceProvider services, FileInfo file, CancellationToken cancel)
    {
        if (!file.Exists)
            throw new BadSettingException("--page", $"no file '{file.FullName}'.");
        var page = SourcePage.Read(await File.ReadAllBytesAsync(file.FullName, cancel));
        if (page.Lines.Count == 0)
            throw new InvalidDataException(string.Join(' ', page.Problems));
        await using var alone = await StoreHost.MigrateAndLockAsync(services, cancel);
        var import = await services.GetRequiredService<StoreSeeder>().ImportAsync(page, cancel);

        var table = new Table { Border = TableBorder.Minimal };
        table.AddColumns("read", "number");
        table.AddRow("category lines", $"{page.Lines.Count}");
        table.AddRow("products counted by them", $"{page.Lines.Sum(l => l.Count):N0}");
        table.AddRow("lines that are new", $"{import.NewLines}");
        table.AddRow("lines known already", $"{import.KnownLines}");
        table.AddRow("paragraphs of the article", $"{page.Article?.Paragraphs.Count ?? 0}");
        table.AddRow("article", Markup.Escape(import.ArticleSlug is { } slug ? $"/articles/{slug}" : "none"));
        AnsiConsole.Write(table);
        foreach (var note in import.Notes)
            AnsiConsole.MarkupLineInterpolated($"[yellow]·[/] {note}");
    }
}
