using BaiguStore.Core.Catalog;

namespace BaiguStore.Core.Tests.Catalog;

/// <summary>Equality, order and display of spec values: `spec-values.tsv`.</summary>
public sealed class SpecValueTests
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Rows => SourceTree.Files("tests/BaiguStore.Core.Tests/Catalog", "spec-values.tsv").SelectMany(File.ReadLines)
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')).Select(row => new TheoryDataRow<string, string, string>(row[0], row[1], row[2]));

    [Theory, MemberData(nameof(Rows))]
    public void A_value_is_read_as_people_read_it(string kind, string one, string other)
    {
        var (key, others) = (SpecValue.KeyOf(one), SpecValue.KeyOf(other));
        switch (kind)
        {
            case "same":
                Assert.Equal(key, others);
                break;
            case "different":
                Assert.NotEqual(key, others);
                break;
            case "order":
                Assert.True(Order(key, others) < 0 && Order(others, key) > 0, $"{key}, {others}");
                break;
            default:
                var parts = one.Split('|');
                Assert.Equal(other, SpecValue.Shortened(new("", parts[0], parts.ElementAtOrDefault(1))));
                break;
        }
    }

    /// <summary>Any number in a request or a product must be parsed without an exception.</summary>
    [Fact]
    public void No_number_is_too_large_to_be_read()
    {
        foreach (var count in (string[])["", "万", "亿"])
            foreach (var unit in (string[])["", "TB", "Tbps", "km", "Gpps", "GHz", "kWh", "Gbyte/s", "A"])
            {
                var key = SpecValue.KeyOf("999999999999999" + count + unit);
                Assert.NotEmpty(key);
                Assert.True(SpecValue.NumberOf(key) > 0);
            }
    }

    [Theory]
    [InlineData("128GB", "１２８ＧＢ")]
    [InlineData("128GB", "128gb")]
    [InlineData("128GB", "128 GB")]
    [InlineData("PoE+", "ＰｏＥ+")]
    public void Of_several_ways_to_write_a_value_the_plainest_is_shown_whichever_came_first(string shown, string other)
    {
        Assert.Equal(shown, SpecValue.Nicer(shown, other));
        Assert.Equal(shown, SpecValue.Nicer(other, shown));
    }

    private static int Order(string one, string other) =>
        SpecValue.NumberOf(one).CompareTo(SpecValue.NumberOf(other)) is var order && order != 0 ? order : SpecValue.Compare(one, other);
}
