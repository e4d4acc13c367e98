using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Setup;

/// <summary>Whatever goes wrong ends on a page of the store (or, below /api, in problem details) with the right status.</summary>
public static partial class ErrorSetup
{
    public static void UseErrorPages(this WebApplication app)
    {
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

    /// <summary>No stack trace for what a client did, nor for a database that is away or busy: one line says that.</summary>
    private static bool IsNotOurs(ExceptionHandlerSuppressDiagnosticsContext context)
    {
        switch (context.Exception)
        {
            case BadHttpRequestException or MarkdownRefusedException or DbUpdateConcurrencyException:
                return true;
            case var error when DatabaseErrors.IsBusy(error) || DatabaseOutage.Is(error):
                LogDatabase(context.HttpContext.RequestServices.GetRequiredService<ILogger<Program>>(), error.GetBaseException().Message, context.HttpContext.TraceIdentifier);
                return true;
            default:
                return context.HttpContext.RequestAborted.IsCancellationRequested;
        }
    }

    [LoggerMessage(LogLevel.Error, "The database took nothing: {Reason} {RequestId}")]
    private static partial void LogDatabase(ILogger log, string reason, string requestId);
}
