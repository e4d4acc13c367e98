using System.Text.RegularExpressions;
using BaiguStore.Web.Assets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>docs/routes.md and the routes of the program are the same.</summary>
public sealed partial class RouteDocumentTests(SampleStore store)
{
    [Fact]
    public void Every_route_stands_in_its_document_and_no_other()
    {
        const string document = "docs/routes.md";
        var rows = Documents.Rows(Documents.Read(document));

        Documents.AssertSame(document, Routes(), rows.SelectMany(row => row[0].Split(' ').Select(method => $"{method} {row[1].Trim('`')}")));
    }

    /// <summary>Method and template of each endpoint. HEAD goes with GET; bundles and files of wwwroot are files, not routes.</summary>
    private IEnumerable<string> Routes()
    {
        var bundles = store.App.Services.GetRequiredService<Bundles>().All.Select(b => b.Url).ToHashSet();
        return from endpoint in store.App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
               let route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
               where endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null && !bundles.Contains(route)
               where !route.StartsWith("/{**", StringComparison.Ordinal) // the framework's, for files of a checkout that are not there
               from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods: { Count: > 0 } methods } ? methods.Where(m => m != HttpMethods.Head) : ["any"]
               select $"{method} {Constraint().Replace(route, "")}";
    }

    /// <summary>What a parameter must look like: the document names the parameter alone.</summary>
    [GeneratedRegex(@":[^{}]+(?=\})", RegexOptions.None, 1000)]
    private static partial Regex Constraint();
}
