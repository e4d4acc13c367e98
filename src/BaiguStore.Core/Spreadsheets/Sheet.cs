namespace BaiguStore.Core.Spreadsheets;

/// <summary>
/// One cell. Text is text whatever it looks like, so `=1+1` is never a formula and a part number of digits keeps its zeros; a number is a number.
/// </summary>
public readonly record struct Cell
{
    /// <summary>Null where it is a number, or nothing.</summary>
    public string? Text { get; private init; }
    public decimal? Number { get; private init; }

    /// <summary>Shown with two decimals and separators.</summary>
    public bool IsMoney { get; private init; }

    public static Cell Of(string? text) => new() { Text = text };

    public static Cell Of(decimal number) => new() { Number = number };

    /// <summary>Yuan from fen; empty where there is no price.</summary>
    public static Cell Money(long? fen) => new() { Number = fen / 100m, IsMoney = true };

    public static implicit operator Cell(string? text) => Of(text);

    public static implicit operator Cell(int number) => Of(number);
}

/// <summary>A column's heading, and its width in characters of the default font.</summary>
public sealed record SheetColumn(string Head, double Width = 16);

public enum SheetRowKind
{
    Plain = 0,

    /// <summary>A heading within the table: one text across all columns.</summary>
    Group = 1,

    /// <summary>What comes to what: bold.</summary>
    Total = 2,

    /// <summary>A remark below the table: one text across all columns, without lines around it.</summary>
    Note = 3,
}

public sealed record SheetRow(SheetRowKind Kind, IReadOnlyList<Cell> Cells)
{
    public static SheetRow Plain(params IReadOnlyList<Cell> cells) => new(SheetRowKind.Plain, cells);

    public static SheetRow Total(params IReadOnlyList<Cell> cells) => new(SheetRowKind.Total, cells);

    public static SheetRow Group(string text) => new(SheetRowKind.Group, [text]);

    public static SheetRow Note(string text) => new(SheetRowKind.Note, [text]);
}

/// <summary>One table. Its rows are asked for once, while it is written, so a long list need not lie in memory.</summary>
/// <param name="Name">On the sheet's tab.</param>
/// <param name="Title">In large letters above the table.</param>
/// <param name="Lead">Lines between the title and the table: who asks whom, when, for what.</param>
public sealed record Sheet(string Name, IReadOnlyList<SheetColumn> Columns, IEnumerable<SheetRow> Rows, string? Title = null, IReadOnlyList<string>? Lead = null);
