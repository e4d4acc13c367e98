using BaiguStore.Core.Inquiries;

namespace BaiguStore.Core.Tests.Inquiries;

public sealed class PartListTests
{
    [Theory]
    [InlineData("S5735-L24T4S-A1 3", "S5735-L24T4S-A1", "3")]
    [InlineData("S5735-L24T4S-A1\t3", "S5735-L24T4S-A1", "3")]
    [InlineData("S5735-L24T4S-A1,3", "S5735-L24T4S-A1", "3")]
    [InlineData("S5735-L24T4S-A1\uFF0C3", "S5735-L24T4S-A1", "3")]
    [InlineData("S5735-L24T4S-A1;3\u53F0", "S5735-L24T4S-A1", "3")]
    [InlineData("S5735-L24T4S-A1 3\u53F0", "S5735-L24T4S-A1", "3")]
    [InlineData("S5735-L24T4S-A1  x3", "S5735-L24T4S-A1", "3")]
    [InlineData("S5735-L24T4S-A1 X 3", "S5735-L24T4S-A1", "3")]
    [InlineData("S5735-L24T4S-A1*3", "S5735-L24T4S-A1", "3")]
    [InlineData("S5735-L24T4S-A1 \u00D7 3 \u5957", "S5735-L24T4S-A1", "3")]
    [InlineData("\uFF33\uFF15\uFF17\uFF13\uFF15\u3000\uFF13", "S5735", "3")]
    [InlineData("3\u53F0 S5735", "S5735", "3")]
    [InlineData("3 x S5735", "S5735", "3")]
    [InlineData("S5735 12pcs", "S5735", "12")]
    [InlineData("1. S5735 3", "S5735", "3")]
    [InlineData("2\u3001S5735", "S5735", "")]
    [InlineData("(3) S5735*2", "S5735", "2")]
    [InlineData("- S5735", "S5735", "")]
    [InlineData("S5735", "S5735", "")]
    [InlineData("S5735-L8T4X10", "S5735-L8T4X10", "")] // the X belongs to the part number
    [InlineData("\u534E\u4E3A24\u53E3\u4EA4\u6362\u673A3\u53F0", "\u534E\u4E3A24\u53E3\u4EA4\u6362\u673A", "3")]
    [InlineData("1.92TB SSD", "1.92TB SSD", "")]
    [InlineData("\u4EA4\u6362\u673A,24\u53E3,\u5E26PoE,3", "\u4EA4\u6362\u673A 24\u53E3 \u5E26PoE", "3")]
    [InlineData("S5735\t\u534E\u4E3A\u4EA4\u6362\u673A\t1,000", "S5735", "1000")]
    [InlineData("7\tS5735\t\u4EA4\u6362\u673A\t2.0", "S5735", "2")]
    public void A_line_is_read_as_people_write_it(string line, string asked, string quantity)
    {
        var row = Assert.Single(Read(line));

        Assert.Equal((asked, quantity), (row.Asked, row.Quantity));
    }

    [Theory]
    [InlineData("S5735-A13\u53F0", "S5735-A13", "")] // 3 or 13? Ambiguous
    [InlineData("RTX 4090", "RTX 4090", "")] // a name, or a quantity? Ambiguous
    [InlineData("S5735 \u82E5\u5E72", "S5735", "\u82E5\u5E72")]
    [InlineData("S5735 3 2980", "S5735", "3 / 2980")]
    public void What_may_be_read_in_two_ways_is_a_question(string line, string asked, string quantity) =>
        Assert.Equal(new TypedRow(asked, quantity) { IsUnclear = true }, Assert.Single(Read(line)));

