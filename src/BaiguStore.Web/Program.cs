using BaiguStore.Core.Data;
using BaiguStore.Web.Setup;

try
{
    var builder = WebApplication.CreateBuilder(args);
    var settings = builder.AddSettings();
    builder.AddLogs(settings);
    builder.AddLimits();
    builder.Services.AddStore(settings);
    builder.Services.AddSnapshots();
    builder.Services.AddLanguages();
    builder.Services.AddComments(settings);
    builder.AddPages();
    builder.Services.AddApi();
    builder.Services.AddPageCache();
    builder.Services.AddHealth();

    var app = builder.Build();
    app.UseErrorPages();
    app.UseHeaders();
    app.UseRequestLog();
    app.UseRequestGuards();
    app.UseRouting();
    app.UseLanguages();
    app.UseRateLimiter();
    app.UseFormGuard();
    app.UseOutputCache();
    app.UseResponseCompression();
    app.MapPages();
    app.MapApi();
    app.MapHealth();

    await app.PrepareStoreAsync();
    await app.RunAsync();
    return 0;
}
catch (BadSettingException e)
{
    Console.Error.WriteLine($"BaiguStore cannot start / 无法启动。{e.Message}");
    return 2;
}

/// <summary>Seen by the tests, which start the store through its front door.</summary>
public partial class Program;
