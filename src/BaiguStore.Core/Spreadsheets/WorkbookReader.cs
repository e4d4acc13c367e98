using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace BaiguStore.Core.Spreadsheets;

/// <summary>
/// The first visible sheet of a workbook. It is unpacked as it is read, and never further than the limits go: neither a file that unpacks to
/// gigabytes nor a cell in row 1,048,576 costs more than what it holds.
/// </summary>
internal sealed class WorkbookReader
{
    private const int MaxEntries = 1_000, MaxStrings = 1_000_000;
    private const long MaxUnpacked = 64 * 1024 * 1024;

    /// <summary>Real workbooks are seldom packed to less than a thirtieth; a bomb is, to a thousandth.</summary>
    private const int MaxRatio = 150, RatioCountsFrom = 4 * 1024 * 1024;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };

    private readonly ZipArchive _zip;
    private readonly TableRows _rows;
    private readonly UnpackedBytes _unpacked;

    private WorkbookReader(ZipArchive zip, TableRows rows, long packed) =>
        (_zip, _rows, _unpacked) = (zip, rows, new(Math.Min(MaxUnpacked, Math.Max(RatioCountsFrom, packed * MaxRatio))));

    public static void Read(byte[] bytes, TableRows rows)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false));
            TableFaultException.ThrowIf(zip.Entries.Count > MaxEntries, TableFault.TooLarge);
            new WorkbookReader(zip, rows, bytes.Length).Read();
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new TableFaultException(TableFault.Damaged);
        }
    }

    private void Read()
    {
        var path = SheetPath();
        var strings = SharedStrings();
        using var xml = Open(path) ?? throw new TableFaultException(TableFault.Damaged);
        var number = 0;
        while (Next(xml, "row"))
        {
            number = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : number + 1;
            _rows.Add(number, Cells(xml, strings));
        }
    }

    /// <summary>Where the first sheet that is shown lies: the workbook names it by a link.</summary>
    private string SheetPath()
    {
        string? link = null;
        using (var book = Open("xl/workbook.xml") ?? throw new TableFaultException(TableFault.NotATable))
            while (link is null && Next(book, "sheet"))
                if (book.GetAttribute("state") is null or "visible")
                    link = Attribute(book, "id");
        using var links = Open("xl/_rels/workbook.xml.rels") ?? throw new TableFaultException(TableFault.Damaged);
        while (Next(links, "Relationship"))
            if (links.GetAttribute("Id") == link && links.GetAttribute("Target") is { } target)
                return target.StartsWith('/') ? target[1..] : "xl/" + target;
        throw new TableFaultException(TableFault.Damaged);
    }

    /// <summary>Texts that cells name by number.</summary>
    private List<string> SharedStrings()
    {
        List<string> strings = [];
        using var xml = Open("xl/sharedStrings.xml");
        while (xml is not null && Next(xml, "si"))
        {
            TableFaultException.ThrowIf(strings.Count == MaxStrings, TableFault.TooLarge);
            strings.Add(Text(xml));
        }
        return strings;
    }

    private List<string> Cells(XmlReader row, List<string> strings)
    {
        List<string> cells = [];
        if (row.IsEmptyElement)
            return cells;
        var next = 0;
        for (var depth = row.Depth; row.Read() && row.Depth > depth;)
        {
            if (row.NodeType != XmlNodeType.Element || row.LocalName != "c")
                continue;
            var column = Column(row.GetAttribute("r")) ?? next;
            var text = Value(row, strings);
            next = column + 1;
            if (text.Length == 0)
                continue; // a cell that has only a colour, perhaps in the last column that there is
            TableFaultException.ThrowIf(column >= _rows.Limits.MaxColumns, TableFault.TooManyColumns);
            while (cells.Count <= column)
                cells.Add("");
            cells[column] = text;
        }
        return cells;
    }

    private string Value(XmlReader cell, List<string> strings)
    {
        var kind = cell.GetAttribute("t");
        var value = "";
        if (cell.IsEmptyElement)
            return value;
        for (var depth = cell.Depth; cell.Read() && cell.Depth > depth;)
        {
            if (cell.NodeType != XmlNodeType.Element)
                continue;
            if (cell.LocalName == "is")
                value = Text(cell);
            else if (cell.LocalName == "v")
                value = Raw(cell);
        }
        return kind switch
        {
            "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < strings.Count ? strings[n] : throw new TableFaultException(TableFault.Damaged),
            "inlineStr" => value,
            "str" => EscapedLetter.Decode(value).Trim(),
            "e" => "",
            _ => Number(value.Trim()),
        };
    }

    /// <summary>As a person sees it where no format was set: 3.14 and not the nearest fraction of two, digits and not an exponent.</summary>
    private static string Number(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e15
            ? number.ToString("0.###############", CultureInfo.InvariantCulture)
            : value;

    /// <summary>The texts within an element, put together; not those that say how it is pronounced.</summary>
    private string Text(XmlReader element)
    {
        if (element.IsEmptyElement)
            return "";
        var text = new StringBuilder();
        for (var depth = element.Depth; element.Read() && element.Depth > depth;)
        {
            if (element.NodeType != XmlNodeType.Element)
                continue;
            if (element.LocalName == "rPh")
                Skip(element);
            else if (element.LocalName == "t")
                text.Append(Raw(element));
            TableFaultException.ThrowIf(text.Length > _rows.Limits.MaxCellLength, TableFault.CellTooLong);
        }
        return EscapedLetter.Decode(text.ToString()).Trim();
    }

    /// <summary>To the element's end, where <see cref="XmlReader.Skip"/> would go one further.</summary>
    private static void Skip(XmlReader element)
    {
        if (!element.IsEmptyElement)
            for (var depth = element.Depth; element.Read() && element.Depth > depth;)
            {
            }
    }

    /// <summary>What stands in an element that holds nothing but text; ends on its end.</summary>
    private string Raw(XmlReader element)
    {
        if (element.IsEmptyElement)
            return "";
        var text = new StringBuilder();
        for (var depth = element.Depth; element.Read() && element.Depth > depth;)
            if (element.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
            {
                text.Append(element.Value);
                TableFaultException.ThrowIf(text.Length > _rows.Limits.MaxCellLength, TableFault.CellTooLong);
            }
        return text.ToString();
    }

    /// <summary>0 for "A7", 27 for "AB7"; null where a cell does not say where it stands, or nowhere that is.</summary>
    private static int? Column(string? place)
    {
        var column = 0;
        foreach (var c in place ?? "")
        {
            if (c is < 'A' or > 'Z')
                break;
            column = column * 26 + (c - 'A' + 1);
            TableFaultException.ThrowIf(column > 16_384, TableFault.Damaged);
        }
        return column == 0 ? null : column - 1;
    }

    /// <summary>In whatever namespace: the format has two, and they hold the same.</summary>
    private static bool Next(XmlReader xml, string localName)
    {
        while (xml.Read())
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == localName)
                return true;
        return false;
    }

    private static string? Attribute(XmlReader element, string localName)
    {
        string? value = null;
        for (var has = element.MoveToFirstAttribute(); has; has = element.MoveToNextAttribute())
            if (element.LocalName == localName && element.Prefix.Length > 0)
                value = element.Value;
        element.MoveToElement();
        return value;
    }

    private XmlReader? Open(string path)
    {
        var entry = _zip.Entries.FirstOrDefault(e => e.FullName.Replace('\\', '/').Equals(path, StringComparison.OrdinalIgnoreCase));
        if (entry is null)
            return null;
        _unpacked.Expect(entry.Length);
        return XmlReader.Create(_unpacked.Count(entry.Open()), Settings);
    }
}
