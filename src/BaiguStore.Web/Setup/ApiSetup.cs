using BaiguStore.Web.Controllers.Api;

namespace BaiguStore.Web.Setup;

/// <summary>The read-only JSON API below /api/v1, described at /openapi/v1.json.</summary>
public static class ApiSetup
{
    public static void AddApi(this IServiceCollection services)
    {
        services.AddProblemDetails().AddSingleton<TreeJson>();
        services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = description =>
                description.HttpMethod != HttpMethods.Head && description.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "BaiguStore";
                document.Info.Version = "1";
                document.Info.Description = "Read-only catalogue: the counted tree, its products, the articles. Prices are in fen; no price means 询价.";
                return Task.CompletedTask;
            });
        });
    }

    public static void MapApi(this WebApplication app) => app.MapOpenApi();
}
