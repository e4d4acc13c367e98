namespace BaiguStore.Core.Spreadsheets;

/// <summary>Why a file cannot be read as a table.</summary>
public enum TableFault
{
    None = 0,

    /// <summary>Too many bytes, packed or unpacked, or a compression ratio that only a zip bomb has.</summary>
    TooLarge = 1,
    TooManyRows = 2,
    TooManyColumns = 3,

    /// <summary>A cell exceeds the limit of characters.</summary>
    CellTooLong = 4,

    /// <summary>Neither text nor a workbook.</summary>
    NotATable = 5,

    /// <summary>A workbook of Excel 97-2003, or one with a password: must be saved as .xlsx.</summary>
    OldExcel = 6,

    /// <summary>A corrupt workbook, or not a spreadsheet.</summary>
    Damaged = 7,

    /// <summary>All cells are empty.</summary>
    Empty = 8,

    /// <summary>Other files were being read for longer than <see cref="TableLimits.MaxWait"/>: try again.</summary>
    Busy = 9,
}

/// <summary>Limits for uploaded tables.</summary>
public sealed record TableLimits
{
    public int MaxBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>Uncompressed bytes of the workbook parts that are read.</summary>
    public int MaxUnpacked { get; init; } = 64 * 1024 * 1024;

    /// <summary>Rows that are not empty, including the heading.</summary>
    public int MaxRows { get; init; } = 10_000;

    /// <summary>Up to the last column that is not empty.</summary>
    public int MaxColumns { get; init; } = 100;
    public int MaxCellLength { get; init; } = 10_000;

    /// <summary>
    /// Total of all cells. A workbook stores a text once and any number of cells may refer to it, so its size in bytes is no limit.
    /// </summary>
    public int MaxCharacters { get; init; } = 20_000_000;

    /// <summary>How long a file waits while others are read: one at a time, so that many uploads need the memory of one.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>The visible sheets of an uploaded table; a text file has one. Empty if there is a fault.</summary>
public sealed record UploadedTable(IReadOnlyList<TableSheet> Sheets, TableFault Fault = TableFault.None)
{
    /// <summary>Rows of the first sheet that is not empty.</summary>
    public IReadOnlyList<TableRow> Rows => Sheets.FirstOrDefault(s => s.Rows.Count > 0)?.Rows ?? [];

    internal static UploadedTable Of(IReadOnlyList<TableSheet> sheets)
    {
        var filled = sheets.Where(s => s.Rows.Count > 0 || s.Fault != TableFault.None).ToList();
        if (filled.Count == 0)
            return new([], TableFault.Empty);
        return filled.TrueForAll(s => s.Fault != TableFault.None) ? new([], filled[0].Fault) : new(filled);
    }
}

/// <summary>
/// The rows of one sheet, each up to its last cell that is not empty, trimmed. Empty rows are omitted; <see cref="TableRow.Number"/> is the original
/// row number.
/// </summary>
/// <param name="Name">Empty for a text file.</param>
/// <param name="Fault">Why this sheet could not be read, although others of its workbook could.</param>
public sealed record TableSheet(string Name, IReadOnlyList<TableRow> Rows, TableFault Fault = TableFault.None);

/// <param name="Number">From 1, as displayed by spreadsheet programs; in text possibly the position among lines that are not empty.</param>
public sealed record TableRow(int Number, IReadOnlyList<string> Cells);

/// <summary>Aborts reading; never leaves <see cref="TableReader"/>.</summary>
internal sealed class TableFaultException(TableFault fault) : Exception($"The table was refused: {fault}.")
{
    public TableFault Fault => fault;

    public static void ThrowIf(bool condition, TableFault fault)
    {
        if (condition)
            throw new TableFaultException(fault);
    }
}
