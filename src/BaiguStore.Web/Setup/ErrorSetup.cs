using System.Globalization;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using BaiguStore.Web.Controllers;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Setup;

/// <summary>Every error gives a page of the store (or problem details below /api) with the right status.</summary>
public static partial class ErrorSetup
{
    public static void UseErrorPages(this WebApplication app)
    {
        app.Use(SayAwayAsync);
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error/500",
            AllowStatusCode404Response = true,
            StatusCodeSelector = error => error switch
            {
                BadHttpRequestException bad => bad.StatusCode,
                MarkdownRefusedException => StatusCodes.Status400BadRequest,
                DbUpdateConcurrencyException => StatusCodes.Status409Conflict,
                _ when DatabaseErrors.IsBusy(error) || DatabaseOutage.Is(error) => StatusCodes.Status503ServiceUnavailable,
                _ => StatusCodes.Status500InternalServerError,
            },
            SuppressDiagnosticsCallback = IsNotOurs,
        });
    }

    /// <summary>Used if the error page cannot be rendered either, because authentication needs the database.</summary>
    private static async Task SayAwayAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && (DatabaseErrors.IsBusy(e) || DatabaseOutage.Is(e)))
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = ErrorsController.BusyFor.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync("数据库正忙，什么都没有丢失，请过几秒再试。" + Environment.NewLine
                + "The database is away for the moment. Nothing was lost; try again in a few seconds.");
        }
    }

    /// <summary>No stack trace for client errors, nor for an unavailable or busy database: these are logged in one line.</summary>
    private static bool IsNotOurs(ExceptionHandlerSuppressDiagnosticsContext context)
    {
        switch (context.Exception)
        {
            case BadHttpRequestException or MarkdownRefusedException or DbUpdateConcurrencyException:
                return true;
            case var error when DatabaseErrors.IsBusy(error) || DatabaseOutage.Is(error):
                var log = context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ErrorSetup));
                LogDatabase(log, error.GetBaseException().Message, context.HttpContext.TraceIdentifier);
                return true;
            default:
                return context.HttpContext.RequestAborted.IsCancellationRequested;
        }
    }

    [LoggerMessage(LogLevel.Error, "The database took nothing: {Reason} {RequestId}")]
    private static partial void LogDatabase(ILogger log, string reason, string requestId);
}
