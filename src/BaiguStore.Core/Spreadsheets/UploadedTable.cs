namespace BaiguStore.Core.Spreadsheets;

/// <summary>Why a file cannot be read as a table.</summary>
public enum TableFault
{
    None = 0,

    /// <summary>More bytes than allowed, packed or unpacked, or packed so tightly that only a trap is.</summary>
    TooLarge = 1,
    TooManyRows = 2,
    TooManyColumns = 3,

    /// <summary>A cell with more characters than allowed.</summary>
    CellTooLong = 4,

    /// <summary>Neither text nor a workbook.</summary>
    NotATable = 5,

    /// <summary>A workbook as Excel wrote it until 2003, or one with a password: to be saved as .xlsx.</summary>
    OldExcel = 6,

    /// <summary>A workbook that is broken, or no spreadsheet.</summary>
    Damaged = 7,

    /// <summary>No cell holds anything.</summary>
    Empty = 8,

    /// <summary>Others are being read, and went on for longer than <see cref="TableLimits.MaxWait"/>: to be tried again.</summary>
    Busy = 9,
}

/// <summary>How much of what somebody sends is read.</summary>
public sealed record TableLimits
{
    public int MaxBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>Bytes of the parts of a workbook that are read, unpacked.</summary>
    public int MaxUnpacked { get; init; } = 64 * 1024 * 1024;

    /// <summary>Rows that hold something, the heading among them.</summary>
    public int MaxRows { get; init; } = 10_000;

    /// <summary>Counted to the last column that holds something.</summary>
    public int MaxColumns { get; init; } = 100;
    public int MaxCellLength { get; init; } = 10_000;

    /// <summary>Of all cells together. A workbook keeps a text once and lets any number of cells name it, so its bytes say little.</summary>
    public int MaxCharacters { get; init; } = 20_000_000;

    /// <summary>How long a file waits while others are read: one at a time, so that many at once cost the memory of one.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>The sheets of a table that somebody sent, hidden ones left out; a text file has one. With a fault there is none to be read.</summary>
public sealed record UploadedTable(IReadOnlyList<TableSheet> Sheets, TableFault Fault = TableFault.None)
{
    /// <summary>Of the first sheet that holds something.</summary>
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
/// The rows of one sheet, each to its last cell that holds something, trimmed. Empty rows are not there; <see cref="TableRow.Number"/> says where a row stood.
/// </summary>
/// <param name="Name">Empty in a text file.</param>
/// <param name="Fault">Why this one could not be read, while others of its workbook could.</param>
public sealed record TableSheet(string Name, IReadOnlyList<TableRow> Rows, TableFault Fault = TableFault.None);

/// <param name="Number">From 1, as the person's own program counts rows; in text, the line's position among those that are not empty may be all there is.</param>
public sealed record TableRow(int Number, IReadOnlyList<string> Cells);

/// <summary>Ends the reading; never leaves <see cref="TableReader"/>.</summary>
internal sealed class TableFaultException(TableFault fault) : Exception($"The table was refused: {fault}.")
{
    public TableFault Fault => fault;

    public static void ThrowIf(bool condition, TableFault fault)
    {
        if (condition)
            throw new TableFaultException(fault);
    }
}
