namespace BaiguStore.Web.PageCache;

/// <summary>
/// The action's answers are the same for every visitor and are kept whole until something that they show changes. Say by
/// <see cref="PageTagging.DependsOn"/> what that is, besides the tree, the company and the articles.
/// </summary>
/// <param name="keys">Those of <see cref="PageKey.QueryKeys"/> that the action reads. Who says another gets the page, and it is not kept.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class KeptPageAttribute(params string[] keys) : Attribute
{
    public IReadOnlyList<string> Keys => keys;
}
