using BaiguStore.Web.PageCache;

namespace BaiguStore.Web.Setup;

/// <summary>Renders the first page while the data is still being prepared, so that its code is compiled before the first visitor.</summary>
public static class PrewarmSetup
{
    /// <summary>
    /// Sends a request for the home page through the endpoints mapped so far. It queries no database, and shows a store without products unless the
    /// data is loaded already. The host builds the pipeline again when it starts.
    /// </summary>
    public static async Task PrewarmAsync(this WebApplication app)
    {
        app.UseEndpoints(_ => { }); // added by the host at start
        var pipeline = ((IApplicationBuilder)app).Build();
        await using var scope = app.Services.CreateAsyncScope();
        var request = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            TraceIdentifier = "rehearsal", // shown in the log if it fails
            Request = { Method = HttpMethods.Get, Scheme = Uri.UriSchemeHttp, Host = new("localhost"), Path = "/", Headers = { AcceptEncoding = "br" } },
        };
        await pipeline(request);
        // No server was involved, so headers set at the start of a response, such as the security policy, are missing from cached pages.
        app.Services.GetRequiredService<PageCacheStore>().EvictAll();
    }
}
