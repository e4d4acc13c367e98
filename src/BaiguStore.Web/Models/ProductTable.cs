using BaiguStore.Core.Catalog;
using BaiguStore.Core.Search;

namespace BaiguStore.Web.Models;

/// <summary>Products under each other: the columns are the line's key specs, or the first specs of each where the line mixes kinds.</summary>
/// <param name="CanLook">Whether the page has a `quick-look` for these rows.</param>
public sealed record ProductTable(IReadOnlyList<ProductRow> Rows, IReadOnlyList<string> KeySpecs, string Caption, bool CanLook = false)
{
    /// <summary>What was searched for; it is marked where it stands.</summary>
    public Highlights Found { get; init; } = Highlights.None;

    private const int SpecsInOneCell = 4, WideFrom = 12;

    /// <summary>The columns that at least one row fills, with the unit where all rows share it.</summary>
    public IReadOnlyList<SpecColumn> Columns { get; } =
    [
        .. KeySpecs.Select(name => (Name: name, Found: Rows.SelectMany(r => r.Specs).Where(s => s.Name == name).ToList()))
            .Where(c => c.Found.Count > 0)
            .Select(c => new SpecColumn(
                c.Name, c.Found.Select(s => s.Unit).Distinct().Take(2).ToList() is [var unit] ? unit : null, c.Found.Any(s => s.Value.Length >= WideFrom))),
    ];

    public static string Cell(ProductRow row, SpecColumn column) => row.Specs.Find(s => s.Name == column.Name) is not { } spec ? "—"
        : spec.Unit == column.Unit ? spec.Value
        : spec.ToString();

    /// <summary>The first spec says what it is; the others need their names.</summary>
    public static string Summary(ProductRow row) =>
        string.Join(" · ", row.Specs.Take(SpecsInOneCell).Select((s, i) => i == 0 ? s.ToString() : $"{s.Name} {s}"));
}

/// <summary>A spec as a column: its unit where all rows share it, and whether its texts need room.</summary>
public sealed record SpecColumn(string Name, string? Unit, bool IsWide);
