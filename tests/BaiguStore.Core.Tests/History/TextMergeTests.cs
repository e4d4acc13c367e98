using System.Text.Json;
using BaiguStore.Core.History;

namespace BaiguStore.Core.Tests.History;

/// <summary>Three-way merge of a text: separate changes are merged, each conflict is a choice.</summary>
public sealed class TextMergeTests
{
    private static readonly IReadOnlyList<Case> Cases =
        JsonSerializer.Deserialize<List<Case>>(File.ReadAllText(SourceTree.Files("tests/BaiguStore.Core.Tests/History", "merges.json").Single()), JsonSerializerOptions.Web)!;

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    /// <summary>One letter per piece: unchanged, theirs, mine, both the same, conflict.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Paragraphs_are_merged_and_overlaps_are_left_to_choose(string name)
    {
        var one = Cases.Single(c => c.Name == name);

        var pieces = TextMerge.Between(one.Opened, one.Theirs, one.Mine);

        Assert.Equal(one.Pieces, string.Concat(pieces.Select(p => "-MTSC"[(int)p.Outcome])));
        Assert.Equal(one.Merged, TextMerge.Join(pieces.Select(p => p.Proposed)));
    }

    /// <summary>For any edits, theirs, mine and the base can be reconstructed.</summary>
    [Fact]
    public void No_line_is_lost_whatever_is_chosen()
    {
        var random = new Random(20261130);
        for (var run = 0; run < 500; run++)
        {
            var opened = Enumerable.Range(0, random.Next(12)).Select(_ => Line()).ToList();
            var (theirs, mine) = (Edited(opened), Edited(opened));
            var (old, left, right) = (string.Join('\n', opened), string.Join('\n', theirs), string.Join('\n', mine));

            var pieces = TextMerge.Between(old, left, right);

            Assert.Equal(old, TextMerge.Join(pieces.Select(p => p.Base)));
            Assert.Equal(left, TextMerge.Join(pieces.Select(p => p.Theirs)));
            Assert.Equal(right, TextMerge.Join(pieces.Select(p => p.Mine)));
        }

        string Line() => random.Next(4) == 0 ? "" : $"{(char)('a' + random.Next(6))}";

        List<string> Edited(List<string> lines)
        {
            List<string> edited = [.. lines];
            for (var edits = random.Next(4); edits > 0; edits--)
            {
                var at = random.Next(edited.Count + 1);
                if (random.Next(2) == 0 || at == edited.Count)
                    edited.Insert(at, Line());
                else
                    edited.RemoveAt(at);
            }
            return edited;
        }
    }

    private sealed record Case(string Name, string Opened, string Theirs, string Mine, string Pieces, string Merged);
}
