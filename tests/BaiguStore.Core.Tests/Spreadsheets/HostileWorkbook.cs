using System.IO.Compression;
using System.Text;

namespace BaiguStore.Core.Tests.Spreadsheets;

/// <summary>Workbooks that are small to send and expensive to read.</summary>
internal static class HostileWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Book = $"""<workbook xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>""";
    private const string Links = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>""";
    private const string Start = $"""<worksheet xmlns="{Main}"><sheetData>""", End = "</sheetData></worksheet>";

    public static byte[] TextNode(int size) => Of(Start + $"<row><c t=\"inlineStr\"><is><t>{Letters(size)}</t></is></c></row>" + End);

    public static byte[] Value(int size) => Of(Start + $"<row><c><v>{Letters(size)}</v></c></row>" + End);

    public static byte[] Formula(int size) => Of(Start + $"<row><c><f>{Letters(size)}</f></c></row>" + End);

    public static byte[] Cdata(int size) => Of(Start + $"<row><c><v><![CDATA[>{Letters(size)}]]></v></c></row>" + End);

    public static byte[] Attribute(int size) => Of(Start + $"<row r='{Letters(size)}'/>" + End);

    /// <summary>An attribute with a quote and a ">", which do not end the tag.</summary>
    public static byte[] OddAttribute(int size) => Of(Start + $"<row r=\"'>{Letters(size)}\"/>" + End);

    public static byte[] LongName(int size) => Of(Start + $"<{Letters(size)}/>" + End);

    public static byte[] Comment(int size) => Of(Start + $"<!-- {Letters(size)} -->" + End);

    public static byte[] Instruction(int size) => Of(Start + $"<?x {Letters(size)}?>" + End);

    public static byte[] Blanks(int size) => Of(Start + new string(' ', size) + End);

    public static byte[] Nested(int size) => Of(Start + string.Concat(Enumerable.Repeat("<a>", size / 7)) + string.Concat(Enumerable.Repeat("</a>", size / 7)) + End);

    public static byte[] Names(int size) => Of(Start + string.Concat(Enumerable.Range(0, size / 24).Select(n => $"<n{n}/>")) + End);

    public static byte[] Rows(int size) => Of(Start + string.Concat(Enumerable.Repeat("<row/>", size / 6)) + End);

    public static byte[] Hidden(int size) => Of($"<worksheet xmlns=\"{Main}\"><cols>{string.Concat(Enumerable.Repeat("<col min=\"1\" max=\"16384\" hidden=\"1\"/>", size / 400))}</cols><sheetData/></worksheet>");

    public static byte[] Merged(int size) => Of(
        $"{Start}<row r=\"1\"><c t=\"str\"><v>{new string('x', 1_900)}</v></c></row>{string.Concat(Enumerable.Range(2, 1_900).Select(n => $"<row r=\"{n}\"><c r=\"B{n}\"><v>1</v></c></row>"))}</sheetData><mergeCells>"
        + string.Concat(Enumerable.Repeat("<mergeCell ref=\"A1:A1048576\"/>", size / 40)) + "</mergeCells></worksheet>");

    public static byte[] Strings(int size) => Of(Start + End, $"<sst xmlns=\"{Main}\">{string.Concat(Enumerable.Repeat("<si><t>ab</t></si>", size / 18))}</sst>");

    /// <summary>One shared string referenced by a hundred thousand cells.</summary>
    public static byte[] Repeated(int size) => Of(
        Start + string.Concat(Enumerable.Repeat("<row>" + string.Concat(Enumerable.Repeat("<c t=\"s\"><v>0</v></c>", 60)) + "</row>", size / 2 / (60 * 21))) + End,
        $"<sst xmlns=\"{Main}\"><si><t>{new string('x', 1_900)}</t></si></sst>");

    public static byte[] Formats(int size) => Of(
        $"{Start}{string.Concat(Enumerable.Range(0, 1_500).Select(n => $"<row><c s=\"{n}\"><v>1.5</v></c></row>"))}{End}", styles:
        $"<styleSheet xmlns=\"{Main}\"><numFmts>{string.Concat(Enumerable.Range(0, 1_500).Select(n => $"<numFmt numFmtId=\"{200 + n}\" formatCode=\"{string.Concat(Enumerable.Repeat("[", 250))}\"/>"))}</numFmts>"
        + $"<cellXfs>{string.Concat(Enumerable.Range(0, size / 30).Select(n => $"<xf numFmtId=\"{200 + n}\"/>"))}</cellXfs></styleSheet>");

    private static string Letters(int size) => new('a', size);

    private static byte[] Of(string sheet, string? strings = null, string? styles = null)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in ((string, string?)[])[("xl/workbook.xml", Book), ("xl/_rels/workbook.xml.rels", Links), ("xl/worksheets/sheet1.xml", sheet), ("xl/sharedStrings.xml", strings), ("xl/styles.xml", styles)])
                if (text is not null)
                    using (var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open())
                        part.Write(Encoding.UTF8.GetBytes(text));
            using var picture = zip.CreateEntry("xl/media/image1.png").Open(); // keeps the compression ratio below the limit for bombs
            var noise = new byte[400_000];
            new Random(1).NextBytes(noise);
            picture.Write(noise);
        }
        return stream.ToArray();
    }
}
