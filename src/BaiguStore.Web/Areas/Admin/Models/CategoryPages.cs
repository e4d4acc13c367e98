using BaiguStore.Web.Forms;
using BaiguStore.Web.Models;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>A place of the tree as staff see it.</summary>
/// <param name="Total">Published products here and below, hidden or not.</param>
/// <param name="Below">Places directly below it.</param>
public sealed record CategoryRow(int Id, int? ParentId, string Path, string Name, string Slug, bool IsHidden, string? Salesperson, int Below)
{
    public int Total { get; init; }

    /// <summary>Nothing is in it, so it may go into the bin.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Something above it is hidden, so visitors do not see it either.</summary>
    public bool IsHiddenAbove { get; init; }

    /// <summary>Names from the top down to what is above it; for results of a search.</summary>
    public string Above { get; init; } = "";
}

/// <summary>`/admin/categories?open=3&amp;open=17` and `?q=`: the places whose parents are open, or those whose name is like that.</summary>
/// <param name="IsCut">There are more than one page shows.</param>
public sealed record CategoryTreePage(IReadOnlyList<int> Open, string Query, IReadOnlyList<CategoryRow> Rows, IReadOnlyList<(int Id, string Name)> Bin, bool IsCut)
{
    /// <summary>The merge that was just made, while it can be undone.</summary>
    public Core.History.BulkChange? Merge { get; init; }

    public const string Path = "/admin/categories";
    private readonly ILookup<int, CategoryRow> _below = Rows.ToLookup(r => r.ParentId ?? 0);

    public IReadOnlyList<CategoryRow> Below(int? id) => [.. _below[id ?? 0]];

    public bool IsOpen(CategoryRow row) => row.Below > 0 && Open.Contains(row.Id);

    /// <summary>The address with this place open, or shut where it is open.</summary>
    public string ToggleUrl(CategoryRow row) => UrlOf(IsOpen(row) ? Open.Where(id => id != row.Id) : Open.Append(row.Id), row.Id);

    /// <param name="at">The place to which the page shall scroll.</param>
    /// <param name="merge">The merge that the page shall offer to undo.</param>
    public static string UrlOf(IEnumerable<int> open, int at, int? merge = null) =>
        $"{Path}?{string.Join('&', open.Distinct().Select(id => $"open={id}").Concat(merge is null ? [] : [$"merge={merge}"]))}".TrimEnd('?') + $"#c-{at}";
}

/// <summary>The rows below a place, for the partial that shows them and all that is open below them.</summary>
public sealed record CategoryRows(CategoryTreePage Page, IReadOnlyList<CategoryRow> Rows);

/// <summary>`/admin/categories/{id}/parent` and `/merger`: another place is looked for and chosen.</summary>
/// <param name="Options">What may be chosen: never the place itself or what is below it.</param>
public sealed record CategoryChoice(int Id, string Name, string Slug, int? ParentId, string Query, CategoryOptions Options);

/// <summary>What a merge would move, and which addresses would lead elsewhere.</summary>
/// <param name="Unseen">Of the products those that visitors do not see: drafts and what is in the bin.</param>
/// <param name="Places">Names of what is directly below, in the tree's order.</param>
/// <param name="Slugs">Addresses that led to it before and would lead on.</param>
public sealed record MergePreview(int Products, int Unseen, IReadOnlyList<string> Places, IReadOnlyList<string> Articles, IReadOnlyList<string> Slugs);

/// <summary>A category as a field suggests it: with the names above it.</summary>
public sealed record CategoryName(int Id, string Name);

/// <summary>What a field for a category offers.</summary>
/// <param name="IsWhole">False where the tree is too large for a list: the field takes text then, and <see cref="CategoryBinder"/> reads it.</param>
public sealed record CategoryOptions(IReadOnlyList<FieldOption> Options, bool IsWhole)
{
    public const int MostListed = 1_000;

    /// <summary>Results of a search that one list shows.</summary>
    public const int MostFound = 50;

    public static CategoryOptions None { get; } = new([], IsWhole: true);

    /// <summary>The chosen one as the field's text.</summary>
    public string Text => Options.FirstOrDefault(o => o.IsChosen) is { } chosen ? $"{chosen.Value} {chosen.Text.Trim('\u3000')}" : "";

    public CategoryOptions With(Func<FieldOption, FieldOption> change) => this with { Options = [.. Options.Select(change)] };

    public Field Field(string name, string label, string none, bool isRequired = false) => IsWhole
        ? new(name, label) { Type = "tree", IsRequired = isRequired, Language = "zh-CN", Options = [new("", none), .. Options] }
        : new(name, label, Text) { Type = "place", IsRequired = isRequired, Language = "zh-CN", MaxLength = 200, Autocomplete = "off" };
}
