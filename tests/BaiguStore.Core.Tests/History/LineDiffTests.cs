using System.Diagnostics;
using BaiguStore.Core.History;

namespace BaiguStore.Core.Tests.History;

public sealed class LineDiffTests
{
    [Fact]
    public void Lines_are_the_same_removed_or_added_and_changed_words_are_marked()
    {
        var diff = LineDiff.Between("## 概述\n支持 24 个千兆端口\n结尾", "## 概述\n支持 48 个万兆端口\n新的一行\n结尾");

        Assert.Equal(
            ["= ## 概述", "- 支持 [24] 个[千]兆端口", "+ 支持 [48] 个[万]兆端口", "+ [新的一行]", "= 结尾"],
            diff.Select(Shown));
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("", "a", "+ [a]")]
    [InlineData("a", "", "- [a]")]
    [InlineData("a\r\nb", "a\nb", "= a|= b")]
    [InlineData("a\n", "a", "= a|- []")]
    [InlineData("S5560-EI", "S5560-SI", "- S5560-[EI]|+ S5560-[SI]")]
    [InlineData("\U0001F9F0一", "\U0001F9F1一", "- [\U0001F9F0]一|+ [\U0001F9F1]一")]
    public void Small_cases(string before, string after, string shown) =>
        Assert.Equal(shown, string.Join('|', LineDiff.Between(before, after).Select(Shown)));

    /// <summary>For any edit, both texts can be reconstructed from the diff, and it has no more edits than were made.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Both_texts_stand_in_every_comparison(int seed)
    {
        var dice = new Random(seed);
        for (var run = 0; run < 300; run++)
        {
            var old = Enumerable.Range(0, dice.Next(0, 30)).Select(_ => $"{(char)('a' + dice.Next(4))}").ToList();
            var now = old.ToList();
            var edits = dice.Next(0, 12);
            for (var edit = 0; edit < edits; edit++)
                if (now.Count > 0 && dice.Next(2) == 0)
                    now.RemoveAt(dice.Next(now.Count));
                else
                    now.Insert(dice.Next(now.Count + 1), $"{(char)('a' + dice.Next(6))}");
            var diff = LineDiff.Between(string.Join('\n', old), string.Join('\n', now));

            Assert.Equal(old, diff.Where(l => l.Change != LineChange.Added).Select(l => l.Text));
            Assert.Equal(now, diff.Where(l => l.Change != LineChange.Removed).Select(l => l.Text));
            Assert.InRange(diff.Count(l => l.Change != LineChange.Same), 0, edits);
        }
    }

    [Theory]
    [InlineData("lines")]
    [InlineData("one line")]
    [InlineData("repeated")]
    public void Hostile_texts_are_compared_in_bounded_time(string shape)
    {
        var (a, b) = shape switch
        {
            "lines" => (Text(1, '\n'), Text(2, '\n')),
            "one line" => (Text(1, ' '), Text(2, ' ')),
            _ => (string.Concat(Enumerable.Repeat("a\n", 100_000)), string.Concat(Enumerable.Repeat("a\nb\n", 50_000))),
        };
        var watch = Stopwatch.StartNew();
        var diff = LineDiff.Between(a, b);

        Assert.Equal(a, string.Join('\n', diff.Where(l => l.Change != LineChange.Added).Select(l => l.Text)));
        Assert.Equal(b, string.Join('\n', diff.Where(l => l.Change != LineChange.Removed).Select(l => l.Text)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}"); // without the limits: minutes

        static string Text(int seed, char between)
        {
            var dice = new Random(seed);
            return string.Join(between, Enumerable.Range(0, 50_000).Select(_ => dice.Next(1_000)));
        }
    }

    private static string Shown(DiffLine line) =>
        $"{"=-+"[(int)line.Change]} {string.Concat(line.Parts.Select(p => p.IsChanged ? $"[{p.Text}]" : p.Text))}";
}
