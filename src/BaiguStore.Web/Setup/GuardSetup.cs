using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Unicode;
using BaiguStore.Core.Text;
using BaiguStore.Web.Models;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace BaiguStore.Web.Setup;

/// <summary>Refuses requests that no page should see: foreign posts, addresses that try to climb, bytes that are not text.</summary>
public static class GuardSetup
{
    /// <summary>Characters of the address after the host; the longest that the store makes itself is a full inquiry, which its script ends at 3,000.</summary>
    private const int MaxTarget = 4_096;

    public static void UseRequestGuards(this WebApplication app) => app.Use((context, next) =>
    {
        var refusal = IsErrorPage(context) ? null : RefuseTarget(context) ?? RefuseOrigin(context.Request);
        if (refusal is null)
            return next(context);
        context.Response.StatusCode = refusal.Value;
        return Task.CompletedTask;
    });

    /// <summary>Reads a posted form before any action does, and refuses what cannot be read. Behind the rate limiter, so that it counts these too.</summary>
    public static void UseFormGuard(this WebApplication app) => app.Use(async (context, next) =>
    {
        var isStaffs = context.User.IsStaff && context.Request.Path.StartsWithSegments("/admin");
        var isInquiry = context.Request.Path.StartsWithSegments(Links.InquiryPath);
        var most = isInquiry ? LimitsSetup.MaxInquiry : !isStaffs ? LimitsSetup.MaxBody : IsMultipart(context.Request) && context.User.May(Policies.Catalogue) ? LimitsSetup.MaxUpload : LimitsSetup.MaxStaffBody;
        if (isStaffs || isInquiry)
            LetMoreCome(context, most, isInquiry ? LimitsSetup.InquiryForms : LimitsSetup.StaffForms);
        if (!IsErrorPage(context) && context.Request.HasFormContentType && await RefuseFormAsync(context.Request, most, context.RequestAborted) is { } refusal)
            context.Response.StatusCode = refusal;
        else
            await next(context);
    });

    private static bool IsMultipart(HttpRequest request) => request.HasFormContentType && request.ContentType!.StartsWith(MediaTypeNames.Multipart.FormData, StringComparison.OrdinalIgnoreCase);

    private static void LetMoreCome(HttpContext context, int most, FormOptions forms)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = most;
        if (context.Request.HasFormContentType)
            context.Features.Set<IFormFeature>(new FormFeature(context.Request, forms));
    }

    /// <summary>Whether the request was answered already and is on its way to the page that says so.</summary>
    private static bool IsErrorPage(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null;

    private static int? RefuseTarget(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw ? raw : context.Request.Path + context.Request.QueryString.ToString();
        if (target.Length > MaxTarget)
            return StatusCodes.Status414UriTooLong;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (target, "") : (target[..question], target[question..]);
        if (path.Contains('\\', StringComparison.Ordinal) || Has(path, "%2f") || Has(path, "%5c") || Has(path, "%00"))
            return StatusCodes.Status404NotFound;
        if (!IsText(path) || !IsText(query))
            return StatusCodes.Status400BadRequest;
        return null;

        static bool Has(string path, string encoded) => path.Contains(encoded, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The framework keeps percent-encoded bytes that are not UTF-8 as they stand, and stumbles over NUL, so the body is looked at
    /// before it is decoded. U+FFFD may come: the page that takes the form says in words what is wrong with it.
    /// </summary>
    private static async Task<int?> RefuseFormAsync(HttpRequest request, int most, CancellationToken cancel)
    {
        if (request.ContentLength > most)
            return StatusCodes.Status413PayloadTooLarge;
        try
        {
            if (request.ContentType!.StartsWith(MediaTypeNames.Application.FormUrlEncoded, StringComparison.OrdinalIgnoreCase))
            {
                request.EnableBuffering(LimitsSetup.MaxBody, most);
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body, cancel);
                request.Body.Position = 0;
                if (!IsUtf8(Decoded(body.GetBuffer().AsSpan(0, (int)body.Length))))
                    return StatusCodes.Status400BadRequest;
            }
            var form = await request.ReadFormAsync(cancel); // files go to the disk, not into memory
            return form.Any(field => field.Key.Contains('\0') || field.Value.Any(v => v!.Contains('\0'))) ? StatusCodes.Status400BadRequest : null;
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode;
        }
        catch (InvalidDataException)
        {
            return StatusCodes.Status400BadRequest; // more fields, or longer ones, than any form has
        }
        catch (IOException) when (!cancel.IsCancellationRequested)
        {
            return StatusCodes.Status413PayloadTooLarge; // over the buffer
        }
    }

    /// <summary>Whether the percent-encoded bytes are UTF-8 without NUL and without U+FFFD.</summary>
    private static bool IsText(string encoded)
    {
        var bytes = Decoded(Encoding.UTF8.GetBytes(encoded));
        return IsUtf8(bytes) && PlainText.IsWellFormed(Encoding.UTF8.GetString(bytes));
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) && !bytes.Contains((byte)0);

    private static byte[] Decoded(ReadOnlySpan<byte> encoded)
    {
        var bytes = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length && byte.TryParse(encoded.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                i += 2;
            else
                value = encoded[i];
            bytes[length++] = value;
        }
        return bytes[..length];
    }

    /// <summary>
    /// A write comes from our own pages: browsers say so in Sec-Fetch-Site, older ones and plain HTTP hosts in Origin. A
    /// request with neither is not a browser's, and carries nobody's cookies.
    /// </summary>
    private static int? RefuseOrigin(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            return null;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        var own = site.Length > 0 ? site is "same-origin" or "none" : origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}";
        return own ? null : StatusCodes.Status403Forbidden;
    }
}
