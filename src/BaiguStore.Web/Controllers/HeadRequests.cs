using Microsoft.AspNetCore.Mvc.ActionConstraints;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Routing;

namespace BaiguStore.Web.Controllers;

/// <summary>Endpoints for GET also answer HEAD (RFC 9110, 9.1), which monitors, link checkers and proxies use.</summary>
internal sealed class HeadRequests : IActionModelConvention
{
    public void Apply(ActionModel action)
    {
        foreach (var selector in action.Selectors)
        {
            if (selector.ActionConstraints.OfType<HttpMethodActionConstraint>().FirstOrDefault() is not { } only || !only.HttpMethods.Contains(HttpMethods.Get))
                continue;
            string[] methods = [HttpMethods.Get, HttpMethods.Head];
            selector.ActionConstraints.Remove(only);
            selector.ActionConstraints.Add(new HttpMethodActionConstraint(methods));
            foreach (var metadata in selector.EndpointMetadata.OfType<HttpMethodMetadata>().ToList())
                selector.EndpointMetadata.Remove(metadata);
            selector.EndpointMetadata.Add(new HttpMethodMetadata(methods));
        }
    }
}
