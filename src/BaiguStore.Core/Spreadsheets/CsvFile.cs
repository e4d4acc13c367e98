using System.Buffers;
using System.Globalization;
using System.Text;

namespace BaiguStore.Core.Spreadsheets;

/// <summary>Writes CSV as Excel opens it by a double click: UTF-8 that says so, CRLF, and no text that Excel would run as a formula.</summary>
public static class CsvFile
{
    public const string ContentType = "text/csv; charset=utf-8";

    /// <summary>What makes Excel or WPS take text for a formula, in either width; a tab or line break before it is skipped by them.</summary>
    private static readonly SearchValues<char> FormulaStart = SearchValues.Create("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",;\"\t\r\n");

    /// <summary>The heading and the rows, without title and lead. The stream stays open.</summary>
    public static async Task WriteAsync(Stream stream, Sheet sheet, CancellationToken cancel)
    {
        await using var file = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await file.WriteAsync(Line(sheet.Columns.Select(c => Cell.Of(c.Head))));
        foreach (var row in sheet.Rows)
        {
            cancel.ThrowIfCancellationRequested();
            await file.WriteAsync(Line(row.Cells));
        }
    }

    private static string Line(IEnumerable<Cell> cells) => string.Join(',', cells.Select(Value)) + "\r\n";

    private static string Value(Cell cell)
    {
        if (cell.Number is { } number)
            return number.ToString(cell.IsMoney ? "0.00" : "0.############", CultureInfo.InvariantCulture);
        var text = cell.Text ?? "";
        var plain = text.Length > 0 && FormulaStart.Contains(text[0]) ? "'" + text : text;
        return plain.AsSpan().ContainsAny(NeedsQuotes) || plain.Trim().Length < plain.Length ? $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : plain;
    }
}
