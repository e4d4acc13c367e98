namespace BaiguStore.Web.PageCache;

/// <summary>Is told which pages are read, cached or not; the cache itself knows nothing of what is counted.</summary>
public interface IVisitObserver
{
    /// <summary>A page was made for this request and is sent to it.</summary>
    void OnVisit(HttpContext context);

    /// <summary>
    /// What to call for each later request that is answered with the page that this one made, once it is cached. Null for a page whose visits
    /// nobody counts.
    /// </summary>
    Action<HttpRequest>? CachedVisits(HttpContext context);
}
