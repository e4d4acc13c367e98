using BaiguStore.Core.Text;

namespace BaiguStore.Core.Tests.Text;

public sealed class HanTests
{
    [Theory]
    [InlineData("交换机", "jiaohuanji", "jhj")]
    [InlineData("绿", "lv", "l")]
    [InlineData("女", "nv", "n")]
    [InlineData("海康威视", "haikangweishi", "hkws")]
    [InlineData("a交", "", "")]
    public void A_word_is_read_without_tones(string word, string whole, string initials) => Assert.Equal((whole, initials), Han.PinyinOf(word));

    [Theory]
    [InlineData('\u6A5F', '机')]
    [InlineData('\u7DB2', '网')]
    [InlineData('\u88E1', '里')]
    [InlineData('著', '著')]
    [InlineData('机', '机')]
    [InlineData('x', 'x')]
    public void Traditional_is_simplified_and_what_is_in_use_stays(char traditional, char simple) => Assert.Equal(simple, Han.Simplified(traditional));

    [Fact]
    public void All_characters_of_the_national_standard_have_a_reading() =>
        Assert.True(Enumerable.Range(0x4E00, 0x9FA6 - 0x4E00).Count(c => Han.Pinyin((char)c) is not null) > 20_000);
}
