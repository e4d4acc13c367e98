using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Core.Visits;
using BaiguStore.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Staff;

/// <summary>Figures of a day in China.</summary>
public sealed record DayFigures(DateOnly Day, int Comments, int Inquiries, long EmptySearches, long Articles, long Lines);

/// <summary>An article or category with its page views of a week.</summary>
public sealed record Visited(string Name, string Slug, long Count);

/// <summary>Figures of the dashboard at one moment.</summary>
/// <param name="EmptySearches">Most frequent searches without results in a week.</param>
/// <param name="Days">The last thirty days, today last.</param>
public sealed record Overview(DateTime At, CatalogueFigures Catalogue, IReadOnlyList<DayFigures> Days, IReadOnlyList<Visited> Articles, IReadOnlyList<Visited> Lines,
    IReadOnlyList<(string Text, long Count)> EmptySearches);

/// <summary>
/// Dashboard figures, computed at most every five minutes per node: the first request after that waits, all others get the cached result. With a
/// million products the counts are too slow for every request.
/// </summary>
public sealed class StoreOverview(IDbContextFactory<StoreDb> databases, TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private const int Days = 30, Week = 7, MostVisited = 8;

    private readonly SemaphoreSlim _one = new(1, 1);
    private Overview? _kept;

    public async Task<Overview> GetAsync(CancellationToken cancel)
    {
        if (Fresh() is { } ready)
            return ready;
        await _one.WaitAsync(cancel);
        try
        {
            return Fresh() ?? (_kept = await CountAsync(cancel));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private Overview? Fresh() => Volatile.Read(ref _kept) is { } kept && (clock.GetUtcNow().UtcDateTime - kept.At).IsWithin(Kept) ? kept : null;

    private async Task<Overview> CountAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var today = ChinaTime.DayOf(now);
        var first = today.AddDays(1 - Days);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var begin = first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddHours(-8);
        // Only the times of thirty days, from the index: the databases' own date arithmetic uses other day boundaries.
        var comments = (await db.Comments.AsNoTracking().Where(c => c.CreatedAt >= begin && c.StaffId == null).Select(c => c.CreatedAt).ToListAsync(cancel))
            .CountBy(ChinaTime.DayOf).ToDictionary();
        var inquiries = (await db.Inquiries.AsNoTracking().Where(i => i.CreatedAt >= begin).Select(i => i.CreatedAt).ToListAsync(cancel)).CountBy(ChinaTime.DayOf).ToDictionary();
        var searches = await db.EmptySearches.AsNoTracking().Where(s => s.Day >= first).GroupBy(s => s.Day).Select(g => new { Day = g.Key, Count = g.Sum(s => s.Count) })
            .ToDictionaryAsync(s => s.Day, s => s.Count, cancel);
        var visits = (await db.Visits.AsNoTracking().Where(v => v.Day >= first && v.EntityId == Visit.All).ToListAsync(cancel)).ToDictionary(v => (v.Day, v.Kind), v => v.Count);
        var days = Enumerable.Range(0, Days).Select(first.AddDays).Select(day => new DayFigures(
            day, comments.GetValueOrDefault(day), inquiries.GetValueOrDefault(day), searches.GetValueOrDefault(day), visits.GetValueOrDefault((day, VisitKind.Article)), visits.GetValueOrDefault((day, VisitKind.Line)))).ToList();
        var week = today.AddDays(1 - Week);
        return new(now, await CatalogueFigures.LoadAsync(db, now, cancel), days,
            await MostVisitedAsync(db, VisitKind.Article, week, ids => db.Articles.Where(a => ids.Contains(a.Id)).Select(a => new Named(a.Id, a.Title, a.Slug)), cancel),
            await MostVisitedAsync(db, VisitKind.Line, week, ids => db.Categories.Where(c => ids.Contains(c.Id)).Select(c => new Named(c.Id, c.Name, c.Slug)), cancel),
            await db.MostEmptySearchesAsync(week, MostVisited, cancel));
    }

    private static async Task<IReadOnlyList<Visited>> MostVisitedAsync(StoreDb db, VisitKind kind, DateOnly since, Func<List<int>, IQueryable<Named>> namesOf, CancellationToken cancel)
    {
        var most = await db.Visits.AsNoTracking().Where(v => v.Day >= since && v.Kind == kind && v.EntityId != Visit.All)
            .GroupBy(v => v.EntityId).Select(g => new { Id = g.Key, Count = g.Sum(v => v.Count) })
            .OrderByDescending(v => v.Count).ThenBy(v => v.Id).Take(MostVisited).ToListAsync(cancel);
        var ids = most.ConvertAll(v => v.Id);
        var found = (await namesOf(ids).ToListAsync(cancel)).ToDictionary(n => n.Id);
        return [.. most.Where(v => found.ContainsKey(v.Id)).Select(v => new Visited(found[v.Id].Name, found[v.Id].Slug, v.Count))];
    }

    private sealed record Named(int Id, string Name, string Slug);
}
