using System.Text.RegularExpressions;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Search;
using BaiguStore.Web.Localization;

namespace BaiguStore.Web.Models;

/// <summary>A table of products: columns are the category's key specs, or the first specs of each row if the category mixes kinds.</summary>
/// <param name="CanLook">Whether the page has a `quick-look` for these rows.</param>
public sealed partial record ProductTable(IReadOnlyList<ProductRow> Rows, IReadOnlyList<string> KeySpecs, string Caption, bool CanLook = false)
{
    /// <summary>The search terms to highlight.</summary>
    public Highlights Found { get; init; } = Highlights.None;

    private const int SpecsInOneCell = 4, WideFrom = 12;

    /// <summary>Columns with at least one value, with the unit if all rows share it.</summary>
    public IReadOnlyList<SpecColumn> Columns { get; } =
    [
        .. KeySpecs.Select(name => (Name: name, Found: Rows.SelectMany(r => r.Specs).Where(s => s.Name == name).ToList()))
            .Where(c => c.Found.Count > 0)
            .Select(c => new SpecColumn(
                c.Name, c.Found.Select(s => s.Unit).Distinct().Take(2).ToList() is [var unit] ? unit : null,
                c.Found.Any(s => s.Value.Length >= WideFrom), c.Found.TrueForAll(s => Number().IsMatch(s.Value)))),
    ];

    public static string Cell(ProductRow row, SpecColumn column) => row.Specs.Find(s => s.Name == column.Name) is not { } spec ? "—"
        : spec.Unit == column.Unit ? spec.Value
        : spec.ToString();

    /// <summary>The first spec names the kind; the others need their names.</summary>
    public static string Summary(ProductRow row) =>
        Format.Facts(row.Specs.Take(SpecsInOneCell).Select((s, i) => i == 0 ? s.ToString() : $"{s.Name} {s}"));

    /// <summary>336, 1,200 W, 64K, 24个.</summary>
    private const string NumberWithUnit = @"^[≥≤<>~]?\s?\d[\d,]*(\.\d+)?\s?([A-Za-zµ°℃%/]{0,6}|\p{IsCJKUnifiedIdeographs}{1,2})$";

    [GeneratedRegex(NumberWithUnit, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}

/// <summary>A spec as a column: the unit if all rows share it, whether its texts need more width, and whether all are numbers.</summary>
public sealed record SpecColumn(string Name, string? Unit, bool IsWide, bool IsNumber = false)
{
    public string? Css => IsNumber ? "number" : IsWide ? "is-wide" : null;
}
