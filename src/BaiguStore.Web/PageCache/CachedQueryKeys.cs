namespace BaiguStore.Web.PageCache;

/// <summary>
/// The query keys that change any cached page, as the actions' <see cref="CachedPageAttribute"/> name them. A page is looked up before routing, when
/// it is not known yet whose it is. First read when all routes are mapped.
/// </summary>
public sealed class CachedQueryKeys(EndpointDataSource endpoints)
{
    private readonly Lazy<IReadOnlyList<string>> _all = new(() =>
    [
        .. endpoints.Endpoints.Select(e => e.Metadata.GetMetadata<CachedPageAttribute>()).OfType<CachedPageAttribute>()
            .SelectMany(page => page.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ]);

    public IReadOnlyList<string> All => _all.Value;
}
