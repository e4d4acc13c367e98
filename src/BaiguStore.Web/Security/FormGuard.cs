using System.Net.Mime;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace BaiguStore.Web.Security;

/// <summary>
/// Reads a posted form before any action does, and refuses malformed ones. Runs after the rate limiter, and only for endpoints that accept a form:
/// other bodies are never read.
/// </summary>
public sealed class FormGuard(WorkLimits limits)
{
    /// <summary>Size limit for all endpoints that accept a form; larger forms are allowed for inquiries and staff only.</summary>
    private const int Usual = RequestLimits.MaxBody;

    /// <summary>Bytes from which a form is buffered on disk: a usual comment stays in memory.</summary>
    private const int OnDiskFrom = 16 * 1024;

    public async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!TakesForm(context) || !HasBody(context) || (RequestGuard.IsErrorPage(context) && !IsAtHand(request)))
        {
            context.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty)); // model binding and the error page then see an empty form
            await next(context);
            return;
        }
        if (RequestGuard.IsErrorPage(context))
        {
            await next(context);
            return;
        }
        var most = LetCome(context);
        var refusal = RefuseType(context) ?? await RefuseBytesAsync(request, most, context.RequestAborted);
        using var lease = refusal is null && request.ContentLength is not <= Usual && !IsStaffs(context) ? await limits.LargeForms.AcquireAsync(1, context.RequestAborted) : null;
        refusal ??= lease is { IsAcquired: false } ? StatusCodes.Status503ServiceUnavailable : await RefuseFormAsync(request, context.RequestAborted);
        if (refusal is { } status)
            context.Response.StatusCode = status;
        else
            await next(context);
    }

    /// <summary>Whether the matched endpoint, or the one that failed, accepts a form.</summary>
    private static bool TakesForm(HttpContext context)
    {
        var endpoint = context.Features.Get<IStatusCodeReExecuteFeature>() is { } failed ? failed.Endpoint
            : context.Features.Get<IExceptionHandlerFeature>() is { } thrown ? thrown.Endpoint
            : context.GetEndpoint();
        return HttpMethods.IsPost(context.Request.Method) && endpoint is RouteEndpoint && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Post) == true;
    }

    /// <summary>An error page repeats the form's values only if it was read already or is short: the rate limiter may have refused it.</summary>
    private static bool IsAtHand(HttpRequest request) => request.HttpContext.Features.Get<IFormFeature>()?.Form is not null || request.ContentLength <= Usual;

    private static bool IsStaffs(HttpContext context) => context.User.IsStaff && context.Request.Path.StartsWithSegments("/admin");

    /// <summary>Raises the server's limit to that of this form; returns it in bytes.</summary>
    private static int LetCome(HttpContext context)
    {
        var request = context.Request;
        var (isStaffs, isInquiry) = (IsStaffs(context), request.Path.StartsWithSegments(Links.InquiryPath));
        if (!isStaffs && !isInquiry)
            return Usual;
        var most = isInquiry ? RequestLimits.MaxInquiry : IsMultipart(request) && context.User.May(Policies.Catalogue) ? RequestLimits.MaxUpload : RequestLimits.MaxStaffBody;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = most;
        if (request.HasFormContentType)
            context.Features.Set<IFormFeature>(new FormFeature(request, isInquiry ? RequestLimits.InquiryForms : RequestLimits.StaffForms));
        return most;
    }

    private static bool IsMultipart(HttpRequest request) => request.HasFormContentType && request.ContentType!.StartsWith(MediaTypeNames.Multipart.FormData, StringComparison.OrdinalIgnoreCase);

    /// <summary>A post without a body is an empty form, whatever its content type.</summary>
    private static bool HasBody(HttpContext context) =>
        context.Request.ContentLength is { } length ? length > 0 : context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };

    /// <summary>415 for another content type than a form, and for other charsets than UTF-8: browsers send forms in the page's encoding.</summary>
    private static int? RefuseType(HttpContext context)
    {
        var request = context.Request;
        if (request.HasFormContentType && MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && IsUtf8(HeaderUtilities.RemoveQuotes(type.Charset).Value))
            return null;
        context.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty)); // the error page reads the form's values
        return StatusCodes.Status415UnsupportedMediaType;
    }

    private static bool IsUtf8(string? charset) =>
        string.IsNullOrEmpty(charset) || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Reads the body, buffered on disk from <see cref="OnDiskFrom"/> bytes on. The framework leaves invalid UTF-8 percent-encoded, so it is
    /// validated before.
    /// </summary>
    private static async Task<int?> RefuseBytesAsync(HttpRequest request, int most, CancellationToken cancel)
    {
        if (request.ContentLength > most)
            return StatusCodes.Status413PayloadTooLarge;
        if (IsMultipart(request) && IsStaffs(request.HttpContext))
            return null; // multipart uploads of staff are buffered on disk only once, when they are parsed
        try
        {
            request.EnableBuffering(OnDiskFrom, most);
            var isText = IsMultipart(request) ? await DrainedAsync(request.Body, cancel) : await PercentEncodedText.IsUtf8Async(request.Body, cancel);
            request.Body.Position = 0;
            return isText ? null : StatusCodes.Status400BadRequest;
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode;
        }
        catch (IOException) when (!cancel.IsCancellationRequested)
        {
            return StatusCodes.Status413PayloadTooLarge; // over the buffer
        }
    }

    private static async Task<bool> DrainedAsync(Stream body, CancellationToken cancel)
    {
        await body.CopyToAsync(Stream.Null, cancel);
        return true;
    }

    /// <summary>The framework fails on NUL. U+FFFD is allowed here: the form's page explains the error.</summary>
    private static async Task<int?> RefuseFormAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            var form = await request.ReadFormAsync(cancel); // files are buffered on disk, not in memory
            return form.Any(field => field.Key.Contains('\0') || field.Value.Any(v => v!.Contains('\0'))) ? StatusCodes.Status400BadRequest : null;
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode;
        }
        catch (InvalidDataException)
        {
            return StatusCodes.Status400BadRequest; // more or longer fields than any form has
        }
        catch (IOException) when (!cancel.IsCancellationRequested)
        {
            return StatusCodes.Status400BadRequest; // a truncated multipart body
        }
    }
}
