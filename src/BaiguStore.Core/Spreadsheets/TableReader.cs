namespace BaiguStore.Core.Spreadsheets;

/// <summary>
/// Reads a table that somebody sent: XLSX, CSV or text from Excel, told apart by content and not by name, whatever the encoding. What is wrong
/// with it comes back as a fault, never as an exception.
/// </summary>
public static class TableReader
{
    public static async Task<UploadedTable> ReadAsync(Stream stream, TableLimits limits, CancellationToken cancel)
    {
        try
        {
            var bytes = await BytesAsync(stream, limits.MaxBytes, cancel);
            var rows = new TableRows(limits);
            if (bytes.AsSpan().StartsWith("PK"u8))
                WorkbookReader.Read(bytes, rows);
            else if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
                throw new TableFaultException(TableFault.OldExcel);
            else
                SeparatedText.Read(TextBytes.Decode(bytes), rows);
            return rows.Rows.Count == 0 ? new([], TableFault.Empty) : new(rows.Rows);
        }
        catch (TableFaultException e)
        {
            return new([], e.Fault);
        }
    }

    /// <summary>The same for text that was typed or pasted into a form.</summary>
    public static UploadedTable Read(string text, TableLimits limits)
    {
        try
        {
            var rows = new TableRows(limits);
            SeparatedText.Read(text, rows);
            return rows.Rows.Count == 0 ? new([], TableFault.Empty) : new(rows.Rows);
        }
        catch (TableFaultException e)
        {
            return new([], e.Fault);
        }
    }

    private static async Task<byte[]> BytesAsync(Stream stream, int most, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        var portion = new byte[81_920];
        while (await stream.ReadAsync(portion, cancel) is > 0 and var count)
        {
            TableFaultException.ThrowIf(bytes.Length + count > most, TableFault.TooLarge);
            bytes.Write(portion, 0, count);
        }
        return bytes.ToArray();
    }
}

/// <summary>Gathers rows within the limits.</summary>
internal sealed class TableRows(TableLimits limits)
{
    private readonly List<TableRow> _rows = [];

    public IReadOnlyList<TableRow> Rows => _rows;

    /// <summary>For the cell that a row is just reading: no longer text than this need be kept.</summary>
    public TableLimits Limits => limits;

    public void Add(int number, List<string> cells)
    {
        var last = cells.FindLastIndex(c => c.Length > 0);
        if (last < 0)
            return;
        TableFaultException.ThrowIf(last >= limits.MaxColumns, TableFault.TooManyColumns);
        TableFaultException.ThrowIf(_rows.Count == limits.MaxRows, TableFault.TooManyRows);
        TableFaultException.ThrowIf(cells.Exists(c => c.Length > limits.MaxCellLength), TableFault.CellTooLong);
        _rows.Add(new(number, cells[..(last + 1)]));
    }
}
