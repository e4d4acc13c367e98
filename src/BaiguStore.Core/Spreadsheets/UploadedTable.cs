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
}

/// <summary>How much of what somebody sends is read.</summary>
public sealed record TableLimits
{
    public int MaxBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>Rows that hold something, the heading among them.</summary>
    public int MaxRows { get; init; } = 10_000;

    /// <summary>Counted to the last column that holds something.</summary>
    public int MaxColumns { get; init; } = 100;
    public int MaxCellLength { get; init; } = 10_000;
}

/// <summary>
/// The rows of a table that somebody sent, each to its last cell that holds something, trimmed. Empty rows are not there; <see cref="TableRow.Number"/>
/// says where a row stood. With a fault it is empty.
/// </summary>
public sealed record UploadedTable(IReadOnlyList<TableRow> Rows, TableFault Fault = TableFault.None);

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
