using BaiguStore.Core.Catalog;

namespace BaiguStore.Web.Models;

/// <summary>Products under each other: the columns are the line's key specs, or the first specs of each where the line mixes kinds.</summary>
public sealed record ProductTable(IReadOnlyList<ProductRow> Rows, IReadOnlyList<string> KeySpecs, string Caption)
{
    private const int SpecsInOneCell = 4;

    /// <summary>The columns that at least one row fills, with the unit where all rows share it.</summary>
    public IReadOnlyList<(string Name, string? Unit)> Columns { get; } =
    [
        .. KeySpecs.Select(name => (Name: name, Found: Rows.SelectMany(r => r.Specs).Where(s => s.Name == name).ToList()))
            .Where(c => c.Found.Count > 0)
            .Select(c => (c.Name, c.Found.Select(s => s.Unit).Distinct().Take(2).ToList() is [var unit] ? unit : null)),
    ];

    public static string Cell(ProductRow row, (string Name, string? Unit) column) => row.Specs.Find(s => s.Name == column.Name) is not { } spec ? "—"
        : spec.Unit == column.Unit ? spec.Value
        : spec.ToString();

    public static string Summary(ProductRow row) => string.Join(" · ", row.Specs.Take(SpecsInOneCell));
}
