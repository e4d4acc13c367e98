using System.Globalization;
using BaiguStore.Cli;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = System.Text.Encoding.UTF8;
return await Baigu.RunAsync(args);
