namespace BaiguStore.Web.Security;

/// <summary>A page whose address is its key: kept nowhere, told to nobody, in no search engine and no log.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PrivatePageAttribute : Attribute;
