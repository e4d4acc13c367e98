using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Visits;

public enum VisitKind
{
    Article = 0,

    /// <summary>A category's page.</summary>
    Line = 1,
}

/// <summary>Page views per page and day, over all nodes. Contains nothing about visitors.</summary>
public sealed class Visit
{
    /// <summary>Entity id of the row with the total of its kind.</summary>
    public const int All = 0;

    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>The day in China's time zone.</summary>
    public required DateOnly Day { get; init; }
    public required VisitKind Kind { get; init; }
    public required int EntityId { get; init; }
    public required long Count { get; init; }
}

public sealed class VisitMap : IEntityTypeConfiguration<Visit>
{
    public void Configure(EntityTypeBuilder<Visit> visit)
    {
        visit.HasKey(v => new { v.Day, v.Kind, v.EntityId });
        visit.ToTable("Visits");
    }
}

public static class VisitCounts
{
    /// <summary>Adds the counts and their totals by kind in one transaction; returns the refused rows.</summary>
    public static Task<IReadOnlyList<RefusedRow>> AddVisitsAsync(
        this StoreDb db, DateOnly day, IReadOnlyCollection<(VisitKind Kind, int Id, long Count)> visits, CancellationToken cancel)
    {
        // Sorted the same way on all nodes: writers that lock the same rows in the same order cannot deadlock.
        var rows = visits.Concat(visits.GroupBy(v => v.Kind).Select(g => (Kind: g.Key, Id: Visit.All, Count: g.Sum(v => v.Count)))).OrderBy(v => v.Kind).ThenBy(v => v.Id);
        return db.AddCountsAsync("Visits", ["Day", "Kind", "EntityId"], rows.Select(v => (object[])[day, (int)v.Kind, v.Id, v.Count]), cancel);
    }

    public static Task<int> ForgetVisitsAsync(this StoreDb db, DateTime now, CancellationToken cancel)
    {
        var limit = ChinaTime.DayOf(now - Visit.Kept);
        return db.Set<Visit>().Where(v => v.Day < limit).ExecuteDeleteAsync(cancel);
    }
}
