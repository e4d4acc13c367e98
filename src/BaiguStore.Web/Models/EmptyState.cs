namespace BaiguStore.Web.Models;

/// <summary>An empty list: why, and what to do.</summary>
public sealed record EmptyState(string Title, string? Text = null, string? Url = null, string? Action = null);
