namespace BaiguStore.Core.Tests.Model;

public sealed class ChinaTimeTests
{
    private static readonly DateTime NewYear = new(2026, 12, 31, 16, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_day_is_a_day_in_China() =>
        Assert.Equal(new DateOnly(2026, 11, 23), ChinaTime.DayOf(new(2026, 11, 22, 16, 0, 0, DateTimeKind.Utc)));

    [Fact]
    public void A_day_begins_in_china_while_it_is_afternoon_in_utc()
    {
        Assert.Equal(new DateOnly(2027, 1, 1), ChinaTime.DayOf(NewYear));
        Assert.Equal(new DateOnly(2026, 12, 31), ChinaTime.DayOf(NewYear.AddTicks(-1)));
        Assert.Equal(new DateTime(2027, 1, 1), ChinaTime.Clock(NewYear));
    }

    [Theory]
    [InlineData("2027-01-01T00:00")]
    [InlineData(" 2027-01-01T00:00:00 ")]
    public void A_form_holds_the_clock_on_the_wall(string typed)
    {
        Assert.Equal("2027-01-01T00:00", ChinaTime.Input(NewYear));
        Assert.True(ChinaTime.TryParse(typed, out var utc));
        Assert.Equal((NewYear, DateTimeKind.Utc), (utc!.Value, utc.Value.Kind));
        Assert.True(ChinaTime.TryParseDay("2027-01-01", out var day));
        Assert.Equal(NewYear, day);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(null, true)]
    [InlineData("tomorrow", false)]
    [InlineData("1989-12-31T00:00", false)]
    public void Nothing_is_no_time_and_everything_else_is_refused(string? typed, bool isRead)
    {
        Assert.Equal(isRead, ChinaTime.TryParse(typed, out var utc));
        Assert.Null(utc);
    }
}
