using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Search;

/// <summary>
/// Number of searches per text and day without a complete match: what buyers want and do not find. Contains nothing about visitors.
/// </summary>
public sealed class ZeroResultSearch
{
    public const int MaxText = 100;

    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>The day in China's time zone.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Folded, so that all spellings share one row.</summary>
    public required string Text { get; init; }
    public required long Count { get; init; }
}

public sealed class ZeroResultSearchMap : IEntityTypeConfiguration<ZeroResultSearch>
{
    public void Configure(EntityTypeBuilder<ZeroResultSearch> search)
    {
        search.HasKey(s => new { s.Day, s.Text });
        search.Property(s => s.Text).HasMaxLength(ZeroResultSearch.MaxText);
        search.ToTable("EmptySearches");
    }
}

public static class EmptySearches
{
    /// <summary>The key under which a text is counted; empty for a text without content.</summary>
    public static string KeyOf(string typed) => PlainText.Truncate(PlainText.Line(SearchText.Fold(typed)), ZeroResultSearch.MaxText);

    /// <summary>Adds the counts in one transaction; returns the refused rows.</summary>
    public static Task<IReadOnlyList<RefusedRow>> AddEmptySearchesAsync(
        this StoreDb db, DateOnly day, IEnumerable<(string Text, long Count)> searches, CancellationToken cancel) =>
        db.AddCountsAsync("EmptySearches", ["Day", "Text"], searches.OrderBy(s => s.Text, StringComparer.Ordinal).Select(s => (object[])[day, s.Text, s.Count]), cancel);

    /// <summary>The most frequent texts since a day, with their counts.</summary>
    public static async Task<IReadOnlyList<(string Text, long Count)>> MostEmptySearchesAsync(this StoreDb db, DateOnly since, int most, CancellationToken cancel) =>
        [.. (await db.Set<ZeroResultSearch>().Where(s => s.Day >= since).GroupBy(s => s.Text).Select(g => new { Text = g.Key, Count = g.Sum(s => s.Count) })
            .OrderByDescending(s => s.Count).ThenBy(s => s.Text).Take(most).ToListAsync(cancel)).Select(s => (s.Text, s.Count))];

    public static Task<int> ForgetEmptySearchesAsync(this StoreDb db, DateOnly today, CancellationToken cancel)
    {
        var limit = today.AddDays(-(int)ZeroResultSearch.Kept.TotalDays);
        return db.Set<ZeroResultSearch>().Where(s => s.Day < limit).ExecuteDeleteAsync(cancel);
    }
}
