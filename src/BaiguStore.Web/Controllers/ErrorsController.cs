using System.Globalization;
using BaiguStore.Core.Text;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Models;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers;

/// <summary>Error pages for every status; below /api problem details.</summary>
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class ErrorsController(FormStamps stamps) : Controller
{
    /// <summary>Maximum length of the search box.</summary>
    private const int MaxWanted = 100;

    internal static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(5);

    [Route("/error/{status:int:range(400, 599)}")]
    public async Task<IActionResult> Show()
    {
        // Not an action parameter: model binding would fail if the form is what cannot be read.
        var status = int.Parse((string)RouteData.Values["status"]!, CultureInfo.InvariantCulture);
        var failed = HttpContext.Features.Get<IExceptionHandlerPathFeature>();
        if (failed is null && HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is null)
            status = StatusCodes.Status404NotFound; // the error page's own URL was requested, without an error
        var path = failed?.Path ?? HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath ?? "";
        if (failed is not null)
            status = Response.StatusCode; // set by the exception handler
        Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
            Response.Headers.RetryAfter = BusyFor.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        if (path.StartsWith("/api/", StringComparison.OrdinalIgnoreCase))
            return Problem(statusCode: status);
        var typed = path.StartsWith("/admin", StringComparison.OrdinalIgnoreCase) ? null : await TypedAsync(); // forms of staff are not comments
        var postUrl = new PathString(path).ToUriComponent(); // percent-encoded as in the form: the stamp is valid for that
        return View(new ErrorPage(
            status, HttpContext.TraceIdentifier, status == StatusCodes.Status404NotFound ? Wanted(path) : "", typed is null ? null : new(typed, postUrl, stamps.Make(postUrl)),
            path is Links.InquiryPath or Links.InquiryLinesPath && await FieldsAsync() is { Count: > 0 } fields ? new(path, [.. fields.SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v ?? "")))]) : null));
    }

    /// <summary>The last segment of a URL as search text: "/p/s5735-l24.html" becomes "s5735-l24".</summary>
    private static string Wanted(string path)
    {
        var last = path.TrimEnd('/').Split('/')[^1];
        last = PlainText.Line(Path.GetFileNameWithoutExtension(last).Replace('_', ' '));
        return last.Length > MaxWanted ? "" : last;
    }

    /// <summary>A submitted comment form, shown again with the error so that nothing is lost.</summary>
    private async Task<CommentForm?> TypedAsync()
    {
        if (await FieldsAsync() is not { } form)
            return null;
        var typed = new CommentForm
        {
            Title = form[nameof(CommentForm.Title)],
            Body = form[nameof(CommentForm.Body)],
            Author = form[nameof(CommentForm.Author)],
            ParentId = form[nameof(CommentForm.ParentId)],
        };
        return string.IsNullOrEmpty(typed.Body) || !typed.IsText ? null : typed;
    }

    /// <summary>The submitted form; null if there is none that may be shown, or if it is what could not be read.</summary>
    private async Task<IFormCollection?> FieldsAsync()
    {
        if (!HttpMethods.IsPost(Request.Method) || !Request.HasFormContentType
            || Response.StatusCode is StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound)
            return null;
        try
        {
            return await Request.ReadFormAsync(HttpContext.RequestAborted);
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
