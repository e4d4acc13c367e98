namespace BaiguStore.Core.Data;

/// <summary>What stands in the database's place is none, or was lost. The message says so in both languages.</summary>
public sealed class UnusableDatabaseException(string message) : Exception(message);
