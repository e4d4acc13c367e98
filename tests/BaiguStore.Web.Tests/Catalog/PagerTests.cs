using BaiguStore.Web.Models;

namespace BaiguStore.Web.Tests.Catalog;

public sealed class PagerTests
{
    [Theory]
    [InlineData(1, 1, "1")]
    [InlineData(1, 2, "1 2")]
    [InlineData(2, 2, "1 2")]
    [InlineData(1, 9, "1 2 3 - 9")]
    [InlineData(5, 9, "1 - 3 4 5 6 7 - 9")]
    [InlineData(4, 9, "1 2 3 4 5 6 - 9")]
    [InlineData(9, 9, "1 - 7 8 9")]
    [InlineData(1_000_000_000, 2_000_000_000, "1 - 999999998 999999999 1000000000 1000000001 1000000002 - 2000000000")]
    public void It_links_the_ends_and_the_neighbours_however_many_pages_there_are(int number, int count, string shown) =>
        Assert.Equal(shown, string.Join(' ', new Pager(number, count, n => $"?page={n}").Numbers.Select(n => n?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-")));
}
