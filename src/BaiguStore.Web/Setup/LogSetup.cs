using BaiguStore.Core.Data;
using BaiguStore.Web.Logging;
using BaiguStore.Web.Urls;
using Microsoft.EntityFrameworkCore;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Settings.Configuration;

namespace BaiguStore.Web.Setup;

/// <summary>Serilog to the console and to daily files in the data path, with a line for each relevant request.</summary>
public static class LogSetup
{
    /// <summary>A daily log has a few megabytes at most; above this size a new file begins.</summary>
    private const long MaxFile = 32 * 1024 * 1024;

    /// <summary>One file per day for a month; and less than a gigabyte in any case.</summary>
    private const int FilesKept = 30;

    /// <summary>Antiforgery logs each forged token as an error with a stack trace; the response is 400, which is logged in one line.</summary>
    private const string MadeUpTokens = "Microsoft.AspNetCore.Antiforgery";

    /// <summary>A forged TempData cookie is logged as a warning with a stack trace.</summary>
    private const string MadeUpNotices = "Microsoft.AspNetCore.Mvc.ViewFeatures.CookieTempDataProvider";

    /// <summary>Milliseconds from which a request is logged as slow.</summary>
    private const double SlowFrom = 500;

    /// <summary>The host's own request logs. If any of them were enabled, each request would get a scope and an activity, cached pages too.</summary>
    private const string HostLines = "Microsoft.AspNetCore.Hosting.Diagnostics";

    private const string Database = "Microsoft.EntityFrameworkCore.";

    /// <summary>Assemblies of the configurable sinks, named explicitly, so that start-up does not scan all libraries.</summary>
    private static readonly ConfigurationReaderOptions Sinks = new(typeof(ConsoleLoggerConfigurationExtensions).Assembly, typeof(FileLoggerConfigurationExtensions).Assembly);

    public static void AddLogs(this WebApplicationBuilder builder, StoreSettings settings) => builder.Host.UseSerilog((context, log) => log
        .MinimumLevel.Override(HostLines, LevelAlias.Off)
        .MinimumLevel.Override(MadeUpTokens, LevelAlias.Off)
        .MinimumLevel.Override(MadeUpNotices, LevelAlias.Off)
        .ReadFrom.Configuration(context.Configuration, Sinks)
        .Filter.ByExcluding(IsAnswered)
        .Enrich.With<LongValues>()
        .WriteTo.Console(new LogLines("{Timestamp:HH:mm:ss} {Level:u3} "))
        .WriteTo.File(
            new LogLines("{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] "), Path.Combine(settings.DataPath, "logs", "store-.log"),
            rollingInterval: RollingInterval.Day, fileSizeLimitBytes: MaxFile, rollOnFileSizeLimit: true,
            retainedFileCountLimit: FilesKept, shared: true),
        preserveStaticLogger: true);

    /// <summary>
    /// Concurrency conflicts are no errors: the store handles them, but EF logs them first. Unhandled ones are logged by their receiver.
    /// </summary>
    private static bool IsAnswered(LogEvent line) =>
        line.Exception is DbUpdateException refused && (refused is DbUpdateConcurrencyException || DatabaseErrors.IsUniqueViolation(refused))
        && line.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
        && source is ScalarValue { Value: string name } && name.StartsWith(Database, StringComparison.Ordinal);

    /// <summary>The URL of an inquiry's page is a secret, so only the number is logged.</summary>
    private static string Told(string path) =>
        path.StartsWith(Links.InquiryPath + "/", StringComparison.OrdinalIgnoreCase) && path.Split('/') is [_, _, var number, { Length: > 0 }, ..] ? $"{Links.InquiryPath}/{number}/..." : path;

    public static void UseRequestLog(this WebApplication app) => app.UseSerilogRequestLogging(options =>
    {
        // Not the static logger: tests run several stores in one process, each with its own log.
        options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        options.MessageTemplate = "{RequestMethod} {RequestPath} {StatusCode} {Elapsed:0.0} ms {RemoteIp} {RequestId}";
        options.GetMessageTemplateProperties = (context, path, elapsed, status) =>
        [
            new("RequestMethod", new ScalarValue(context.Request.Method)), new("RequestPath", new ScalarValue(Told(path))),
            new("StatusCode", new ScalarValue(status)), new("Elapsed", new ScalarValue(elapsed)),
            new("RemoteIp", new ScalarValue(context.Connection.RemoteIpAddress)),
            new("RequestId", new ScalarValue(context.TraceIdentifier)), // shown on the error page
        ];
        options.GetLevel = (context, elapsed, error) =>
            error is not null || context.Response.StatusCode >= StatusCodes.Status500InternalServerError ? LogEventLevel.Error
            : elapsed > SlowFrom || context.Response.StatusCode >= StatusCodes.Status400BadRequest || !HttpMethods.IsGet(context.Request.Method) ? LogEventLevel.Information
            : LogEventLevel.Debug; // successful requests belong to the access log of a proxy
    });
}
