using BaiguStore.Web.Forms;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>A row of the staff's category tree.</summary>
/// <param name="Total">Published products in it and its descendants, including hidden categories.</param>
/// <param name="Below">Number of direct children.</param>
public sealed record CategoryRow(int Id, int? ParentId, string Path, string Name, string Slug, bool IsHidden, string? Salesperson, int Below)
{
    public int Total { get; init; }

    /// <summary>Without content, so it can be soft-deleted.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>An ancestor is hidden, so visitors do not see it either.</summary>
    public bool IsHiddenAbove { get; init; }

    /// <summary>Names of the ancestors; for search results.</summary>
    public string Above { get; init; } = "";
}

/// <summary>`/admin/categories?open=3&amp;open=17` and `?q=`: categories whose parents are expanded, or whose names match.</summary>
/// <param name="IsCut">There are more rows than the page shows.</param>
public sealed record CategoryTreePage(IReadOnlyList<int> Open, string Query, IReadOnlyList<CategoryRow> Rows, IReadOnlyList<(int Id, string Name)> Bin, bool IsCut)
{
    /// <summary>The merge that was just made, while it can be undone.</summary>
    public Core.History.BulkChange? Merge { get; init; }

    public const string Path = "/admin/categories";
    private readonly ILookup<int, CategoryRow> _below = Rows.ToLookup(r => r.ParentId ?? 0);

    public IReadOnlyList<CategoryRow> Below(int? id) => [.. _below[id ?? 0]];

    public bool IsOpen(CategoryRow row) => row.Below > 0 && Open.Contains(row.Id);

    /// <summary>URL that expands or collapses this category.</summary>
    public string ToggleUrl(CategoryRow row) => UrlOf(IsOpen(row) ? Open.Where(id => id != row.Id) : Open.Append(row.Id), row.Id);

    /// <param name="at">The category to scroll to.</param>
    /// <param name="merge">The merge that the page offers to undo.</param>
    public static string UrlOf(IEnumerable<int> open, int at, int? merge = null) =>
        $"{Path}?{string.Join('&', open.Distinct().Select(id => $"open={id}").Concat(merge is null ? [] : [$"merge={merge}"]))}".TrimEnd('?') + $"#c-{at}";
}

/// <summary>The rows below a category, for the recursive partial view.</summary>
public sealed record CategoryRows(CategoryTreePage Page, IReadOnlyList<CategoryRow> Rows);

/// <summary>`/admin/categories/{id}/parent` and `/merger`: search for and choose another category.</summary>
/// <param name="Options">Never includes the category itself or its descendants.</param>
public sealed record CategoryChoice(int Id, string Name, string Slug, int? ParentId, string Query, CategoryOptions Options);

/// <summary>What a merge would move, and which URLs would redirect.</summary>
/// <param name="Unseen">Products that visitors do not see: drafts and soft-deleted ones.</param>
/// <param name="Places">Names of the direct children, in tree order.</param>
/// <param name="Slugs">Former slugs that would redirect to the other category.</param>
public sealed record MergePreview(int Products, int Unseen, IReadOnlyList<string> Places, IReadOnlyList<string> Articles, IReadOnlyList<string> Slugs);

/// <summary>A suggestion for a category field, with the names of its ancestors.</summary>
public sealed record CategoryName(int Id, string Name);

/// <summary>Options of a category field.</summary>
/// <param name="IsWhole">False if the tree is too large for a list: then the field is a text field, parsed by <see cref="CategoryBinder"/>.</param>
public sealed record CategoryOptions(IReadOnlyList<FieldOption> Options, bool IsWhole)
{
    public const int MostListed = 1_000;

    /// <summary>Maximum search results in a list.</summary>
    public const int MostFound = 50;

    public static CategoryOptions None { get; } = new([], IsWhole: true);

    /// <summary>The chosen category as the field's text.</summary>
    public string Text => Options.FirstOrDefault(o => o.IsChosen) is { } chosen ? $"{chosen.Value} {chosen.Text.Trim('\u3000')}" : "";

    public CategoryOptions With(Func<FieldOption, FieldOption> change) => this with { Options = [.. Options.Select(change)] };

    public Field Field(string name, string label, string none, bool isRequired = false) => IsWhole
        ? new(name, label) { Type = "tree", IsRequired = isRequired, Language = "zh-CN", Options = [new("", none), .. Options] }
        : new(name, label, Text) { Type = "place", IsRequired = isRequired, Language = "zh-CN", MaxLength = 200, Autocomplete = "off" };
}
