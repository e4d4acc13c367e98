using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Core.Visits;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Search;

public sealed class ZeroResultSearchTests
{
    private static readonly DateOnly Day = ChinaTime.DayOf(TestStore.Now);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_text_that_is_cut_before_a_word_is_counted_as_the_text_without_it()
    {
        var text = new string('x', ZeroResultSearch.MaxText - 1);

        Assert.Equal(text, EmptySearches.KeyOf(text + " and more"));
    }

    [Theory, EveryDatabase]
    public async Task A_row_that_the_database_does_not_take_stops_no_other(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        List<(string, long)> counted = [.. Enumerable.Range(1, 1_000).Select(n => ($"text {n}", 1L)), (null!, 5)];

        var refused = await db.AddEmptySearchesAsync(Day, counted, Cancel);
        await db.AddEmptySearchesAsync(Day, [("text 7", 2)], Cancel);

        Assert.Equal(5L, Assert.Single(refused).Values[^1]);
        Assert.Equal(1_000, await db.EmptySearches.CountAsync(Cancel));
        Assert.Equal(3, (await db.EmptySearches.SingleAsync(s => s.Text == "text 7", Cancel)).Count);
    }

    [Theory, EveryDatabase]
    public async Task A_text_that_is_too_long_and_one_that_comes_twice_stop_no_other(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();

        var tooLong = new string('x', ZeroResultSearch.MaxText + 1);
        await db.AddEmptySearchesAsync(Day, [("first", 1), (tooLong, 1), ("twice", 1), ("twice", 1), ("last", 1)], Cancel);

        var texts = await db.EmptySearches.AsNoTracking().Where(s => s.Text != tooLong).OrderBy(s => s.Text).ToListAsync(Cancel);
        Assert.Equal(["first 1", "last 1", "twice 2"], texts.Select(s => $"{s.Text} {s.Count}"));
    }
}
