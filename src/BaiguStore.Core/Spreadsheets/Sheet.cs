namespace BaiguStore.Core.Spreadsheets;

/// <summary>One cell. Text stays text, so `=1+1` never becomes a formula and a part number of digits keeps its zeros; a number is a number.</summary>
public readonly record struct Cell
{
    /// <summary>Null for a number or an empty cell.</summary>
    public string? Text { get; private init; }
    public decimal? Number { get; private init; }

    /// <summary>Formatted with two decimals and thousands separators.</summary>
    public bool IsMoney { get; private init; }

    public static Cell Of(string? text) => new() { Text = text };

    public static Cell Of(decimal number) => new() { Number = number };

    /// <summary>Yuan from fen; empty without a price.</summary>
    public static Cell Money(long? fen) => new() { Number = fen / 100m, IsMoney = true };

    public static implicit operator Cell(string? text) => Of(text);

    public static implicit operator Cell(int number) => Of(number);
}

/// <summary>A column's heading, and its width in characters of the default font.</summary>
public sealed record SheetColumn(string Head, double Width = 16);

public enum SheetRowKind
{
    Plain = 0,

    /// <summary>A heading within the table, merged across all columns.</summary>
    Group = 1,

    /// <summary>A total: bold.</summary>
    Total = 2,

    /// <summary>A note below the table, merged across all columns, without borders.</summary>
    Note = 3,
}

public sealed record SheetRow(SheetRowKind Kind, IReadOnlyList<Cell> Cells)
{
    public static SheetRow Plain(params IReadOnlyList<Cell> cells) => new(SheetRowKind.Plain, cells);

    public static SheetRow Total(params IReadOnlyList<Cell> cells) => new(SheetRowKind.Total, cells);

    public static SheetRow Group(string text) => new(SheetRowKind.Group, [text]);

    public static SheetRow Note(string text) => new(SheetRowKind.Note, [text]);
}

/// <summary>One table. Rows are enumerated once while writing, so a long list need not be in memory.</summary>
/// <param name="Name">Name of the sheet's tab.</param>
/// <param name="Title">Large text above the table.</param>
/// <param name="Lead">Lines between the title and the table: buyer, date, purpose.</param>
public sealed record Sheet(string Name, IReadOnlyList<SheetColumn> Columns, IEnumerable<SheetRow> Rows, string? Title = null, IReadOnlyList<string>? Lead = null);
