namespace BaiguStore.Web.PageCache;

/// <summary>
/// The action's answers are the same for every visitor and are kept whole until something that they show changes. Say by
/// <see cref="PageTagging.DependsOn"/> what that is, besides the tree, the company and the articles.
/// </summary>
/// <param name="keys">Those of <see cref="PageKey.QueryKeys"/> that the action reads. A request that says anything else is answered, and the answer is not kept.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class CachedPageAttribute(params string[] keys) : Attribute
{
    public IReadOnlyList<string> Keys => keys;

    /// <summary>The answer holds absolute addresses under the name that the request used; its path ends as <see cref="PageKey.MayNameHost"/> says.</summary>
    public bool NamesHost { get; init; }

    /// <summary>Staff get the same answer as everybody else: it is no HTML page, which shows who is signed in.</summary>
    public bool SameForStaff { get; init; }
}
