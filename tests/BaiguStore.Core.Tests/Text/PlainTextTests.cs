using System.Globalization;
using System.Text;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Tests.Text;

public sealed class PlainTextTests
{
    private const string Family = "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466";
    private const string Flag = "\U0001F1E8\U0001F1F3";
    private const string ScottishFlag = "\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F";
    private const string DarkThumb = "\U0001F44D\U0001F3FF";
    private const string DarkTechnologist = "\U0001F469\U0001F3FF\u200D\U0001F4BB";
    private const string HeartOnFire = "\u2764\uFE0F\u200D\U0001F525";

    /// <summary>Building blocks of the generator: complete graphemes, and characters to be removed.</summary>
    private static readonly string[] Pieces =
    [
        "a", "Z", "9", " ", "\n", "\r\n", "\t", "\u4EA4", "\u6362", "\u3002", "e\u0301", "\u0915\u093F", "\uAC00", Family, Flag, ScottishFlag, DarkThumb,
        DarkTechnologist, HeartOnFire, "\u202E", "\u2066", "\u200B", "\u200D", "\uFEFF", "\u0000", "\u0007", "\u3164", "\uE000", "http://x.cn",
    ];

    /// <summary>Lone surrogates, which attributes cannot contain, because they are stored as UTF-8.</summary>
    private static readonly string[] Halves = ["\uD83D", "a\uDE00", "\uDE00\uD83D", "\uD83Dx\uDE00", "a\uDE00b"];

