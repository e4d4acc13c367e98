namespace BaiguStore.Web.PageCache;

/// <summary>
/// The action's response is the same for every visitor and is cached until something that it shows changes. Declare dependencies by <see
/// cref="PageTagging.DependsOn"/>; tree, company and articles are implied.
/// </summary>
/// <param name="keys">Query keys that the action reads. A request with any other key gets an uncached response.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class CachedPageAttribute(params string[] keys) : Attribute
{
    /// <summary>In one order everywhere, since they are written into the cache's key.</summary>
    public IReadOnlyList<string> Keys { get; } = [.. keys.Order(StringComparer.Ordinal)];

    /// <summary>The response contains absolute URLs with the requested host name; its path must match <see cref="PageKey.MayNameHost"/>.</summary>
    public bool NamesHost { get; init; }

    /// <summary>Staff get the cached response, too: it is not an HTML page, so it does not show who is signed in.</summary>
    public bool SameForStaff { get; init; }
}
