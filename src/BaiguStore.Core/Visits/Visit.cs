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

/// <summary>How often a page was opened on a day, by all nodes together. Nobody's visits: there is no visitor in it.</summary>
public sealed class Visit
{
    /// <summary>The entity of the row that adds up all of its kind.</summary>
    public const int All = 0;

    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>The day in China.</summary>
    public required DateOnly Day { get; init; }
    public required VisitKind Kind { get; init; }
    public required int EntityId { get; init; }
    public required long Count { get; init; }

    public static DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(utc.AddHours(8));
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
    /// <summary>Adds these and their sums by kind, in one transaction; answers those that the database does not take.</summary>
    public static Task<IReadOnlyList<RefusedRow>> AddVisitsAsync(
        this StoreDb db, DateOnly day, IReadOnlyCollection<(VisitKind Kind, int Id, long Count)> visits, CancellationToken cancel)
    {
        // In one order for all nodes: two that lock the same rows in the same order wait, and never for each other.
        var rows = visits.Concat(visits.GroupBy(v => v.Kind).Select(g => (Kind: g.Key, Id: Visit.All, Count: g.Sum(v => v.Count)))).OrderBy(v => v.Kind).ThenBy(v => v.Id);
        return db.AddCountsAsync("Visits", ["Day", "Kind", "EntityId"], rows.Select(v => (object[])[day, (int)v.Kind, v.Id, v.Count]), cancel);
    }

    public static Task<int> ForgetVisitsAsync(this StoreDb db, DateTime now, CancellationToken cancel)
    {
        var limit = Visit.DayOf(now - Visit.Kept);
        return db.Set<Visit>().Where(v => v.Day < limit).ExecuteDeleteAsync(cancel);
    }
}
