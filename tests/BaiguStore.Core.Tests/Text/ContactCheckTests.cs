using System.Globalization;
using System.Text.RegularExpressions;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Tests.Text;

/// <summary>Normalization of buyers' contact data: `contacts.tsv`.</summary>
public sealed partial class ContactCheckTests
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Rows => SourceTree.Files("tests/BaiguStore.Core.Tests/Inquiries", "contacts.tsv").SelectMany(File.ReadLines)
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')).Select(row => new TheoryDataRow<string, string, string>(row[0], row[1], row[2]));

    [Fact]
    public void The_table_is_long_enough_to_mean_something() => Assert.True(Rows.Count() >= 110);

    [Theory, MemberData(nameof(Rows))]
    public void A_contact_is_taken_where_somebody_can_be_reached_by_it(string kind, string typed, string kept)
    {
        var text = Escape().Replace(typed, m => m.Value == "\\n" ? "\n" : ((char)int.Parse(m.Groups[1].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString());
        var read = kind == "phone" ? ContactCheck.Phone(text) : ContactCheck.Email(text);

        Assert.Equal(kept, read ?? "");
        if (read is not null)
            Assert.Equal(read, kind == "phone" ? ContactCheck.Phone(read) : ContactCheck.Email(read)); // parsing is idempotent
    }

    [Theory]
    [InlineData("13812345678", "tel:13812345678")]
    [InlineData("+852 2345 6789", "tel:+852-2345-6789")]
    [InlineData("4008100000转2", "tel:4008100000;ext=2")]
    public void A_number_that_is_kept_can_be_dialled_by_a_link(string number, string link) => Assert.Equal(link, ContactCheck.LinkOf(number));

    [Fact]
    public void Nothing_is_kept_of_nothing() => Assert.Equal((null, null), (ContactCheck.Phone(null), ContactCheck.Email(null)));

    [Fact]
    public void As_many_numbers_are_kept_as_there_is_room_for()
    {
        var kept = ContactCheck.Phone("0531-88888888转801 0531-88888888转802 0531-88888888转803");

        Assert.Equal("0531-88888888-801 / 0531-88888888-802", kept);
        Assert.True(kept!.Length <= Inquiry.MaxPhoneLength);
    }

    [GeneratedRegex(@"\\n|\\u([0-9A-F]{4})", RegexOptions.None, 1000)]
    private static partial Regex Escape();
}
