using BaiguStore.Core.Text;

namespace BaiguStore.Core.Tests.Text;

public sealed class SlugTests
{
    [Theory]
    [InlineData("S5735-L24T4S-A1", "s5735-l24t4s-a1")]
    [InlineData("  Intel VT / VMX  ", "intel-vt-vmx")]
    [InlineData("\u534E\u4E3A S5735 \u4EA4\u6362\u673A", "\u534E\u4E3A-s5735-\u4EA4\u6362\u673A")]
    [InlineData("\uFF33\uFF15\uFF17\uFF13\uFF15\uFF08\uFF2C\uFF09", "s5735-l")] // full-width letters, digits, brackets
    [InlineData("\u534E\u4E3A\u3001\u4E2D\u5174\uFF0C\u601D\u79D1\u3002", "\u534E\u4E3A-\u4E2D\u5174-\u601D\u79D1")]
    [InlineData("\u00C4rger & Caf\u00E9", "\u00E4rger-caf\u00E9")]
    [InlineData("a----b", "a-b")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("<script>alert(1)</script>", "script-alert-1-script")]
    public void A_slug_is_lower_case_letters_and_digits_joined_by_hyphens(string text, string slug) => Assert.Equal(slug, Slug.From(text));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("---")]
    [InlineData("\u3002\uFF01\uFF1F")]
    [InlineData("\U0001F468\u200D\U0001F469")]
    public void Where_nothing_usable_is_left_it_is_called_item(string text) => Assert.Equal("item", Slug.From(text));

    [Theory]
    [InlineData("a")]
    [InlineData("\u534E")]
    [InlineData("ab ")]
    [InlineData("\U0002000B")] // a Han character of two UTF-16 units
    public void Ten_thousand_characters_give_a_slug_that_fits(string piece)
    {
        var slug = Slug.From(string.Concat(Enumerable.Repeat(piece, 10_000)));

        Assert.InRange(slug.Length, Slug.MaxLength - 2, Slug.MaxLength);
        Assert.True(Slug.IsPossible(slug));
        Assert.False(slug.StartsWith('-') || slug.EndsWith('-'));
    }

    [Fact]
    public void The_first_try_is_the_plain_slug_and_the_next_ones_are_numbered()
    {
        Assert.Equal(["name", "name-2", "name-3"], Enumerable.Range(1, 3).Select(n => Slug.Numbered("name", n)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Slug.Numbered("name", 0));
    }

    [Fact]
    public void A_numbered_slug_still_fits_and_differs_for_every_number()
    {
        var longest = Slug.From(new string('a', 158) + " b");
        var tries = Enumerable.Range(1, 2_000).Select(n => Slug.Numbered(longest, n)).ToList();

        Assert.All(tries, t => Assert.True(Slug.IsPossible(t)));
        Assert.DoesNotContain(tries, t => t.Contains("--", StringComparison.Ordinal));
        Assert.Equal(2_000, tries.Distinct().Count());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("a\0b", false)]
    [InlineData("s5735", true)]
    public void What_cannot_be_a_slug_is_not_looked_up(string? slug, bool possible) => Assert.Equal(possible, Slug.IsPossible(slug));

    [Fact]
    public void Half_a_character_is_left_out_of_a_slug_and_is_not_looked_up()
    {
        Assert.Equal("a-b", Slug.From("a \uD83D b"));
        Assert.Equal("item", Slug.From("\uDE00"));
        Assert.False(Slug.IsPossible("a\uD83D"));
    }

    [Fact]
    public void A_slug_over_its_length_is_not_looked_up()
    {
        Assert.True(Slug.IsPossible(new string('a', Slug.MaxLength)));
        Assert.False(Slug.IsPossible(new string('a', Slug.MaxLength + 1)));
    }

    [Fact]
    public void A_slug_made_from_a_slug_is_the_same()
    {
        foreach (var text in (string[])["S5735-L24T4S-A1", "\u534E\u4E3A S5735 \u4EA4\u6362\u673A", "item", "\u0130stanbul", "\u00DF\u1E9E", "\u01C5x"])
            Assert.Equal(Slug.From(text), Slug.From(Slug.From(text)));
    }
}