    [Fact]
    public void Text_that_no_database_should_see_is_not_well_formed() =>
        Assert.All((string[])[.. Halves, "a\0b", "bad \uFFFD bytes"], text => Assert.False(PlainText.IsWellFormed(text)));

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("\u534E\u4E3A")]
    [InlineData(Family + Flag + ScottishFlag)]
    public void Other_text_is(string text) => Assert.True(PlainText.IsWellFormed(text));

    [Theory]
    [InlineData(Family)]
    [InlineData(Flag)]
    [InlineData(ScottishFlag)]
    [InlineData(DarkThumb)]
    [InlineData(DarkTechnologist)]
    [InlineData(HeartOnFire)]
    [InlineData("\u0E17\u0E35\u0E48")] // Thai, with marks above the letter
    public void Emoji_and_marks_are_kept_whole(string grapheme)
    {
        Assert.Equal(grapheme, PlainText.Line(grapheme));
        Assert.Equal($"x {grapheme} y", PlainText.Paragraphs($"x {grapheme} y"));
        Assert.Equal(1, new StringInfo(grapheme).LengthInTextElements);
    }

    [Theory]
    [InlineData("user\u202Egnp.exe", "usergnp.exe")]
    [InlineData("\u2066a\u2069\u200E\u200F", "a")]
    [InlineData("ad\u200Bmin\uFEFF", "admin")]
    [InlineData("ad\u200Dmin", "admin")] // joins nothing, because it is not between emoji
    [InlineData("\u2060\u180E\u3164\u115F\uFFA0", "")]
    [InlineData("a\u0000b\u0007c\u009Fd", "abcd")]
    [InlineData("\uE000x\uF8FF", "x")]
    [InlineData("e\u0301", "\u00E9")]
    public void Invisible_tricks_are_taken_away(string typed, string kept) => Assert.Equal(kept, PlainText.Line(typed));

    [Fact]
    public void A_name_of_nothing_visible_is_empty() => Assert.Equal("", PlainText.Line("\u200B\u202E \u2063\t\u3164"));

    [Theory]
    [InlineData(null, "")]
    [InlineData("  a \r\n\t b\u3000c ", "a b c")]
    public void A_line_has_single_spaces_and_trimmed_ends(string? typed, string line) => Assert.Equal(line, PlainText.Line(typed));

    [Theory]
    [InlineData(null, "")]
    [InlineData("a\r\nb\rc\n", "a\nb\nc")]
    [InlineData("\n\na  \n\n\n\n b\n\n", "a\n\n b")]
    public void Paragraphs_have_one_empty_line_between_them(string? typed, string paragraphs) => Assert.Equal(paragraphs, PlainText.Paragraphs(typed));

    [Fact]
    public void Half_a_character_does_not_stop_the_cleaning()
    {
        foreach (var half in Halves)
        {
            Assert.True(PlainText.IsWellFormed(PlainText.Line(half)));
            Assert.True(PlainText.IsWellFormed(PlainText.Paragraphs(half)));
        }
        Assert.Equal("ab", PlainText.Line("a\uDE00b"));
    }

    [Fact]
    public void An_excerpt_counts_what_a_reader_calls_characters()
    {
        Assert.Equal($"{Family}{Flag}\u2026", PlainText.Excerpt(Family + Flag + DarkThumb + "x", 3));
        Assert.Equal(Family + Flag, PlainText.Excerpt(Family + Flag, 2));
        Assert.Equal("\u2026", PlainText.Excerpt("abc", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PlainText.Excerpt("abc", 0));
    }

    [Theory]
    [InlineData(11, Family)]
    [InlineData(10, "")]
    [InlineData(12, Family)]
    [InlineData(15, Family + Flag)]
    [InlineData(99, Family + Flag)]
    public void A_cut_falls_between_graphemes(int max, string kept) => Assert.Equal(kept, PlainText.Truncate(Family + Flag, max));

    [Fact]
    public void Whatever_is_typed_cleaning_it_twice_changes_nothing_more_and_leaves_nothing_invisible()
    {
        foreach (var text in Texts(2_000))
        {
            var line = PlainText.Line(text);
            var paragraphs = PlainText.Paragraphs(text);
            Assert.Equal(line, PlainText.Line(line));
            Assert.Equal(paragraphs, PlainText.Paragraphs(paragraphs));
            Assert.True(PlainText.IsWellFormed(line) && PlainText.IsWellFormed(paragraphs));
            Assert.DoesNotContain(line, c => c is '\n' or '\r' or '\t' or '\u202E' or '\u2066' or '\u200B' or '\uFEFF' or '\u3164');
            Assert.DoesNotContain(paragraphs, c => c is '\r' or '\u202E' or '\u2066' or '\u200B' or '\uFEFF' or '\u3164');
            Assert.DoesNotContain("\n\n\n", paragraphs, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Wherever_a_text_is_cut_the_cut_falls_between_graphemes_and_loses_no_more_than_one()
    {
        var random = new Random(20261122);
        foreach (var text in Texts(2_000))
        {
            var max = random.Next(0, text.Length + 3);
            var cut = PlainText.Truncate(text, max);
            int[] starts = [.. StringInfo.ParseCombiningCharacters(text), text.Length];
            Assert.StartsWith(cut, text, StringComparison.Ordinal);
            Assert.Contains(cut.Length, starts);
            var whole = text[..starts.Where(s => s <= max).Max()];
            Assert.Equal(whole.Length < text.Length ? whole.TrimEnd() : text, cut);
        }
    }

    [Fact]
    public void What_is_cut_before_a_word_ends_without_a_space() => Assert.Equal("four", PlainText.Truncate("four more", 5));

    [Fact]
    public void Whatever_is_excerpted_holds_whole_graphemes_of_its_text()
    {
        var random = new Random(11);
        foreach (var text in Texts(2_000))
        {
            var max = random.Next(1, 20);
            var line = PlainText.Line(text);
            var excerpt = PlainText.Excerpt(text, max);
            Assert.True(new StringInfo(excerpt).LengthInTextElements <= max);
            if (excerpt == line)
                continue;
            Assert.EndsWith("\u2026", excerpt, StringComparison.Ordinal);
            var rest = line[(excerpt.Length - 1)..];
            Assert.StartsWith(excerpt[..^1], line, StringComparison.Ordinal);
            Assert.Equal(new StringInfo(line).LengthInTextElements, new StringInfo(excerpt[..^1]).LengthInTextElements + new StringInfo(rest).LengthInTextElements);
        }
    }

    /// <summary>The same texts in every run: a fixed seed.</summary>
    private static IEnumerable<string> Texts(int count)
    {
        var random = new Random(20091122);
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(0, 30); n > 0; n--)
                text.Append(Pieces[random.Next(Pieces.Length)]);
            yield return text.ToString();
        }
    }
}
