namespace BaiguStore.Web.Security;

/// <summary>A page with a secret URL: not cached, no referrer, not indexed, not logged.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PrivatePageAttribute : Attribute;
