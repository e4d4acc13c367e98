namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>A page that asks before something is done: what it will do, a button that does it, a way back.</summary>
/// <param name="Title">The question.</param>
/// <param name="Consequences">What will be so afterwards, a sentence each.</param>
/// <param name="Action">What the button says: the verb, not "OK".</param>
/// <param name="PostUrl">Where the button posts to.</param>
/// <param name="BackUrl">Where nothing happens.</param>
public sealed record Confirmation(string Title, IReadOnlyList<string> Consequences, string Action, string PostUrl, string BackUrl)
{
    /// <summary>Goes with the post.</summary>
    public IReadOnlyDictionary<string, string> Hidden { get; init; } = new Dictionary<string, string>();

    /// <summary>The password of who confirms is asked for, as the field `Current`.</summary>
    public bool AsksPassword { get; init; }
}

/// <summary>The way to the rows before and after those that are shown, of a list that is paged by its last row.</summary>
/// <param name="BackUrl">Null where there is nothing before.</param>
/// <param name="OnUrl">Null where there is nothing behind.</param>
public sealed record KeysetPager(string? BackUrl, string? OnUrl);

/// <summary>A list with nothing in it: why, and what to do.</summary>
public sealed record EmptyState(string Title, string? Text = null, string? Url = null, string? Action = null);
