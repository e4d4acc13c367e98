namespace BaiguStore.Core.Data;

/// <summary>The configured database is not one of a store, or was lost. The message explains it in both languages.</summary>
public sealed class UnusableDatabaseException(string message) : Exception(message);
