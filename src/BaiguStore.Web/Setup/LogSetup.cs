using System.Globalization;
using BaiguStore.Core.Data;
using Serilog;
using Serilog.Events;

namespace BaiguStore.Web.Setup;

/// <summary>Serilog to the console and to daily files below the data path, one line a request.</summary>
public static class LogSetup
{
    private const int DaysKept = 30;

    public static void AddLogs(this WebApplicationBuilder builder, StoreSettings settings) => builder.Host.UseSerilog((context, log) => log
        .ReadFrom.Configuration(context.Configuration)
        .WriteTo.Console(formatProvider: CultureInfo.InvariantCulture, outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}")
        .WriteTo.File(
            Path.Combine(settings.DataPath, "logs", "store-.log"), formatProvider: CultureInfo.InvariantCulture,
            rollingInterval: RollingInterval.Day, retainedFileCountLimit: DaysKept, shared: true), preserveStaticLogger: true);

    public static void UseRequestLog(this WebApplication app) => app.UseSerilogRequestLogging(options =>
    {
        // Not the static logger, which stays silent: the tests run several stores in one process, each with its own log.
        options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        options.MessageTemplate = "{RequestMethod} {RequestPath} {StatusCode} {Elapsed:0.0} ms {RemoteIp}";
        options.EnrichDiagnosticContext = (log, context) => log.Set("RemoteIp", context.Connection.RemoteIpAddress);
        options.GetLevel = (_, _, error) => error is null ? LogEventLevel.Information : LogEventLevel.Error;
    });
}
