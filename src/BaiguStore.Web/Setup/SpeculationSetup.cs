namespace BaiguStore.Web.Setup;

/// <summary>
/// Tells browsers which pages they may fetch when a visitor's pointer rests on a link: the catalogue's and the articles', which
/// change nothing. Not those marked nofollow: they lead to a page's form, not to another page. Sent by header, since inline rules would need a hole in the content security policy.
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
