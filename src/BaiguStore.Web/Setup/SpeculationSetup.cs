namespace BaiguStore.Web.Setup;

/// <summary>
/// Speculation rules: browsers may prefetch pages of the catalogue and articles, which have no side effects, when the pointer rests on a link. Links
/// with nofollow, which lead to forms, are excluded. Sent by header, since inline rules would need an exception in the content security policy.
/// </summary>
public static class SpeculationSetup
{
    private const string Rules = """
        {"prefetch":[{"where":{"and":[{"or":[{"href_matches":"/"},{"href_matches":"/c/*"},{"href_matches":"/p/*"},{"href_matches":"/articles*"}]},{"not":{"selector_matches":"[rel~=nofollow]"}}]},"eagerness":"moderate"}]}
        """;

    public static void MapSpeculationRules(this WebApplication app) => app.MapMethods("/speculation-rules.json", [HttpMethods.Get, HttpMethods.Head], context =>
    {
        context.Response.Headers.CacheControl = "public, max-age=86400";
        context.Response.ContentType = "application/speculationrules+json";
        return context.Response.WriteAsync(Rules, context.RequestAborted);
    }).ExcludeFromDescription();
}
