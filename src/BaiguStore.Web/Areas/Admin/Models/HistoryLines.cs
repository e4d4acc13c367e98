namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>Something by its name, with the address where it is looked at, or null.</summary>
public sealed record NamedThing(string Name, string? Url = null);

/// <summary>An act in the history of everything, in words.</summary>
/// <param name="What">What was done.</param>
/// <param name="Things">To what: the first of them.</param>
/// <param name="More">How many more there are.</param>
/// <param name="Fields">What the changed fields are called.</param>
public sealed record HistoryLine(
    DateTime At, string Who, string Kind, string What, IReadOnlyList<NamedThing> Things, int More, IReadOnlyList<string> Fields);

/// <summary>An entry of the audit trail in words.</summary>
/// <param name="Details">What more is known: who said what, or which rule was changed from what to what.</param>
public sealed record AuditLine(
    DateTime At, string Who, string Origin, string Kind, string What, IReadOnlyList<NamedThing> Things, IReadOnlyList<AuditDetail> Details);

/// <param name="Of">Whose words these are, where the entry is about several.</param>
public sealed record AuditDetail(NamedThing? Of, string Text);
