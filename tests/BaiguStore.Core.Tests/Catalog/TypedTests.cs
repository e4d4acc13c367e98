using BaiguStore.Core.Catalog;

namespace BaiguStore.Core.Tests.Catalog;

/// <summary>Parsing of staff's input: prices in yuan, parameters in lines.</summary>
public sealed class TypedTests
{
    [Theory]
    [InlineData("4280", 428_000L)]
    [InlineData(" 4,280.5 ", 428_050L)]
    [InlineData("\uFFE54280.50\u5143", 428_050L)]
    [InlineData("\uFF14\uFF12\uFF18\uFF10", 428_000L)]
    [InlineData("0.01", 1L)]
    [InlineData("", null)]
    [InlineData("\u8BE2\u4EF7", null)]
    public void A_price_is_read_as_it_is_meant(string typed, long? fen)
    {
        Assert.True(Yuan.TryParse(typed, out var read));
        Assert.Equal(fen, read);
        Assert.True(Yuan.TryParse(Yuan.Of(read), out var again));
        Assert.Equal(read, again);
    }

    [Theory]
    [InlineData("4,28")]
    [InlineData("08,888")]
    [InlineData("00")]
    [InlineData("0280")]
    [InlineData("42.805")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("1e3")]
    [InlineData("about 100")]
    [InlineData("999999999999999999999")]
    public void What_could_be_meant_otherwise_is_no_price(string typed) => Assert.False(Yuan.TryParse(typed, out _));

    [Fact]
    public void Specs_come_back_from_their_lines_as_they_were()
    {
        List<Spec> specs = [new("ports", "24"), new("capacity", "336", "Gbps"), new(@"a:b\c", "d: e"), new("brackets", "x [y]"), new("wide\uFF1Acolon", "[z]", "mm")];

        Assert.Equal(specs, SpecLines.Parse(SpecLines.Of(specs), out var wrong));
        Assert.Equal(0, wrong);
    }

    /// <summary>Cells pasted from a spreadsheet or a table on a page: separated by tabs, some empty.</summary>
    [Theory]
    [InlineData("端口\t24", "端口", "24", null)]
    [InlineData("交换容量\t336\tGbps", "交换容量", "336", "Gbps")]
    [InlineData(" 尺寸 \t\t442 × 420 \t mm ", "尺寸", "442 × 420", "mm")]
    [InlineData("a:b\t[x]", "a:b", "[x]", null)]
    [InlineData("名称：\t值 [W]", "名称", "值", "W")]
    public void Pasted_cells_are_a_name_a_value_and_a_unit(string typed, string name, string value, string? unit) =>
        Assert.Equal([new(name, value, unit)], SpecLines.Parse(typed, out _));

    [Theory]
    [InlineData("a: 1\n\nno colon", 3)]
    [InlineData(": 1", 1)]
    [InlineData("a:", 1)]
    public void The_first_line_that_cannot_be_read_is_named(string text, int line)
    {
        Assert.Null(SpecLines.Parse(text, out var wrong));
        Assert.Equal(line, wrong);
    }
}
