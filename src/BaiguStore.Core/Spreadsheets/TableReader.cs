namespace BaiguStore.Core.Spreadsheets;

/// <summary>
/// Reads an uploaded table: XLSX, CSV or text from Excel, in any encoding, detected by content and not by file name. Errors are returned as a fault,
/// never thrown.
/// </summary>
public static class TableReader
{
    /// <summary>One file at a time in this process, to limit memory.</summary>
    private static readonly SemaphoreSlim One = new(1, 1);

    public static async Task<UploadedTable> ReadAsync(Stream stream, TableLimits limits, CancellationToken cancel)
    {
        if (!await One.WaitAsync(limits.MaxWait, cancel))
            return new([], TableFault.Busy);
        try
        {
            return UploadedTable.Of(Sheets(await BytesAsync(stream, limits.MaxBytes, cancel), limits));
        }
        catch (TableFaultException e)
        {
            return new([], e.Fault);
        }
        finally
        {
            One.Release();
        }
    }

    /// <summary>Reads text that was typed or pasted into a form.</summary>
    public static UploadedTable Read(string text, TableLimits limits)
    {
        try
        {
            return UploadedTable.Of([TextSheet(text, limits)]);
        }
        catch (TableFaultException e)
        {
            return new([], e.Fault);
        }
    }

    private static IReadOnlyList<TableSheet> Sheets(byte[] bytes, TableLimits limits)
    {
        if (bytes.AsSpan().StartsWith("PK"u8))
            return WorkbookReader.Read(bytes, limits);
        TableFaultException.ThrowIf(bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]), TableFault.OldExcel);
        return [TextSheet(TextBytes.Decode(bytes), limits)];
    }

    private static TableSheet TextSheet(string text, TableLimits limits)
    {
        var rows = new TableRows(limits, new(limits.MaxCharacters));
        SeparatedText.Read(text, rows);
        return new("", rows.Rows);
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
