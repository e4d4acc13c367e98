using BaiguStore.Core;
using BaiguStore.Core.Data;
using BaiguStore.Web.Setup;

try
{
    PrivateFiles.Begin();
    MemorySetup.KeepNativeMemoryTogether();
    var builder = WebApplication.CreateBuilder(args);
    var settings = builder.AddSettings();
    var model = StoreDatabase.BuildModelAheadAsync(settings);
    builder.AddLogs(settings);
    builder.AddLimits();
    builder.Services.AddStore(settings);
    builder.Services.AddSnapshots();
    builder.Services.AddLanguages();
    builder.Services.AddDataProtectionKeys();
    builder.Services.AddComments();
    builder.Services.AddInquiries();
    builder.Services.AddStaffArea();
    builder.AddPages();
    builder.Services.AddApi();
    builder.Services.AddBundles();
    builder.AddPageCache();
    builder.Services.AddVisits();
    builder.Services.AddHealth();

    var app = builder.Build();
    var prepared = app.PrepareStoreAsync(model);
    app.UseCachedPages();
    app.UseRequestLog();
    app.UseErrorPages();
    app.UseHeaders();
    app.UseRequestGuards();
    app.UseRouting();
    app.UseCanonicalPaths();
    app.UseLanguages();
    app.UseStaffArea();
    app.UseRateLimiter();
    app.UseFormGuard();
    app.UsePageRendering();
    app.UseResponseCompression();
    app.UseWorkLimits();
    app.MapSpeculationRules();
    app.MapBundles();
    app.MapPages();
    app.MapApi();
    app.MapHealth();

    await app.PrewarmAsync();
    await prepared;
    await app.RunAsync();
    return 0;
}
catch (BadSettingException e)
{
    Console.Error.WriteLine($"BaiguStore cannot start / 无法启动。{e.Message}");
    return 2;
}
catch (UnusableDatabaseException e)
{
    Console.Error.WriteLine($"BaiguStore cannot start / 无法启动。{e.Message}");
    return 1;
}
catch (Exception e) when (DatabaseErrors.Within(e) is { } error)
{
    const string key = StoreSettings.ConnectionKey;
    Console.Error.WriteLine($"BaiguStore cannot start / 无法启动。The database does not answer / 无法连接数据库 ({key}): {error.Message}");
    return 1;
}

/// <summary>Public for the tests, which start the store by WebApplicationFactory.</summary>
public partial class Program;
