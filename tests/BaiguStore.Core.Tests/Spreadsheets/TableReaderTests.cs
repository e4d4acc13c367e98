using System.IO.Compression;
using System.Text;
using BaiguStore.Core.Spreadsheets;
using MiniExcelLibs;

namespace BaiguStore.Core.Tests.Spreadsheets;

public sealed class TableReaderTests
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Book = $"""<workbook xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" state="hidden" r:id="r1"/><sheet name="b" sheetId="2" r:id="r2"/></sheets></workbook>""";
    private const string Links = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="worksheets/other.xml"/><Relationship Id="r2" Target="/xl/worksheets/mine.xml"/></Relationships>""";

    private static readonly TableLimits Small = new() { MaxBytes = 200_000, MaxRows = 100, MaxColumns = 10, MaxCellLength = 200 };

    [Theory]
    [InlineData("型号,数量\nS5735,3\n", "型号|数量/S5735|3")]
    [InlineData("型号;数量\r\nS5735;3", "型号|数量/S5735|3")]
    [InlineData("型号\t数量\r\nS5735, with a comma\t3\r\n", "型号|数量/S5735, with a comma|3")]
    [InlineData("S5735\nUSG6630E\n", "S5735/USG6630E")]
    [InlineData("\n\n  \nS5735,3,,,\n,,,\n", "S5735|3")]
    [InlineData("\"a \"\"b\"\"\",\"two\nlines\"\n", "a \"b\"|two\nlines")]
    [InlineData("a,\"never closed\nb,2", "a|never closed\nb,2")]
    [InlineData("19\" rack,1\n\"quoted\" and more,2", "19\" rack|1/quoted and more|2")]
    [InlineData("#1,2\n", "#1|2")]
    [InlineData("a,b\nc\nd,e,f\n", "a|b/c/d|e|f")]
    public void Text_is_read_as_it_was_meant(string text, string expected) => Assert.Equal(expected, Shown(TableReader.Read(text, Small)));

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("gb18030", false)]
    [InlineData("gb2312", false)]
    public async Task Whatever_the_encoding_it_is_the_same_table(string name, bool saysSo)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        byte[] bytes = [.. saysSo ? encoding.GetPreamble() : [], .. encoding.GetBytes("型号,数量,备注\nS5735,3,含光模块\n")];

        Assert.Equal("型号|数量|备注/S5735|3|含光模块", Shown(await ReadAsync(bytes)));
    }

    [Fact]
    public async Task A_workbook_is_known_by_its_content()
    {
        using var stream = new MemoryStream();
        await stream.SaveAsAsync(new[] { new { Sku = "00123", Name = "交换机 & \"more\"", Count = 3, Price = 3.14, Sum = 0.1 + 0.2 } }, cancellationToken: Cancel);

        Assert.Equal("Sku|Name|Count|Price|Sum/00123|交换机 & \"more\"|3|3.14|0.3", Shown(await ReadAsync(stream.ToArray())));
    }

    [Fact]
    public async Task The_first_sheet_that_is_shown_is_read_with_every_kind_of_cell()
    {
        const string Strings = $"""<sst xmlns="{Main}"><si><t>plain</t></si><si><r><t>rich </t></r><r><t xml:space="preserve">text</t></r><rPh><t>read so</t></rPh></si><si><t/></si></sst>""";
        const string Sheet = $"""
            <worksheet xmlns="{Main}"><sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="XFD2" s="3"/></row>
            <row r="1048576"><c t="inlineStr"><is><t>_x0041_b</t></is></c><c t="str"><f>1+1</f><v>two</v></c><c><v>1.2345678901234E+13</v></c><c t="e"><v>#REF!</v></c><c t="s"><v>2</v></c><c t="b"><v>1</v></c></row></sheetData></worksheet>
            """;

        var table = await ReadAsync(Zip(("xl/workbook.xml", Book), ("xl/_rels/workbook.xml.rels", Links), ("xl/sharedStrings.xml", Strings), ("xl/worksheets/mine.xml", Sheet)));

        Assert.Equal("|plain|rich text/Ab|two|12345678901234|#REF!||TRUE", Shown(table));
        Assert.Equal([2, 1_048_576], table.Rows.Select(r => r.Number));
    }

    [Theory]
    [InlineData("", "1900-04-09|100")]
    [InlineData("""<workbookPr date1904="0"/>""", "1900-04-09|100")]
    [InlineData("""<workbookPr date1904="1"/>""", "1904-04-10|100")]
    public async Task A_date_is_counted_from_the_year_that_its_workbook_counts_from(string properties, string expected)
    {
        const string Styles = $"""
            <styleSheet xmlns="{Main}"><numFmts><numFmt numFmtId="200" formatCode="yyyy-mm-dd"/></numFmts>
            <cellXfs><xf numFmtId="200"/><xf numFmtId="0"/></cellXfs></styleSheet>
            """;
        var sheet = $"""{SheetStart}<row><c s="0"><v>100</v></c><c s="1"><v>100</v></c></row></sheetData></worksheet>""";
        var book = Book.Replace("<sheets>", properties + "<sheets>", StringComparison.Ordinal);

        var file = Zip(("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", Links), ("xl/styles.xml", Styles), ("xl/worksheets/mine.xml", sheet));

        Assert.Equal(expected, Shown(await ReadAsync(file)));
    }

    [Fact]
    public async Task Files_are_read_one_at_a_time_and_who_waits_too_long_is_told()
    {
        using var slow = new SlowStream();
        var first = TableReader.ReadAsync(slow, Small, Cancel);
        var second = ReadAsync("S5735,3"u8.ToArray());

        var refused = await TableReader.ReadAsync(new MemoryStream("S5735,3"u8.ToArray()), Small with { MaxWait = TimeSpan.Zero }, Cancel);

        Assert.Equal((TableFault.Busy, false), (refused.Fault, second.IsCompleted));
        slow.End();
        Assert.Equal(TableFault.Empty, (await first).Fault);
        Assert.Equal("S5735|3", Shown(await second));
    }

    [Fact]
    public async Task Cells_that_name_one_text_count_as_often_as_they_name_it()
    {
        const string Strings = $"""<sst xmlns="{Main}"><si><t>1234567890</t></si></sst>""";
        var sheet = $"{SheetStart}{string.Concat(Enumerable.Repeat("<row><c t=\"s\"><v>0</v></c></row>", 10))}</sheetData></worksheet>";
        var book = Zip(("xl/workbook.xml", Book), ("xl/_rels/workbook.xml.rels", Links), ("xl/sharedStrings.xml", Strings), ("xl/worksheets/mine.xml", sheet));

        Assert.Equal(TableFault.None, (await TableReader.ReadAsync(new MemoryStream(book), Small with { MaxCharacters = 100 }, Cancel)).Fault);
        Assert.Equal(TableFault.TooLarge, (await TableReader.ReadAsync(new MemoryStream(book), Small with { MaxCharacters = 99 }, Cancel)).Fault);
    }

    [Fact]
    public async Task What_is_too_much_is_refused()
    {
        string Lines(int rows, string line) => string.Concat(Enumerable.Repeat(line + "\n", rows));

        Assert.Equal(TableFault.None, TableReader.Read(Lines(100, "1,2,3,4,5,6,7,8,9,10"), Small).Fault);
        Assert.Equal(TableFault.TooManyRows, TableReader.Read(Lines(101, "a"), Small).Fault);
        Assert.Equal(TableFault.TooManyColumns, TableReader.Read("1,2,3,4,5,6,7,8,9,10,11", Small).Fault);
        Assert.Equal(TableFault.CellTooLong, TableReader.Read(new string('x', 201), Small).Fault);
        Assert.Equal(TableFault.TooLarge, (await ReadAsync(new byte[200_001])).Fault);
        Assert.Equal(TableFault.TooManyRows, (await ReadAsync(Sheet(string.Concat(Enumerable.Repeat("<row><c><v>1</v></c></row>", 101))))).Fault);
        Assert.Equal(TableFault.TooManyColumns, (await ReadAsync(Sheet("""<row><c r="K1"><v>1</v></c></row>"""))).Fault);
        Assert.Equal(TableFault.CellTooLong, (await ReadAsync(Sheet($"<row><c t=\"inlineStr\"><is><t>{new string('x', 201)}</t></is></c></row>"))).Fault);
    }

    /// <summary>The zip directory claims an unpacked size of a hundred bytes.</summary>
    [Fact]
    public async Task A_bomb_that_lies_about_its_size_does_not_either()
    {
        var bomb = Bomb(200_000_000);
        for (var at = 0; at < bomb.Length - 4; at++)
            if (BitConverter.ToUInt32(bomb, at) == 200_000_000 + SheetStart.Length)
                BitConverter.GetBytes(100u).CopyTo(bomb, at);

        var fault = (await TableReader.ReadAsync(new MemoryStream(bomb), new(), Cancel)).Fault;

        Assert.True(fault is TableFault.TooLarge or TableFault.Damaged, $"{fault}");
    }

    [Fact]
    public async Task A_thousand_entries_are_no_workbook() =>
        Assert.Equal(TableFault.TooLarge, (await ReadAsync(Zip([.. Enumerable.Range(0, 1_001).Select(n => ($"{n}", ""))]))).Fault);

    [Fact]
    public async Task Entities_are_not_expanded()
    {
        const string Laughs = $"""<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><worksheet xmlns="{Main}"><sheetData><row><c t="inlineStr"><is><t>&b;&c;</t></is></c></row></sheetData></worksheet>""";

        Assert.Equal(TableFault.Damaged, (await ReadAsync(Zip(("xl/workbook.xml", Book), ("xl/_rels/workbook.xml.rels", Links), ("xl/worksheets/mine.xml", Laughs)))).Fault);
    }

    [Fact]
    public async Task What_is_no_table_is_called_so()
    {
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];

        Assert.Equal(TableFault.NotATable, (await ReadAsync(png)).Fault);
        Assert.Equal(TableFault.OldExcel, (await ReadAsync([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0])).Fault);
        Assert.Equal(TableFault.NotATable, (await ReadAsync(Zip(("word/document.xml", "<w/>")))).Fault);
        Assert.Equal(TableFault.Damaged, (await ReadAsync("PK\u0003\u0004 and no more"u8.ToArray())).Fault);
        Assert.Equal(TableFault.Damaged, (await ReadAsync(Sheet("<row><c t=\"s\"><v>7</v></c></row>"))).Fault);
        Assert.Equal(TableFault.Damaged, (await ReadAsync(Sheet("<row><c r=\"ZZZZZZZZ1\"><v>7</v></c></row>"))).Fault);
        Assert.Equal(TableFault.Empty, (await ReadAsync([])).Fault);
        Assert.Equal(TableFault.Empty, (await ReadAsync(" ,\n;,;"u8.ToArray()[..2])).Fault);
        Assert.Equal(TableFault.Empty, (await ReadAsync(Sheet("<row/>"))).Fault);
    }

    /// <summary>Workbooks truncated or with a flipped byte at every position, and random bytes: a table or a fault, never an exception.</summary>
    [Fact]
    public async Task Garbage_is_a_fault_and_no_exception()
    {
        using var stream = new MemoryStream();
        await Workbook.WriteAsync(stream, new Sheet("s", [new("型号"), new("数量")], [SheetRow.Plain("S5735", 3)]), Cancel);
        var whole = stream.ToArray();
        var random = new Random(20261123);
        Assert.Equal("型号|数量/S5735|3", Shown(await ReadAsync(whole)));

        for (var at = 2; at < whole.Length; at++)
        {
            Assert.Equal(TableFault.Damaged, (await ReadAsync(whole[..at])).Fault);
            var turned = (byte[])whole.Clone();
            turned[at] ^= (byte)random.Next(1, 256);
            var read = await ReadAsync(turned);
            Assert.Equal(read.Fault == TableFault.None, read.Rows.Count > 0);
        }
        for (var n = 0; n < 500; n++)
        {
            var noise = new byte[random.Next(1, 400)];
            random.NextBytes(noise);
            var read = await ReadAsync(noise);
            Assert.Equal(read.Fault == TableFault.None, read.Rows.Count > 0);
        }
    }

    /// <summary>Ends when it is told to.</summary>
    private sealed class SlowStream : MemoryStream
    {
        private readonly TaskCompletionSource _end = new();

        public void End() => _end.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _end.Task;
            return 0;
        }
    }

    private const string SheetStart = $"""<worksheet xmlns="{Main}"><sheetData>""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<UploadedTable> ReadAsync(byte[] bytes) => TableReader.ReadAsync(new MemoryStream(bytes), Small, Cancel);

    private static string Shown(UploadedTable table) => string.Join('/', table.Rows.Select(r => string.Join('|', r.Cells)));

    private static byte[] Sheet(string rows) =>
        Zip(("xl/workbook.xml", Book), ("xl/_rels/workbook.xml.rels", Links), ("xl/worksheets/mine.xml", $"{SheetStart}{rows}</sheetData></worksheet>"));

    internal static byte[] Bomb(int spaces)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in ((string, string)[])[("xl/workbook.xml", Book), ("xl/_rels/workbook.xml.rels", Links)])
                using (var part = new StreamWriter(zip.CreateEntry(name).Open()))
                    part.Write(text);
            using var sheet = zip.CreateEntry("xl/worksheets/mine.xml", CompressionLevel.SmallestSize).Open();
            sheet.Write(Encoding.ASCII.GetBytes(SheetStart));
            var blank = new byte[1_000_000];
            Array.Fill(blank, (byte)' ');
            for (var n = 0; n < spaces / blank.Length; n++)
                sheet.Write(blank);
        }
        return stream.ToArray();
    }

    private static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
            foreach (var (name, text) in parts)
                using (var part = new StreamWriter(zip.CreateEntry(name).Open()))
                    part.Write(text);
        return stream.ToArray();
    }
}
