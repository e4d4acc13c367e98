using System.CommandLine;
using System.Globalization;
using BaiguStore.Cli.Commands;

namespace BaiguStore.Cli;

/// <summary>The command line without its process, so that tests can run it in process.</summary>
internal static class Baigu
{
    /// <summary>Returns the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture; // output is independent of the locale
        var root = new RootCommand("baigu: keeps a BaiguStore database. Exit codes: 0 done, 1 failed, 2 wrong use or wrong setting.")
        {
            StoreHost.Root,
            MigrateCommand.Create(),
            SeedCommand.Create(),
            SamplesCommand.Create(),
            RecountCommand.Create(),
            ReindexCommand.Create(),
            RerenderCommand.Create(),
            StaffCommand.Create(),
        };
        var parsed = root.Parse(args);
        return parsed.Errors.Count > 0 ? await WrongUseAsync(parsed) : await parsed.InvokeAsync();
    }

    private static async Task<int> WrongUseAsync(ParseResult parsed)
    {
        await parsed.InvokeAsync(); // prints the error and the command's usage
        return ExitCode.WrongUse;
    }
}
