using System.Globalization;
using System.Text;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Tests.Text;

public sealed class VisibleTextTests
{
    private const string ScottishFlag = "\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F";

    /// <summary>Invisible characters, each with its use.</summary>
    public static TheoryData<string> Invisible =>
    [
        " ", "\u00A0", "\u3000", "\u2003", "\t", "\n", "\u2028", // spaces
        "\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\u180E", "\u00AD", // zero width
        "\u202E", "\u2066", "\u200F", "\u061C", // directions
        "\u2800", // Braille's blank cell
        "\uFE0F", "\uFE00", "\U000E0100", "\U000E01EF", "\u180B", "\u180C", "\u180D", "\u180F", // variation selectors
        "\U000E0001", "\U000E0020", "\U000E0041", "\U000E007F", // tags
        "\u034F", "\u17B4", "\u17B5", "\u115F", "\u1160", "\u3164", "\uFFA0", "\U0001D159", // fillers and similar
        "\u0301", "\u0300\u0316", "\u20E3", "\u0903", // marks without a base
        "\u0007", "\u000B", "\u007F", "\u0085", "\uFFFE", "\uFDD0", "\uE000", "\U000F0000", // characters that text must not contain
    ];

    [Theory, MemberData(nameof(Invisible))]
    public void What_nobody_sees_is_empty(string text)
    {
        Assert.True(VisibleText.IsEmpty(text));
        Assert.True(VisibleText.IsEmpty($" {text}{text}\u200B{text}"));
        Assert.Equal(("", ""), (PlainText.Line(text), PlainText.Paragraphs(text)));
        Assert.Equal("·", VisibleText.Monogram(text));
    }

    [Theory, MemberData(nameof(Invisible))]
    public void What_nobody_sees_does_not_tell_two_words_apart(string text)
    {
        if (!string.IsNullOrWhiteSpace(text) && text != "\u2800")
            Assert.Equal("spam", VisibleText.Folded($"sp{text}am"));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData(".")]
    [InlineData("华")]
    [InlineData("\U00020BB7")] // Han beyond the first plane
    [InlineData("\u2764\uFE0F")]
    [InlineData("1\uFE0F\u20E3")]
    [InlineData("\u845B\U000E0100")] // a variant of a Han character
    [InlineData("\u1820\u180B")] // and of a Mongolian letter
    [InlineData("\u2801")] // Braille's first letter
    [InlineData("e\u0301")]
    [InlineData("\u0915\u093F")]
    [InlineData(ScottishFlag)]
    public void What_is_seen_is_kept_as_it_looks(string text)
    {
        Assert.False(VisibleText.IsEmpty(text));
        Assert.Equal(text.Normalize(), PlainText.Line(text));
        Assert.Equal(text.Normalize(), VisibleText.Monogram(text + "bc"));
    }

    [Theory]
    [InlineData("s\uFE0Fp\uFE0Fa\uFE0Fm", "spam")]
    [InlineData("sp\U000E0041\U000E0042am", "spam")]
    [InlineData("a \u0301b", "a b")]
    [InlineData("\uFE0F\uFE0F", "")]
    [InlineData("a\u2800\u2800b", "a b")]
    [InlineData("e\u200B\u0301", "\u00E9")] // after removal of what was between: one letter
    public void Selectors_tags_and_marks_stay_only_where_they_change_something(string typed, string kept) => Assert.Equal(kept, PlainText.Line(typed));

    [Theory]
    [InlineData("s\u0336p\u0336a\u0336m\u0336", "spam")]
    [InlineData("\uFF33\uFF30\uFF21\uFF2D", "spam")]
    [InlineData("發票", "发票")]
    [InlineData("\u24E2\u24DF\u24D0\u24DC", "spam")]
    [InlineData("sp\u00E0m", "spam")]
    [InlineData("カ\u3099", "ガ")] // a different letter than カ
    public void Folded_are_width_case_marks_and_traditional_forms(string typed, string folded) => Assert.Equal(folded, VisibleText.Folded(typed));

    [Theory]
    [InlineData("华为", "华")]
    [InlineData("\U0001F468\u200D\U0001F469\u200D\U0001F467 Family", "\U0001F468\u200D\U0001F469\u200D\U0001F467")]
    [InlineData("\U00020BB7野家", "\U00020BB7")]
    [InlineData("\u200B\uFEFF e\u0301cole", "\u00E9")]
    [InlineData(null, "·")]
    public void A_monogram_is_a_whole_character(string? name, string monogram) => Assert.Equal(monogram, VisibleText.Monogram(name));

    [Fact]
    public void No_letter_carries_more_marks_than_any_script_has()
    {
        var line = PlainText.Line("x" + new string('\u0316', 500) + "y");

        Assert.Equal(1 + VisibleText.MaxMarks + 1, line.Length);
        Assert.Equal(2, new StringInfo(line).LengthInTextElements);
    }

    [Fact]
    public void Empty_is_what_leaves_nothing_behind()
    {
        var random = new Random(20261130);
        string[] pieces = [.. Invisible.Select(row => row.Data), "a", "\u2764", "\uFFFD", "\uD83D", "華", "1", "\U0001F3F4"];
        for (var i = 0; i < 5_000; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(0, 6); n > 0; n--)
                text.Append(pieces[random.Next(pieces.Length)]);
            var line = PlainText.Line(text.ToString());
            Assert.Equal(line.Length == 0, VisibleText.IsEmpty(text.ToString()));
            Assert.Equal(line, PlainText.Line(line));
        }
    }

    [Theory]
    [InlineData("a\u000Bb\u0000c\u007Fd\u0085e\uFFFEf\uFDD0g\U0001FFFFh", "abcdefgh")]
    [InlineData("a\tb\r\nc \u200B\U0001F600", "a\tb\r\nc \u200B\U0001F600")]
    [InlineData("", "")]
    public void What_XML_and_HTML_forbid_is_taken_away_and_nothing_else(string text, string kept) => Assert.Equal(kept, PlainText.WithoutForbidden(text));

    [Fact]
    public void Half_a_character_is_forbidden_too() => Assert.Equal("ab", PlainText.WithoutForbidden("a\uD83D" + "b"));
}
