using System.CommandLine;
using System.Globalization;
using BaiguStore.Cli;
using BaiguStore.Cli.Commands;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = System.Text.Encoding.UTF8;
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
return parsed.Errors.Count > 0 ? await WrongUse(parsed) : await parsed.InvokeAsync();

static async Task<int> WrongUse(ParseResult parsed)
{
    await parsed.InvokeAsync(); // says what is wrong, and how the command is used
    return ExitCode.WrongUse;
}
