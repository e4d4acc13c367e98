using BaiguStore.Web.Security;

namespace BaiguStore.Web.Setup;

/// <summary>Security headers of every response: nothing inline, no third parties, no framing.</summary>
public static class HeaderSetup
{
    private static readonly HeaderPolicyCollection Policy = new HeaderPolicyCollection()
        .AddContentTypeOptionsNoSniff()
        .AddFrameOptionsDeny()
        .AddReferrerPolicyStrictOriginWhenCrossOrigin()
        .AddCrossOriginOpenerPolicy(b => b.SameOrigin())
        .AddCrossOriginResourcePolicy(b => b.SameOrigin())
        .AddStrictTransportSecurityMaxAge() // a year, over HTTPS only
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
            context.Response.OnStarting(() => // OnStarting callbacks run in reverse order: this one runs after the policy's own
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
                    headers.CacheControl = "private, no-store"; // it may depend on who is signed in, and is never cached
                if (string.IsNullOrEmpty(headers.CacheControl))
                    headers.CacheControl = "no-cache"; // browsers revalidate; the server's page cache answers
                if (!headers.Vary.Any(v => v?.Contains("Accept-Encoding", StringComparison.OrdinalIgnoreCase) == true))
                    headers.Append("Vary", "Accept-Encoding");
                return Task.CompletedTask;
            });
            return next(context);
        });
    }
}
