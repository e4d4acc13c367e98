using BaiguStore.Web.PageCache;

namespace BaiguStore.Web.Setup;

/// <summary>The first page is made once for nobody while the data is still prepared, so that no visitor waits until its code is compiled.</summary>
public static class PrewarmSetup
{
    /// <summary>
    /// Sends a request for the home page through all that was mapped until now. It asks no database, and shows a store without products unless
    /// the data is there already. The host builds the pipeline once more when it starts.
    /// </summary>
    public static async Task RehearseAsync(this WebApplication app)
    {
        app.UseEndpoints(_ => { }); // what the host adds when it starts
        var pipeline = ((IApplicationBuilder)app).Build();
        await using var scope = app.Services.CreateAsyncScope();
        var request = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            TraceIdentifier = "rehearsal", // in the log, if it fails
            Request = { Method = HttpMethods.Get, Scheme = Uri.UriSchemeHttp, Host = new("localhost"), Path = "/", Headers = { AcceptEncoding = "br" } },
        };
        await pipeline(request);
        // No server was there to add the headers that are set when an answer begins, such as the security policy.
        app.Services.GetRequiredService<PageCacheStore>().EvictAll();
    }
}
