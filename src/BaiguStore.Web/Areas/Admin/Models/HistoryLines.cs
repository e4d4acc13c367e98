namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>An entity's name with the URL of its page, or null.</summary>
public sealed record NamedThing(string Name, string? Url = null);

/// <summary>A row of the history of everything, for display.</summary>
/// <param name="What">Description of the action.</param>
/// <param name="Things">The first entities concerned.</param>
/// <param name="More">Number of further entities.</param>
/// <param name="Fields">Labels of the changed fields.</param>
public sealed record HistoryLine(
    DateTime At, string Who, string Kind, string What, IReadOnlyList<NamedThing> Things, int More, IReadOnlyList<string> Fields);

/// <summary>An entry of the audit trail, for display.</summary>
/// <param name="Details">Additional details: quoted comments, or changed rules with their old and new values.</param>
public sealed record AuditLine(
    DateTime At, string Who, string Origin, string Kind, string What, IReadOnlyList<NamedThing> Things, IReadOnlyList<AuditDetail> Details);

/// <param name="Of">The entity that the text belongs to, if the entry is about several.</param>
public sealed record AuditDetail(NamedThing? Of, string Text);
