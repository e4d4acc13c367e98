using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing.Patterns;

namespace BaiguStore.Web.Urls;

/// <summary>
/// One URL per page. Routing also accepts `/C/x`, `/p/x/` and `/sitemap/products-01.xml`; these redirect to the route's spelling, so that search
/// engines and the page cache, which is consulted before routing, have each page once.
/// </summary>
public static class CanonicalPaths
{
    public static Task RedirectAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if ((!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) || context.GetEndpoint() is not RouteEndpoint endpoint
            || endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is null || PathOf(endpoint.RoutePattern, request.RouteValues) is not { } path || path == request.Path.Value)
            return next(context);
        context.Response.Redirect(request.PathBase + new PathString(path) + request.QueryString, permanent: true);
        return Task.CompletedTask;
    }

    /// <summary>
    /// The route's literals as declared, its parameters as requested, numbers without leading zeros. Null if a parameter has no value.
    /// </summary>
    private static string? PathOf(RoutePattern pattern, RouteValueDictionary values)
    {
        var path = new StringBuilder();
        foreach (var segment in pattern.PathSegments)
        {
            path.Append('/');
            foreach (var part in segment.Parts)
                if (part is RoutePatternParameterPart parameter)
                {
                    if (parameter.IsCatchAll || ValueOf(parameter, values) is not { } value)
                        return null;
                    path.Append(value);
                }
                else
                    path.Append(part is RoutePatternLiteralPart literal ? literal.Content : ((RoutePatternSeparatorPart)part).Content);
        }
        return path.Length == 0 ? "/" : path.ToString();
    }

    private static string? ValueOf(RoutePatternParameterPart parameter, RouteValueDictionary values) =>
        values.TryGetValue(parameter.Name, out var value) && Convert.ToString(value, CultureInfo.InvariantCulture) is { } text
            ? parameter.ParameterPolicies.Any(p => p.Content == "int") && int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture) : text
            : null;
}
