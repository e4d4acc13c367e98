using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BaiguStore.Core.Tests.Data;

public sealed class SetupLockTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Whoever_comes_second_says_once_that_it_waits_and_goes_on_when_the_first_is_done(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var first = store.Open();
        await using var second = store.Open();
        var held = await SetupLock.AcquireAsync(first, () => Assert.Fail("Nobody else holds the lock."), Cancel);
        var (waits, said) = (new TaskCompletionSource(), 0);

        var waiting = SetupLock.AcquireAsync(
            second,
            () =>
            {
                said++;
                waits.TrySetResult();
            },
            Cancel);
        await waits.Task.WaitAsync(Cancel);
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();

        await (await waiting).DisposeAsync();
        Assert.Equal(1, said);
    }

    [Theory, EveryDatabase]
    public async Task Who_waits_for_the_lock_can_be_stopped(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var first = store.Open();
        await using var second = store.Open();
        await using var held = await SetupLock.AcquireAsync(first, () => { }, Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SetupLock.AcquireAsync(second, stop.Cancel, stop.Token));
    }

    [Fact]
    public async Task Two_processes_that_create_one_database_on_a_server_at_once_both_find_it_there()
    {
        await using var neighbour = await TestStore.CreateAsync(DatabaseProvider.Postgres);
        var name = "t" + Guid.NewGuid().ToString("N");
        var missing = new NpgsqlConnectionStringBuilder(neighbour.Connection) { Database = name, Pooling = false }.ToString();
        await using var services = new ServiceCollection().AddStoreDb(DatabaseProvider.Postgres, missing).BuildServiceProvider();
        var databases = services.GetRequiredService<IDbContextFactory<StoreDb>>();
        async Task SetUpAsync()
        {
            await using var db = databases.CreateDbContext();
            await using var held = await SetupLock.AcquireAsync(db, () => { }, Cancel);
            Assert.True(await db.Database.CanConnectAsync(Cancel));
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(SetUpAsync, Cancel)));

        await using var last = databases.CreateDbContext();
        await last.Database.EnsureDeletedAsync(Cancel);
    }
}
