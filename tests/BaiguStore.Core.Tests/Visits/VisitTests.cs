using BaiguStore.Core.Data;
using BaiguStore.Core.Visits;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Visits;

public sealed class VisitTests
{
    private static readonly DateOnly Day = ChinaTime.DayOf(TestStore.Now);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Counts_of_two_nodes_are_added_up_by_page_and_by_kind(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);

        await Task.WhenAll(AddAsync((VisitKind.Article, 1, 2), (VisitKind.Line, 1, 5)), AddAsync((VisitKind.Article, 1, 3), (VisitKind.Article, 2, 4)));

        await using var db = store.Open();
        var found = await db.Visits.AsNoTracking().OrderBy(v => v.Kind).ThenBy(v => v.EntityId).Select(v => new { v.Kind, v.EntityId, v.Count, v.Day }).ToListAsync(Cancel);
        Assert.All(found, v => Assert.Equal(Day, v.Day));
        Assert.Equal([(VisitKind.Article, Visit.All, 9L), (VisitKind.Article, 1, 5), (VisitKind.Article, 2, 4), (VisitKind.Line, Visit.All, 5), (VisitKind.Line, 1, 5)],
            found.Select(v => (v.Kind, v.EntityId, v.Count)));

        async Task AddAsync(params (VisitKind, int, long)[] visits)
        {
            await using var node = store.Open();
            await node.AddVisitsAsync(Day, visits, Cancel);
        }
    }

    [Theory, EveryDatabase]
    public async Task Thousands_of_pages_go_in_at_once_and_old_days_are_forgotten(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var visits = Enumerable.Range(1, 1_300).Select(id => (VisitKind.Line, id, 1L)).ToList();

        await db.AddVisitsAsync(Day.AddDays(-401), visits, Cancel);
        await db.AddVisitsAsync(Day, visits, Cancel);
        var forgotten = await db.ForgetVisitsAsync(TestStore.Now, Cancel);

        Assert.Equal(1_301, forgotten);
        Assert.Equal(1_300, (await db.Visits.SingleAsync(v => v.EntityId == Visit.All, Cancel)).Count);
    }
}