    [Theory]
    [InlineData("1\u3001S5735 3\u53F0", "1")]
    [InlineData("\u2462S5735 3\u53F0", "3")]
    [InlineData("2.1 S5735 3\u53F0", "2.1")]
    [InlineData("(12) S5735", "12")]
    [InlineData("\u5E8F\u53F7\t\u578B\u53F7\t\u6570\u91CF\n3.2\tS5735\t1", "3.2")]
    [InlineData("\u5E8F\u53F7\t\u578B\u53F7\t\u6570\u91CF\nhttp://a.b\tS5735\t1", "")]
    public void The_buyers_own_number_is_kept(string text, string number) => Assert.Equal(number, Assert.Single(Read(text)).ItemNumber);

    [Fact]
    public void What_names_no_product_is_left_out_and_told()
    {
        var reading = PartList.Read("\u91C7\u8D2D\u6E05\u5355\n\u60A8\u597D\uFF0C\u9EBB\u70E6\u62A5\u4EF7\uFF1A\nS5735 3\u53F0\n\u5408\u8BA1 3\u53F0\n\u8C22\u8C22\uFF01", KnownParts.None);

        Assert.Equal(["S5735"], reading.Rows.Select(r => r.Asked));
        Assert.Equal(["\u91C7\u8D2D\u6E05\u5355", "\u60A8\u597D,\u9EBB\u70E6\u62A5\u4EF7:", "\u5408\u8BA1 3\u53F0", "\u8C22\u8C22!"], reading.LeftOut);
    }

    [Fact]
    public void Blank_lines_are_left_out_and_a_head_names_the_columns()
    {
        var rows = Read("\u91C7\u8D2D\u6E05\u5355\t\t\r\n\u5E8F\u53F7\t\u6570\u91CF(\u53F0)\t\u4EA7\u54C1\u540D\u79F0\t\u578B\u53F7\r\n1\t2\t\u4EA4\u6362\u673A\tS5735\r\n\r\n2\t\u82E5\u5E72\t\u8DEF\u7531\u5668\t\r\n\u5408\u8BA1\t2\t\t\r\n");

        Assert.Equal([new TypedRow("S5735", "2") { ItemNumber = "1" }, new TypedRow("\u8DEF\u7531\u5668", "\u82E5\u5E72") { ItemNumber = "2", IsUnclear = true }], rows);
    }

    [Fact]
    public void A_head_of_one_name_is_no_line()
    {
        Assert.Equal(["S5735", "S6730"], Read("\u578B\u53F7\nS5735\nS6730 2").Select(r => r.Asked));
        Assert.Empty(Read("\u578B\u53F7,\u6570\u91CF"));
    }

    [Fact]
    public void A_text_over_the_limit_is_cut_behind_a_whole_line()
    {
        var lines = string.Concat(Enumerable.Repeat("S5735 1\n", PartList.MaxLines + 1));
        var (read, left) = PartList.Cut(new string('x', PartList.MaxText - 2) + "\nS5735\n");

        Assert.Equal((PartList.MaxText - 1, "S5735\n"), (read.Length, left));
        Assert.Equal("S5735 1\n", PartList.Cut(lines).Left);
        Assert.Null(PartList.Cut(lines[8..]).Left);
        Assert.Equal("x", PartList.Cut(new string('x', PartList.MaxText + 1)).Left);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(" \t \r\n ,,, \n\u200B")]
    public void Nothing_is_no_line(string? text) => Assert.Empty(Read(text));

    [Fact]
    public void The_longest_text_is_read_at_once()
    {
        string[] hostile = [new('1', PartList.MaxText), new(' ', PartList.MaxText), new('x', PartList.MaxText), string.Concat(Enumerable.Repeat("1 x ", PartList.MaxText / 4)), new('\t', PartList.MaxText), new('*', PartList.MaxText), string.Concat(Enumerable.Repeat("3\u53F0", PartList.MaxText / 2))];
        var watch = System.Diagnostics.Stopwatch.StartNew();

        foreach (var text in hostile)
            Assert.True(Read(text).Count <= 1);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    private static IReadOnlyList<TypedRow> Read(string? text) => PartList.Read(text, KnownParts.None).Rows;
}
