using System.IO.Compression;
using System.Xml;

namespace BaiguStore.Core.Spreadsheets;

/// <summary>
/// The visible sheets of a workbook. It is unpacked as it is read, and never further than the limits go: neither a file that unpacks to
/// gigabytes nor a cell in row 1,048,576 costs more than what it holds. Our own, because libraries build a text, a tag and a list of strings whole
/// before anybody can ask how long they are, and hide formulas without a value and error cells (docs/decisions/0026).
/// </summary>
internal sealed class WorkbookReader
{
    private const int MaxEntries = 1_000, MaxStrings = 1_000_000;

    /// <summary>Sheets that are read; a list stands on one of the first.</summary>
    private const int MaxSheets = 20;

    /// <summary>Real workbooks are seldom packed to less than a thirtieth; a bomb is, to a thousandth.</summary>
    private const int MaxRatio = 150, RatioCountsFrom = 4 * 1024 * 1024;

    private readonly ZipArchive _zip;
    private readonly TableLimits _limits;
    private readonly UnpackedBytes _unpacked;

    /// <summary>Excel for Macintosh counted days from 1904, and such workbooks still do.</summary>
    private bool _countsFrom1904;

    private WorkbookReader(ZipArchive zip, TableLimits limits, long packed) =>
        (_zip, _limits, _unpacked) = (zip, limits, new(Math.Min(limits.MaxUnpacked, Math.Max(RatioCountsFrom, packed * MaxRatio))));

    public static IReadOnlyList<TableSheet> Read(byte[] bytes, TableLimits limits)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false));
            TableFaultException.ThrowIf(zip.Entries.Count > MaxEntries, TableFault.TooLarge);
            return new WorkbookReader(zip, limits, bytes.Length).Read();
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or IOException or NotSupportedException or ArgumentException
            or OverflowException or InvalidOperationException)
        {
            throw new TableFaultException(TableFault.Damaged);
        }
    }

    private List<TableSheet> Read()
    {
        var visible = VisibleSheets();
        var paths = Paths();
        using var styleSheet = Open("xl/styles.xml");
        var styles = new WorkbookStyles(styleSheet, _countsFrom1904);
        var strings = SharedStrings();
        var budget = new TextBudget(_limits.MaxCharacters);
        List<TableSheet> sheets = [];
        foreach (var (name, link) in visible.Take(MaxSheets))
        {
            using var part = Open(paths.GetValueOrDefault(link, "")) ?? throw new TableFaultException(TableFault.Damaged);
            sheets.Add(ReadSheet(name, part, strings, styles, new(_limits, budget)));
        }
        return sheets;
    }

    /// <summary>A sheet that is too large for a list leaves the others as they are.</summary>
    private static TableSheet ReadSheet(string name, WorkbookPart part, List<string?> strings, WorkbookStyles styles, TableRows rows)
    {
        try
        {
            new WorksheetReader(part, strings, styles, rows).Read();
            return new(name, rows.Rows);
        }
        catch (TableFaultException e) when (e.Fault is TableFault.TooManyRows or TableFault.TooManyColumns or TableFault.CellTooLong)
        {
            return new(name, [], e.Fault);
        }
    }

    private List<(string Name, string Link)> VisibleSheets()
    {
        List<(string, string)> sheets = [];
        using var book = Open("xl/workbook.xml") ?? throw new TableFaultException(TableFault.NotATable);
        while (book.Next())
            if (book.Name == "workbookPr")
                _countsFrom1904 = book.IsSet("date1904");
            else if (book.Name == "sheet" && book["state"] is (null or "visible"))
                sheets.Add((book["name"] ?? "", book.Linked("id") ?? ""));
        TableFaultException.ThrowIf(sheets.Count == 0, TableFault.Damaged);
        return sheets;
    }

    /// <summary>Where the sheets lie: the workbook names them by links.</summary>
    private Dictionary<string, string> Paths()
    {
        Dictionary<string, string> paths = [];
        using var links = Open("xl/_rels/workbook.xml.rels") ?? throw new TableFaultException(TableFault.Damaged);
        while (links.Next("Relationship"))
            if (links["Id"] is { } id && links["Target"] is { } target)
                paths[id] = target.StartsWith('/') ? target[1..] : "xl/" + target;
        return paths;
    }

    /// <summary>Texts that cells name by number; null for one that is longer than a cell may be.</summary>
    private List<string?> SharedStrings()
    {
        List<string?> strings = [];
        using var part = Open("xl/sharedStrings.xml");
        while (part is not null && part.Next("si"))
        {
            TableFaultException.ThrowIf(strings.Count == MaxStrings, TableFault.TooLarge);
            strings.Add(part.Text(_limits.MaxCellLength));
        }
        return strings;
    }

    private WorkbookPart? Open(string path)
    {
        var entry = _zip.Entries.FirstOrDefault(e => e.FullName.Replace('\\', '/').Equals(path, StringComparison.OrdinalIgnoreCase));
        if (entry is null)
            return null;
        _unpacked.Expect(entry.Length);
        return new(_unpacked.Count(entry.Open()));
    }
}
