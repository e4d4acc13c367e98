using System.Globalization;
using System.IO.Compression;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Spreadsheets;

/// <summary>
/// Writes XLSX, row by row, as Excel, WPS and LibreOffice read it: columns as wide as told, long text wrapped, the heading in sight while one scrolls and
/// on every printed page, A4 across. Written by hand because no library that streams writes the heading on every page (docs/decisions/0026).
/// </summary>
public static class Workbook
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Declaration = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageLinks = "http://schemas.openxmlformats.org/package/2006/relationships";

    public static Task WriteAsync(Stream stream, Sheet sheet, CancellationToken cancel) => WriteAsync(stream, [sheet], cancel);

    /// <summary>The stream stays open; nothing is written to it but asynchronously.</summary>
    public static async Task WriteAsync(Stream stream, IReadOnlyList<Sheet> sheets, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sheets.Count);
        var names = SheetNames(sheets);
        using var held = new BufferedBytes();
        using (var zip = new ZipArchive(held, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", ContentTypes(sheets.Count));
            Add(zip, "_rels/.rels", $"""<Relationships xmlns="{PackageLinks}"><Relationship Id="r1" Type="{Links}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Add(zip, "xl/workbook.xml", Contents(sheets, names));
            Add(zip, "xl/_rels/workbook.xml.rels", ContentLinks(sheets.Count));
            Add(zip, "xl/styles.xml", Style.Sheet);
            for (var n = 0; n < sheets.Count; n++)
            {
                using var part = new StreamWriter(zip.CreateEntry($"xl/worksheets/sheet{n + 1}.xml").Open());
                foreach (var xml in Xml(sheets[n]))
                {
                    part.Write(xml);
                    await held.MoveToAsync(stream, cancel);
                }
            }
        }
        await held.MoveToAsync(stream, cancel, all: true);
    }

    private static void Add(ZipArchive zip, string name, string xml)
    {
        using var part = new StreamWriter(zip.CreateEntry(name).Open());
        part.Write(Declaration + xml);
    }

    /// <summary>Piece by piece, a row at most.</summary>
    private static IEnumerable<string> Xml(Sheet sheet)
    {
        var rows = new SheetXml(sheet.Columns);
        var head = HeadRow(sheet);
        yield return $"""
            {Declaration}<worksheet xmlns="{Main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="{head}" topLeftCell="A{head + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>
            """;
        for (var n = 0; n < sheet.Columns.Count; n++)
            yield return string.Create(CultureInfo.InvariantCulture, $"""<col min="{n + 1}" max="{n + 1}" width="{sheet.Columns[n].Width}" customWidth="1"/>""");
        yield return "</cols><sheetData>";
        if (sheet.Title is { } title)
            yield return rows.Across(title, Style.Title);
        foreach (var line in sheet.Lead ?? [])
            yield return rows.Across(line, Style.Note);
        yield return rows.Head();
        foreach (var row in sheet.Rows)
            yield return rows.Row(row);
        yield return $"""
            </sheetData>{rows.Merged}<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>
            """;
    }

    private static int HeadRow(Sheet sheet) => (sheet.Title is null ? 0 : 1) + (sheet.Lead?.Count ?? 0) + 1;

    private static string Contents(IReadOnlyList<Sheet> sheets, List<string> names)
    {
        var tabs = names.Select((name, n) => $"""<sheet name="{SheetXml.Escape(name)}" sheetId="{n + 1}" r:id="r{n + 1}"/>""");
        var heads = names.Select((name, n) =>
            $"""<definedName name="_xlnm.Print_Titles" localSheetId="{n}">'{SheetXml.Escape(name.Replace("'", "''", StringComparison.Ordinal))}'!${HeadRow(sheets[n])}:${HeadRow(sheets[n])}</definedName>""");
        return $"""<workbook xmlns="{Main}" xmlns:r="{Links}"><sheets>{string.Concat(tabs)}</sheets><definedNames>{string.Concat(heads)}</definedNames></workbook>""";
    }

    private static string ContentLinks(int sheets)
    {
        var links = Enumerable.Range(1, sheets).Select(n => $"""<Relationship Id="r{n}" Type="{Links}/worksheet" Target="worksheets/sheet{n}.xml"/>""");
        return $"""<Relationships xmlns="{PackageLinks}">{string.Concat(links)}<Relationship Id="styles" Type="{Links}/styles" Target="styles.xml"/></Relationships>""";
    }

    private static string ContentTypes(int sheets)
    {
        const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        var parts = Enumerable.Range(1, sheets).Select(n => $"""<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{Types}.worksheet+xml"/>""");
        return $"""
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{Types}.styles+xml"/>{string.Concat(parts)}</Types>
            """;
    }

    /// <summary>As Excel takes them: at most 31 characters, none of seven, no two alike.</summary>
    private static List<string> SheetNames(IReadOnlyList<Sheet> sheets)
    {
        List<string> names = [];
        foreach (var sheet in sheets)
        {
            var wanted = string.Concat(sheet.Name.Where(c => !char.IsControl(c) && !"[]:*?/\\".Contains(c))).Trim(' ', '\'');
            var name = PlainText.Truncate(wanted.Length == 0 ? "Sheet" : wanted, 31);
            for (var n = 2; names.Contains(name, StringComparer.OrdinalIgnoreCase); n++)
                name = $"{PlainText.Truncate(wanted, 26)} {n}";
            names.Add(name);
        }
        return names;
    }
}
