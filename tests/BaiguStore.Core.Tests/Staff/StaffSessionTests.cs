using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.Staff;

public sealed class StaffSessionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task A_session_is_alive_until_it_ends_its_member_goes_or_twelve_hours_are_over(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var (wang, li) = (await StartAsync(store, "wang@baigu.example"), await StartAsync(store, "li@baigu.example"));

        Assert.Equal([wang, li], await LiveAsync(store, TestStore.Now));
        Assert.Equal([wang, li], await LiveAsync(store, TestStore.Now.AddHours(12).AddSeconds(-1)));
        Assert.Empty(await LiveAsync(store, TestStore.Now.AddHours(12)));
        Assert.Equal([wang, li], await LiveAsync(store, TestStore.Now.AddSeconds(-30))); // by another node's clock
        Assert.Empty(await LiveAsync(store, TestStore.Now.AddDays(-2)));
        await ChangeAsync(store, async db => (await db.StaffSessions.SingleAsync(s => s.Key == li, Cancel)).End(TestStore.Now));
        Assert.Equal([wang], await LiveAsync(store, TestStore.Now));
        await ChangeAsync(store, async db => (await db.Staff.SingleAsync(m => m.Email == "wang@baigu.example", Cancel)).GiveRoles(StaffRoles.Editor));
        Assert.Equal([wang], await LiveAsync(store, TestStore.Now)); // with the member's present roles
        await ChangeAsync(store, async db => (await db.Staff.SingleAsync(m => m.Email == "wang@baigu.example", Cancel)).GiveRoles(StaffRoles.Sales));
        Assert.Empty(await LiveAsync(store, TestStore.Now));
    }

    [Theory, EveryDatabase]
    public async Task Sessions_that_open_nothing_are_forgotten_and_the_others_are_not(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var (old, ended, alive) = (await StartAsync(store, "a@baigu.example"), await StartAsync(store, "b@baigu.example"), await StartAsync(store, "c@baigu.example", TestStore.Now.AddHours(1)));
        await ChangeAsync(store, async db => (await db.StaffSessions.SingleAsync(s => s.Key == ended, Cancel)).End(TestStore.Now));

        await using var db = store.Open();
        await db.SeenAsync([new(alive, TestStore.Now.AddHours(2)), new(old, TestStore.Now.AddHours(-1))], Cancel);
        Assert.Equal(1, await db.ForgetSessionsAsync(TestStore.Now.AddHours(2), Cancel));
        Assert.Equal([TestStore.Now, TestStore.Now.AddHours(2)], await db.StaffSessions.OrderBy(s => s.Id).Select(s => s.LastSeenAt).ToListAsync(Cancel)); // times never go backwards
        Assert.Equal(1, await db.ForgetSessionsAsync(TestStore.Now.AddHours(12), Cancel));
        Assert.Equal([alive], await db.StaffSessions.Select(s => s.Key).ToListAsync(Cancel));
        Assert.Equal(1, await db.ForgetSessionsAsync(TestStore.Now.AddDays(-2), Cancel));
    }

    private static async Task<string> StartAsync(TestStore store, string email, DateTime? at = null)
    {
        await using var scope = store.Services.CreateAsyncScope();
        var member = await scope.ServiceProvider.GetRequiredService<StaffMembers>().AddAsync(email, "somebody", StaffRoles.Editor, "correct horse battery", Cancel);
        var db = scope.ServiceProvider.GetRequiredService<StoreDb>();
        var session = StaffSession.Start(member, "192.0.2.1", "Browser", at ?? TestStore.Now);
        db.StaffSessions.Add(session);
        await db.SaveChangesAsync(Cancel);
        return session.Key;
    }

    private static async Task<List<string>> LiveAsync(TestStore store, DateTime now)
    {
        await using var db = store.Open();
        return await db.LiveSessions(now).OrderBy(s => s.Session.Id).Select(s => s.Session.Key).ToListAsync(Cancel);
    }

    private static async Task ChangeAsync(TestStore store, Func<StoreDb, Task> change)
    {
        await using var db = store.Open();
        await change(db);
        await db.SaveChangesAsync(Cancel);
    }
}
