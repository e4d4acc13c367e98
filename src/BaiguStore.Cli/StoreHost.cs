using System.CommandLine;
using BaiguStore.Core;
using BaiguStore.Core.Data;
using BaiguStore.Core.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BaiguStore.Cli;

internal static class ExitCode
{
    public const int Done = 0, Failed = 1, WrongUse = 2;
}

/// <summary>Locates the store for a command, runs the command, and turns errors into a message and an exit code.</summary>
internal static class StoreHost
{
    /// <summary>Location of the web project in a checkout, so that commands work from its root without options.</summary>
    private const string WebInCheckout = "src/BaiguStore.Web";

    public static Option<DirectoryInfo?> Root { get; } = new("--root")
    {
        Description = "The store's content root, the folder of its appsettings.json. Default: the current folder, or src/BaiguStore.Web below it.",
        Recursive = true,
    };

    public static Task<int> RunAsync(ParseResult parsed, Func<IServiceProvider, CancellationToken, Task> work, CancellationToken cancel) =>
        RunAsync(parsed, async (services, stop) =>
        {
            await work(services, stop);
            return ExitCode.Done;
        }, cancel);

    /// <summary>Runs a command that returns its own exit code.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken cancel)
    {
        try
        {
            var root = ContentRoot(parsed.GetValue(Root));
            var configuration = new ConfigurationBuilder().SetBasePath(root)
                .AddJsonFile("appsettings.json", optional: true)
                .AddEnvironmentVariables()
                .Build();
            var settings = StoreSettings.Read(configuration, root);
            PrivateFiles.Begin();
            settings.MakeDataPath();
            PrivateFiles.Tighten(settings);
            AnsiConsole.MarkupLineInterpolated($"[grey]{settings.Provider} · {settings.DataPath}[/]");
            await using var services = new ServiceCollection().AddSingleton(Actor.Program($"baigu {parsed.CommandResult.Command.Name}")).AddStore(settings).BuildServiceProvider();
            return await work(services, cancel);
        }
        catch (BadSettingException e)
        {
            return Fail(e.Message, ExitCode.WrongUse);
        }
        catch (UnusableDatabaseException e)
        {
            return Fail(e.Message, ExitCode.Failed);
        }
        catch (Exception e) when (DatabaseErrors.Within(e) is not null
            || e is DbUpdateException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Fail(DatabaseErrors.IsBusy(e)
                ? "The database is busy with another writer; nothing was lost, try again in a moment."
                : (DatabaseErrors.Within(e) ?? e.InnerException ?? e).Message, ExitCode.Failed);
        }
        catch (OperationCanceledException)
        {
            return Fail("Stopped. What was finished is kept; the same command goes on from there.", ExitCode.Failed);
        }
    }

    /// <summary>Migrates the schema first, so that no command meets a missing table.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContextAsync(cancel);
        var applied = 0;
        if (!await StoreDatabase.HasEveryMigrationAsync(db, cancel))
        {
            await using var alone = await SetupLock.AcquireAsync(db, SayWaiting, cancel);
            SqliteFile.Examine(services.GetRequiredService<StoreSettings>());
            applied = await StoreDatabase.MigrateAsync(db, cancel);
        }
        AnsiConsole.MarkupLineInterpolated(applied == 0 ? (FormattableString)$"Schema is up to date." : $"Applied {applied} migration(s).");
        foreach (var warning in await db.CheckSettingsAsync(cancel))
            Console.Error.WriteLine($"baigu: {warning}");
    }

    /// <summary>Migrates, and locks setup for a command that fills the store, until the result is disposed.</summary>
    public static async Task<IAsyncDisposable> MigrateAndLockAsync(IServiceProvider services, CancellationToken cancel)
    {
        await MigrateAsync(services, cancel);
        await using var db = await services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContextAsync(cancel);
        return await SetupLock.AcquireAsync(db, SayWaiting, cancel);
    }

    private static void SayWaiting() => AnsiConsole.MarkupLine("Another process sets this database up; waiting until it is done.");

    private static string ContentRoot(DirectoryInfo? given)
    {
        if (given is { Exists: false })
            throw new BadSettingException("--root", $"'{given.FullName}' is not a folder.");
        var here = Directory.GetCurrentDirectory();
        return given?.FullName
            ?? (File.Exists(Path.Combine(here, "appsettings.json")) || !Directory.Exists(Path.Combine(here, WebInCheckout)) ? here : Path.Combine(here, WebInCheckout));
    }

    private static int Fail(string message, int code)
    {
        Console.Error.WriteLine($"baigu: {message}");
        return code;
    }
}
