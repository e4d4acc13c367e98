namespace BaiguStore.Core.Data;

/// <summary>There is a file where the database should be, or the traces of one, but nothing that the store could begin with. The message says so in both languages.</summary>
public sealed class UnusableDatabaseException(string message) : Exception(message);
