using BaiguStore.Core.Data;
using BaiguStore.Web.Logging;
using BaiguStore.Web.Models;
using BaiguStore.Web.Urls;
using Microsoft.EntityFrameworkCore;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Settings.Configuration;

namespace BaiguStore.Web.Setup;

/// <summary>Serilog to the console and to daily files below the data path, with a line for each request that is worth one.</summary>
public static class LogSetup
{
    /// <summary>A day's log is at most a few megabytes; a flood goes on in the next file of this size.</summary>
    private const long MaxFile = 32 * 1024 * 1024;

    /// <summary>A file a day, so a month; and under a gigabyte, whatever happens.</summary>
    private const int FilesKept = 30;

    /// <summary>Antiforgery logs each token that somebody made up as an error with a stack trace; the answer is 400, which has its line.</summary>
    private const string MadeUpTokens = "Microsoft.AspNetCore.Antiforgery";

    /// <summary>The same for the cookie of a notice: a warning with a stack trace for whatever somebody sends.</summary>
    private const string MadeUpNotices = "Microsoft.AspNetCore.Mvc.ViewFeatures.CookieTempDataProvider";

    /// <summary>Milliseconds from which a page is slow.</summary>
    private const double SlowFrom = 500;

    /// <summary>The host's own lines about requests. Were any of them wanted, each request would get a scope and an activity, kept pages too.</summary>
    private const string HostLines = "Microsoft.AspNetCore.Hosting.Diagnostics";

    private const string Database = "Microsoft.EntityFrameworkCore.";

    /// <summary>What a section of the configuration can write to, named, so that no start looks through every library for more.</summary>
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
    /// Two saves of one thing at once are no error: the store answers the second, and EF logs it before anybody could. What nobody answers
    /// is logged by whoever it reaches.
    /// </summary>
    private static bool IsAnswered(LogEvent line) =>
        line.Exception is DbUpdateException refused && (refused is DbUpdateConcurrencyException || DatabaseErrors.IsUniqueViolation(refused))
        && line.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
        && source is ScalarValue { Value: string name } && name.StartsWith(Database, StringComparison.Ordinal);

    /// <summary>An inquiry's page is opened by its address alone, so the log has only the number.</summary>
    private static string Told(string path) =>
        path.StartsWith(Links.InquiryPath + "/", StringComparison.OrdinalIgnoreCase) && path.Split('/') is [_, _, var number, { Length: > 0 }, ..] ? $"{Links.InquiryPath}/{number}/..." : path;

    public static void UseRequestLog(this WebApplication app) => app.UseSerilogRequestLogging(options =>
    {
        // Not the static logger, which stays silent: the tests run several stores in one process, each with its own log.
        options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        options.MessageTemplate = "{RequestMethod} {RequestPath} {StatusCode} {Elapsed:0.0} ms {RemoteIp} {RequestId}";
        options.GetMessageTemplateProperties = (context, path, elapsed, status) =>
        [
            new("RequestMethod", new ScalarValue(context.Request.Method)), new("RequestPath", new ScalarValue(Told(path))),
            new("StatusCode", new ScalarValue(status)), new("Elapsed", new ScalarValue(elapsed)),
            new("RemoteIp", new ScalarValue(context.Connection.RemoteIpAddress)),
            new("RequestId", new ScalarValue(context.TraceIdentifier)), // the number on a page that says that something went wrong
        ];
        options.GetLevel = (context, elapsed, error) =>
            error is not null || context.Response.StatusCode >= StatusCodes.Status500InternalServerError ? LogEventLevel.Error
            : elapsed > SlowFrom || context.Response.StatusCode >= StatusCodes.Status400BadRequest || !HttpMethods.IsGet(context.Request.Method) ? LogEventLevel.Information
            : LogEventLevel.Debug; // a page that was read is the access log's business, which a proxy keeps
    });
}
