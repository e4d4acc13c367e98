using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;

namespace BaiguStore.Web.Setup;

/// <summary>Headers that every answer carries: nothing inline, nothing foreign, nothing framed.</summary>
public static class HeaderSetup
{
    private static readonly HeaderPolicyCollection Policy = new HeaderPolicyCollection()
        .AddContentTypeOptionsNoSniff()
        .AddFrameOptionsDeny()
        .AddReferrerPolicyStrictOriginWhenCrossOrigin()
        .AddCrossOriginOpenerPolicy(b => b.SameOrigin())
        .AddCrossOriginResourcePolicy(b => b.SameOrigin())
        .AddStrictTransportSecurityMaxAge() // a year, and over HTTPS only
        .AddPermissionsPolicy(b =>
        {
            b.AddCamera().None();
            b.AddGeolocation().None();
            b.AddMicrophone().None();
            b.AddPayment().None();
            b.AddUsb().None();
        })
        .AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().None();
            csp.AddScriptSrc().Self();
            csp.AddStyleSrc().Self();
            csp.AddImgSrc().Self().Data();
            csp.AddConnectSrc().Self();
            csp.AddFormAction().Self();
            csp.AddFrameAncestors().None();
            csp.AddBaseUri().None();
            csp.AddManifestSrc().Self();
        });

    public static void UseHeaders(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() => // the first to be added is the last to be called: it comes after the policy's own
            {
                if (context.GetEndpoint()?.Metadata.GetMetadata<PrivatePageAttribute>() is not null)
                    (context.Response.Headers["Referrer-Policy"], context.Response.Headers["X-Robots-Tag"], context.Response.Headers.CacheControl) = ("no-referrer", "noindex, nofollow", "private, no-store");
                return Task.CompletedTask;
            });
            return next(context);
        });
        app.UseSecurityHeaders(Policy);
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                var headers = context.Response.Headers;
                if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
                    headers["Speculation-Rules"] = "\"/speculation-rules.json\"";
                if (StaffCookie.IsIn(context.Request) && context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
                    headers.CacheControl = "private, no-store"; // it may show who is signed in, and is fresh each time
                if (string.IsNullOrEmpty(headers.CacheControl))
                    headers.CacheControl = "no-cache"; // a browser asks again; the page's own cache answers
                if (!headers.Vary.Any(v => v?.Contains("Accept-Encoding", StringComparison.OrdinalIgnoreCase) == true))
                    headers.Append("Vary", "Accept-Encoding");
                return Task.CompletedTask;
            });
            return next(context);
        });
    }
}
