using System.IO.Compression;
using System.Xml.Linq;
using BaiguStore.Core.Spreadsheets;
using MiniExcelLibs;

namespace BaiguStore.Core.Tests.Spreadsheets;

public sealed class WorkbookTests
{
    private static readonly SheetColumn[] Columns = [new("型号", 24), new("数量", 8), new("单价", 12)];

    [Fact]
    public async Task Another_library_reads_what_was_written()
    {
        var sheet = new Sheet("报价单", Columns, [SheetRow.Plain("S5735-L24T4S-A1", 3, Cell.Money(428_050)), SheetRow.Total("合计", default, Cell.Money(1_284_150))]);

        var rows = await ReadAsync(sheet);

        Assert.Equal(["型号", "数量", "单价"], rows[0]);
        Assert.Equal(["S5735-L24T4S-A1", 3.0, 4_280.5], rows[1]);
        Assert.Equal(["合计", null, 12_841.5], rows[2]);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("+8613800138000")]
    [InlineData("0123456789012345678901")]
    [InlineData("1E5")]
    [InlineData("  leading and trailing  ")]
    [InlineData("<b>&amp;\"'</b>")]
    [InlineData("一行\n又一行")]
    [InlineData("\U0001F468\u200D\U0001F469\u200D\U0001F467")]
    public async Task Text_stays_the_text_that_it_was(string text) =>
        Assert.Equal(text, (await ReadAsync(new Sheet("s", Columns, [SheetRow.Plain(text, 1)])))[1][0]);

    /// <summary>Without explicit heights LibreOffice cuts off Chinese characters.</summary>
    [Fact]
    public async Task A_row_is_as_high_as_its_longest_text_and_grows_with_what_is_typed()
    {
        var sheet = Part(await WriteAsync(new Sheet("s", Columns, [SheetRow.Plain("S5735", 1), SheetRow.Plain(new string('长', 30), 1), SheetRow.Plain("a\nb\nc\nd", 1), SheetRow.Plain(new string('x', 10_000), 1)], "报价单")), "xl/worksheets/sheet1.xml");

        var rows = sheet.Descendants().Where(e => e.Name.LocalName == "row").ToList();
        var heights = rows.ConvertAll(r => (double)r.Attribute("ht")!);

        Assert.All(rows, r => Assert.Null(r.Attribute("customHeight")));
        Assert.Equal(heights[1], heights[2]); // the heading and one line
        Assert.True(heights[0] > heights[2], "The title's letters are larger.");
        Assert.Equal(3 * (heights[2] - 4) + 4, heights[3]); // 60 digits in a width of 22: three lines, one margin
        Assert.True(heights[4] > heights[3]);
        Assert.Equal(409, heights[5]); // Excel's limit
    }

    [Fact]
    public async Task No_text_is_ever_a_formula()
    {
        var sheet = Part(await WriteAsync(new Sheet("s", Columns, [SheetRow.Plain("=cmd|' /C calc'!A0", "=1+1", "+1")])), "xl/worksheets/sheet1.xml");

        Assert.DoesNotContain(sheet.Descendants(), e => e.Name.LocalName == "f");
        Assert.All(sheet.Descendants().Where(e => e.Name.LocalName == "c"), c => Assert.Equal("inlineStr", (string?)c.Attribute("t")));
    }

    /// <summary>NUL and lone surrogates are invalid in XML; "_x0041_" would be read as "A".</summary>
    [Theory]
    [InlineData("a\0b\u0007c", "abc")]
    [InlineData("a{half}b", "ab")]
    [InlineData("_x0041_", "_x005F_x0041_")]
    [InlineData("_x_model_x12", "_x_model_x12")]
    public async Task What_the_format_cannot_hold_does_no_harm(string text, string written)
    {
        var sheet = Part(await WriteAsync(new Sheet("s", Columns, [SheetRow.Plain(text.Replace("{half}", "\uD83D", StringComparison.Ordinal))])), "xl/worksheets/sheet1.xml");

        Assert.Equal(written, sheet.Descendants().Where(e => e.Name.LocalName == "t").Last().Value);
    }

    [Fact]
    public async Task Sheets_have_names_that_excel_takes()
    {
        var book = await WriteAsync([new("[a]:b*c?/\\", Columns, []), new("ABC", Columns, []), new("", Columns, []), new(new string('长', 40), Columns, [])]);

        Assert.Equal(["abc", "ABC 2", "Sheet", new string('长', 31)], Part(book, "xl/workbook.xml").Descendants().Where(e => e.Name.LocalName == "sheet").Select(e => (string?)e.Attribute("name")));
    }

    [Fact]
    public async Task The_heading_stays_in_sight_and_headings_within_go_across()
    {
        var book = await WriteAsync(new Sheet("s", Columns, [SheetRow.Group("端口"), SheetRow.Plain("a"), SheetRow.Note("以上")], "招标参数表", ["项目名称", "日期"]));
        var sheet = Part(book, "xl/worksheets/sheet1.xml");

        Assert.Equal("4", (string?)sheet.Descendants().Single(e => e.Name.LocalName == "pane").Attribute("ySplit"));
        Assert.Equal(["A1:C1", "A2:C2", "A3:C3", "A5:C5", "A7:C7"], sheet.Descendants().Where(e => e.Name.LocalName == "mergeCell").Select(e => (string?)e.Attribute("ref")));
        Assert.Equal("'s'!$4:$4", Part(book, "xl/workbook.xml").Descendants().Single(e => e.Name.LocalName == "definedName").Value);
    }

    [Fact]
    public async Task A_long_list_is_written_row_by_row_and_only_asynchronously()
    {
        using var stream = new AsyncOnly();
        await Workbook.WriteAsync(stream, new Sheet("s", Columns, Enumerable.Range(1, 50_000).Select(n => SheetRow.Plain($"S{n}", n, Cell.Money(n)))), Cancel);

        var read = await TableReader.ReadAsync(new MemoryStream(stream.ToArray()), new() { MaxRows = 60_000, MaxBytes = 50_000_000 }, Cancel);
        Assert.Equal((TableFault.None, 50_001), (read.Fault, read.Rows.Count));
        Assert.Equal(["S50000", "50000", "500.00"], read.Rows[^1].Cells); // a price as displayed in the sheet
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<byte[]> WriteAsync(Sheet sheet) => WriteAsync([sheet]);

    private static async Task<byte[]> WriteAsync(IReadOnlyList<Sheet> sheets)
    {
        using var stream = new MemoryStream();
        await Workbook.WriteAsync(stream, sheets, Cancel);
        return stream.ToArray();
    }

    private static async Task<List<List<object?>>> ReadAsync(Sheet sheet)
    {
        using var stream = new MemoryStream(await WriteAsync(sheet));
        return [.. stream.Query().Cast<IDictionary<string, object?>>().Select(row => row.Values.ToList())];
    }

    private static XDocument Part(byte[] book, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(book));
        using var part = zip.GetEntry(name)!.Open();
        return XDocument.Load(part);
    }

    /// <summary>Like the web server's response stream.</summary>
    private sealed class AsyncOnly : MemoryStream
    {
        private readonly MemoryStream _written = new();

        public override bool CanSeek => false;
        public override byte[] ToArray() => _written.ToArray();
        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Not asynchronous.");
        public override void Write(ReadOnlySpan<byte> buffer) => throw new InvalidOperationException("Not asynchronous.");
        public override void WriteByte(byte value) => throw new InvalidOperationException("Not asynchronous.");
        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _written.Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
