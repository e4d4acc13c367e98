using BaiguStore.Core.Catalog;

namespace BaiguStore.Core.Tests.Catalog;

/// <summary>Parsing of parameters that staff type in lines.</summary>
public sealed class SpecLinesTests
{
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
