using System.Text;
using BaiguStore.Core.Spreadsheets;

namespace BaiguStore.Core.Tests.Spreadsheets;

public sealed class CsvFileTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+8613800138000", "'+8613800138000")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1")]
    [InlineData("S5735-L", "S5735-L")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    public async Task No_text_is_run_as_a_formula(string text, string written)
    {
        using var stream = new MemoryStream();
        await CsvFile.WriteAsync(stream, new("s", [new("型号")], [SheetRow.Plain(text)]), TestContext.Current.CancellationToken);

        Assert.Equal("\uFEFF型号\r\n" + written + "\r\n", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public async Task Numbers_are_numbers_even_below_zero()
    {
        using var stream = new MemoryStream();
        await CsvFile.WriteAsync(stream, new("s", [new("a"), new("b")], [SheetRow.Plain(-3, Cell.Money(-428_050))]), TestContext.Current.CancellationToken);

        Assert.EndsWith("\r\n-3,-4280.50\r\n", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }
}
