namespace BaiguStore.Core.Tests.Model;

/// <summary>Parsing of prices that staff type, in yuan.</summary>
public sealed class YuanTests
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
}
