namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>A confirmation page: consequences, a button for the action, a link back.</summary>
/// <param name="Title">The question.</param>
/// <param name="Consequences">Consequences, one sentence each.</param>
/// <param name="Action">Label of the button: a verb, not "OK".</param>
/// <param name="PostUrl">URL that the button posts to.</param>
/// <param name="BackUrl">Cancels the action.</param>
public sealed record Confirmation(string Title, IReadOnlyList<string> Consequences, string Action, string PostUrl, string BackUrl)
{
    /// <summary>Hidden fields.</summary>
    public IReadOnlyDictionary<string, string> Hidden { get; init; } = new Dictionary<string, string>();

    /// <summary>Requires the member's password, in the field `Current`.</summary>
    public bool AsksPassword { get; init; }
}

/// <summary>Links to the previous and the next page of a keyset-paged list.</summary>
/// <param name="BackUrl">Null on the first page.</param>
/// <param name="OnUrl">Null on the last page.</param>
public sealed record KeysetPager(string? BackUrl, string? OnUrl);
