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
    [InlineData("S5735-L8T4X10", "S5735-L8T4X10", "")] // the X is the part number's own
    [InlineData("S5735-A13\u53F0", "S5735-A13\u53F0", "")] // 3 or 13? nobody knows
    [InlineData("\u534E\u4E3A24\u53E3\u4EA4\u6362\u673A3\u53F0", "\u534E\u4E3A24\u53E3\u4EA4\u6362\u673A", "3")]
    [InlineData("1.92TB SSD", "1.92TB SSD", "")]
    [InlineData("\u4EA4\u6362\u673A,24\u53E3,\u5E26PoE,3", "\u4EA4\u6362\u673A 24\u53E3 \u5E26PoE", "3")]
    [InlineData("S5735\t\u534E\u4E3A\u4EA4\u6362\u673A\t1,000", "S5735", "1000")]
    [InlineData("7\tS5735\t\u4EA4\u6362\u673A\t2.0", "S5735", "2")]
    public void A_line_is_read_as_people_write_it(string line, string asked, string quantity)
    {
        var row = Assert.Single(PartList.Read(line));

        Assert.Equal((asked, quantity), (row.Asked, row.Quantity));
    }

    [Fact]
    public void A_number_that_may_belong_to_the_part_number_leaves_both_readings()
    {
        Assert.Equal(new TypedRow("RTX", "4090", Whole: "RTX 4090"), Assert.Single(PartList.Read("RTX 4090")));
        Assert.Null(Assert.Single(PartList.Read("RTX 4090\u53F0")).Whole);
    }

    [Fact]
    public void Blank_lines_are_left_out_and_a_head_names_the_columns()
    {
        var rows = PartList.Read("\u91C7\u8D2D\u6E05\u5355\t\t\r\n\u5E8F\u53F7\t\u6570\u91CF(\u53F0)\t\u4EA7\u54C1\u540D\u79F0\t\u578B\u53F7\r\n1\t2\t\u4EA4\u6362\u673A\tS5735\r\n\r\n2\t\u82E5\u5E72\t\u8DEF\u7531\u5668\t\r\n\u5408\u8BA1\t2\t\t\r\n");

        Assert.Equal([new TypedRow("S5735", "2"), new TypedRow("\u8DEF\u7531\u5668", "\u82E5\u5E72")], rows);
    }

    [Fact]
    public void A_head_of_one_name_is_no_line()
    {
        Assert.Equal(["S5735", "S6730"], PartList.Read("\u578B\u53F7\nS5735\nS6730 2").Select(r => r.Asked));
        Assert.Empty(PartList.Read("\u578B\u53F7,\u6570\u91CF"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(" \t \r\n ,,, \n\u200B")]
    public void Nothing_is_no_line(string? text) => Assert.Empty(PartList.Read(text));

    [Fact]
    public void The_longest_text_is_read_at_once()
    {
        string[] hostile = [new('1', PartList.MaxText), new(' ', PartList.MaxText), new('x', PartList.MaxText), string.Concat(Enumerable.Repeat("1 x ", PartList.MaxText / 4)), new('\t', PartList.MaxText), new('*', PartList.MaxText), string.Concat(Enumerable.Repeat("3\u53F0", PartList.MaxText / 2))];
        var watch = System.Diagnostics.Stopwatch.StartNew();

        foreach (var text in hostile)
            Assert.True(PartList.Read(text).Count <= 1);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }
}
