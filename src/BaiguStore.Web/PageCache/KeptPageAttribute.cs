namespace BaiguStore.Web.PageCache;

/// <summary>
/// The action's answers are the same for every visitor and are kept whole until something that they show changes. Say by
/// <see cref="PageTagging.DependsOn"/> what that is, besides the tree, the company and the articles.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class KeptPageAttribute : Attribute;
