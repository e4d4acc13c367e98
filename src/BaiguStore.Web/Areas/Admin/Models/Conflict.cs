using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Desks;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>A field that two edited: how it was, what another made of it, what the form holds.</summary>
/// <param name="Name">Of the form's field: whatever is picked is posted under it, as if it had been typed.</param>
public sealed record ConflictField(string Name, FieldMerge Merge, string? Was, string? Theirs, string? Mine, string TheirValue, string MyValue)
{
    public bool TakesTheirs => Merge.Outcome == MergeOutcome.OnlyTheirs;
}

/// <summary>
/// A save over a newer version. The page posts the editor's own form: for each field that differs the one that was picked, for all others
/// what was typed, and the newer version; so any editor can show it, and needs nothing to take it.
/// </summary>
/// <param name="By">Who saved meanwhile.</param>
public sealed record Conflict(string Title, string PostUrl, string BackUrl, string By, DateTime At, int Version, IReadOnlyList<ConflictField> Fields, IReadOnlyList<(string Name, string Value)> Hidden)
{
    /// <param name="mine">What the form holds: name in the history, name in the form, value.</param>
    /// <param name="theirs">What the form would hold if it were opened now.</param>
    /// <param name="others">What else the form posts.</param>
    public static Conflict Of(
        string title, string postUrl, string backUrl, Revision? last, ThreeWay merge, Readable readable,
        IEnumerable<(string Field, string Name, string Value)> mine, IEnumerable<(string Field, string Name, string Value)> theirs, params (string Name, string Value)[] others)
    {
        var now = theirs.ToDictionary(t => t.Field, t => t.Value);
        List<ConflictField> fields = [];
        List<(string, string)> hidden = [("Version", $"{merge.Version}"), .. others];
        foreach (var (field, name, value) in mine)
            if (merge.Fields.FirstOrDefault(f => f.Field.Name == field) is { Outcome: not (MergeOutcome.Unchanged or MergeOutcome.BothSame) } differs)
                fields.Add(new(name, differs, readable.Of(differs.Field, differs.Base), readable.Of(differs.Field, differs.Theirs), readable.Of(differs.Field, differs.Mine), now[field], value));
            else
                hidden.Add((name, value));
        return new(title, postUrl, backUrl, last?.Name ?? "", last?.At ?? default, merge.Version, fields, hidden);
    }
}
